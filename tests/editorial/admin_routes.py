"""Every address of the admin, found in the URL configuration, with everything that can be filled into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.db.models import Model
from django.urls import URLPattern, get_resolver
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Collection, GroupApprovalTask, Locale, Page, Site, Task, TaskState, Workflow, WorkflowState
from wagtail_localize.models import OverridableSegment, StringSegment, Translation, TranslationSource

from cms.core.models import CustomDocument, CustomImage, User


@dataclass(frozen=True)
class Route:
    """One address pattern: its name with its namespace, and the pattern below ``/admin/``."""

    name: str
    pattern: str
    parameters: tuple[str, ...]


class CannotFill(Exception):
    """Nobody has said what stands for a parameter: a new address that the walk has to learn."""


def routes() -> list[Route]:
    """All of them, in the order in which they are tried."""
    [admin] = [entry for entry in get_resolver().url_patterns if str(entry.pattern) == "admin/"]
    return list(_below(admin, (), ""))


def _below(resolver: Any, spaces: tuple[str, ...], prefix: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            pattern = f"{prefix}{entry.pattern}"
            name = ":".join((*spaces, entry.name)) if entry.name else pattern
            yield Route(name, pattern, (*_converters(resolver, entry),))
        else:
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _below(entry, inner, f"{prefix}{entry.pattern}")


def _converters(resolver: Any, entry: URLPattern) -> list[str]:
    own = entry.pattern.converters or entry.pattern.regex.groupindex
    return [*resolver.pattern.converters, *own]


@dataclass
class Things:
    """What stands for the parameters. `pages` are tried one after the other."""

    pages: list[Page]
    target: Page
    parent: Page
    waiting: Page
    revision_of: dict[int, int]
    special: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def arguments(self, route: Route) -> Iterator[dict[str, Any]]:
        """Every way to fill in an address."""
        if route.name in self.special:
            yield from self.special[route.name]
            return
        if route.name == "wagtail_bulk_action":
            yield from _bulk_actions()
            return
        values = [self._values(route, name) for name in route.parameters]
        for chosen in product(*values):
            filled = dict(zip(route.parameters, chosen, strict=True))
            if "revision_id" in filled:
                filled["revision_id"] = self.revision_of[filled["page_id"]]
            yield filled

    def _values(self, route: Route, name: str) -> list[Any]:
        space = route.name.rpartition(":")[0]
        ids = [page.pk for page in self.pages]
        if name in ("page_id", "page_to_move_id") or (name == "pk" and space in PAGES):
            return ids
        if name == "pk" and space in MODELS:
            return [_some(MODELS[space])]
        if name == "pk" and (model := _snippet(space)):
            return [_some(model)]
        known: dict[str, list[Any]] = {
            "parent_page_id": [self.parent.pk],
            "page_pk": ids[:1],
            "destination_id": [self.target.pk],
            "revision_id": [0],
            "action_name": sorted(PagesAdminAPIViewSet.actions),
            "content_type_app_name": ["bank"],
            "content_type_model_name": ["casestudypage"],
            "app_label": ["bank"],
            "app_name": ["taggit"],
            "model_name": ["casestudypage" if space == "wagtailadmin_pages" else "tag"],
            "object_id": ids[:1],
            "session_id": [1],
            "task_id": [_some(Task)],
            "image_id": [_some(CustomImage)],
            "document_id": [_some(CustomDocument)],
            "doc_id": [_some(CustomDocument)],
            "uploaded_file_id": [1],
            "filter_spec": ["original"],
            "collection_id": [_some(Collection)],
            "translation_id": [_some(Translation)],
            "deleted_id": [_some(apps.get_model("editorial", "DeletedPage"))],
            "batch_id": [_some(apps.get_model("editorial", "Batch"))],
            "translation_source_id": [_some(TranslationSource)],
            "string_segment_id": [_some(StringSegment)],
            "overridable_segment_id": [_some(OverridableSegment)],
            "mode": ["default"],
            "redirect_id": [_some(apps.get_model("wagtailredirects", "Redirect"))],
            "front_end_id": [_some(apps.get_model("api", "FrontEnd"))],
            "owner_request_id": [_some(apps.get_model("bank", "OwnerRequest"))],
            "preview_id": ["00000000-0000-4000-8000-000000000000"],
            "workflow_pk": [_some(Workflow)],
            "workflow_state_id": [_some(WorkflowState)],
            "task_state_id": [_some(TaskState)],
            "group_id": [_some(Group)],
            "user_id": [_some(User)],
            "uidb64": ["MQ"],
            "token": ["set-password"],
            "uidb36": ["1"],
            "key": ["set-password"],
            "revision_id_a": ["live"],
            "revision_id_b": ["latest"],
            "work": ["waiting"],
        }
        if name not in known:
            raise CannotFill(f"{route.name}: what stands for {name} in {route.pattern}?")
        return known[name]


PAGES = {"wagtailadmin_api:pages", "wagtailadmin_pages"}
MODELS: dict[str, type[Model]] = {
    "wagtailadmin_api:images": CustomImage,
    "wagtailadmin_api:documents": CustomDocument,
    "wagtailimages_chooser": CustomImage,
    "wagtaildocs_chooser": CustomDocument,
    "wagtailadmin_collections": Collection,
    "wagtailadmin_workflows": Workflow,
    "wagtaillocales": Locale,
    "wagtailsites": Site,
    "wagtailsettings": Site,
    "wagtailusers_users": User,
    "wagtailusers_groups": Group,
    "wagtail_localize": Page,
    "wagtailadmin_reports": Page,
    "": GroupApprovalTask,
}


def _snippet(space: str) -> type[Model] | None:
    """A register, or something else with views of its own, by the namespace of these."""
    name = space.rpartition("_")[2]
    return next((model for model in apps.get_models() if model._meta.model_name == name), None)


def _some(model: type[Model]) -> Any:
    row = model._default_manager.order_by("pk").last()
    return row.pk if row is not None else 1


def _bulk_actions() -> Iterator[dict[str, Any]]:
    bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")
    for app, models in bulk_action_registry.actions.items():
        for model, actions in models.items():
            yield from ({"app_label": app, "model_name": model, "action": action} for action in actions)
