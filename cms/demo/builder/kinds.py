"""What each kind of content file says: from the names in the file to fields and rows of the page type."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from wagtail.models import Page

from cms.demo.builder.reading import Entry
from cms.registers.models import FACET_LINKS

Data = dict[str, Any]


@dataclass(frozen=True)
class Content:
    """Values for the fields of a page and for its child rows."""

    fields: Data
    rows: dict[str, list[Data]]


PAGE_TYPES = {
    "case": "bank.CaseStudyPage",
    "resource": "bank.ResourceArticlePage",
    "plan": "bank.ServicePlanPage",
    "collection": "bank.CollectionPage",
    "topic": "bank.TopicPage",
    "network": "network.NetworkPage",
    "event": "network.EventPage",
    "project": "network.ProjectPage",
    "plain": "home.ContentPage",
}
PARENTS = {
    "case": "goda-exempel",
    "resource": "metoder-och-verktyg",
    "plan": "serviceplaner",
    "collection": "samlingar",
    "topic": "amnen",
    "network": "natverket",
    "event": "traffar",
    "project": "projekt",
    "plain": "hem",
}
"""Kind → key of the index page below which its pages stand."""

BESIDE = {
    *("key", "slug", "english", "english_slug", "published", "stale_change", "may_lack", "body", "demo_note", "image"),
    *("type", "parent", "new_organisations", "related", "attachments", "sources", "places", *FACET_LINKS),
}
"""Names that do not become a field of the same name: read elsewhere, or rows."""


OWN_PLAN = "own_plan"
"""``document: own_plan``: the plan itself as a file, written from its page."""


def own_plan_key(entry: Entry) -> str:
    return f"plan/{entry.key}"


def page_type(entry: Entry) -> type[Page]:
    return apps.get_model(entry.data.get("type") or PAGE_TYPES[entry.kind])


def content_of(entry: Entry) -> Content:
    """Everything of a file but its blocks, picture and facets."""
    data = {name: value for name, value in entry.data.items() if name not in BESIDE}
    rows = {"related_pages": [_renamed(item, page="target") for item in entry.data.get("related", [])]}
    rows["attachments"] = [_renamed(item, file="document") for item in entry.data.get("attachments", [])]
    rows["sources"] = entry.data.get("sources", [])
    if "places" in entry.data:
        rows["places"] = entry.data["places"]
    if data.get("document") == OWN_PLAN:
        data["document"] = own_plan_key(entry)
    make = KINDS.get(entry.kind)
    own = make(data) if make else Content(data, {})
    return Content(own.fields, rows | own.rows)


def _case(data: Data) -> Content:
    rows = _take(data, "services_offered", "costs", "funding", "indicators", "methods_used", "inspired_by", "timeline")
    rows["costs"] = [{"currency": "", **line} for line in rows["costs"]]
    rows["organisations"] = data.pop("organisations", [])
    rows["contacts"] = [{"contact": key} for key in data.pop("contacts")]
    inhabitants, distance, point = (
        data.pop(name, {}) for name in ("inhabitants", "km_to_next_same_service", "coordinates")
    )
    agreement = data.pop("agreement", {})
    fields = data | {
        "inhabitants": inhabitants.get("count"),
        "inhabitants_year": inhabitants.get("year"),
        "km_to_next_same_service": distance.get("km"),
        "distance_method": distance.get("method"),
        "latitude": point.get("lat"),
        "longitude": point.get("lon"),
        "point_precision": point.get("precision"),
        **{f"agreement_{name}": value for name, value in agreement.items()},
    }
    return Content(fields, rows)


def _resource(data: Data) -> Content:
    rows = {"steps": data.pop("steps", []), "checklist": _texts(data.pop("checklist", []))}
    origin = data.pop("origin")
    beyond = data.pop("use_beyond_service", None)
    fields = data | {
        "use_beyond_service": bool(beyond),
        "use_beyond_service_note": beyond,
        **{f"origin_{name}": value for name, value in origin.items()},
    }
    return Content(fields, rows)


def _plan(data: Data) -> Content:
    rows = _take(data, "plan_places", "actions")
    return Content(data, {**rows, "goals": _texts(data.pop("goals"))})


def _collection(data: Data) -> Content:
    return Content(data, {"items": [_renamed(item, page="target") for item in data.pop("items")]})


def _topic(data: Data) -> Content:
    data.pop("keywords", None)  # a topic page is found by its theme
    return Content(data, {})


def _network(data: Data) -> Content:
    return Content(data, _take(data, "working_forms", "goals", "members"))


def _event(data: Data) -> Content:
    return Content(data, _take(data, "agenda"))


def _project(data: Data) -> Content:
    rows = _take(data, "partners")
    budget = data.pop("budget")
    fields = _renamed(data, owner="owner_organisation", status="project_status")
    return Content(fields | {"budget_amount": budget["amount"], "budget_currency": budget["currency"]}, rows)


KINDS: dict[str, Callable[[Data], Content]] = {
    "case": _case,
    "resource": _resource,
    "plan": _plan,
    "collection": _collection,
    "topic": _topic,
    "network": _network,
    "event": _event,
    "project": _project,
}


def _take(data: Data, *names: str) -> dict[str, list[Data]]:
    return {name: data.pop(name, []) for name in names}


def _renamed(data: Data, **names: str) -> Data:
    return {names.get(name, name): value for name, value in data.items()}


def _texts(items: Iterable[Data]) -> list[Data]:
    return [{"text": item} for item in items]
