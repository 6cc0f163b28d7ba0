"""The description of the API is whole and true: every address, every parameter, every answer, every example."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.urls import URLPattern, get_resolver, resolve

from cms.api.openapi.paths import operations
from cms.api.openapi.registers import registers
from cms.api.views import unknown_address
from cms.core.api_loading import page_types
from tests import factories
from tests.api.golden import FOLDER
from tests.api.schemas import document, faults, validator, validator_of

pytestmark = pytest.mark.django_db

OPENAPI = "/api/v2/openapi.json"
OPERATIONS = operations()
SNAPSHOT = Path(__file__).with_name("snapshots") / "openapi.json"
DEPTH = 5
"""How far down the snapshot has a line for each thing."""
QUERIES = {
    "resolve": {"path": "/sv/"},
    "search": {"q": "boxen", "facets": "county,type"},
    "suggest": {"q": "stor"},
}
"""What an address needs to answer, by the name of its operation."""
REAL = {"id": "1", "code": "24", "format": "json"}


def address(path: str) -> str:
    """A path of the description with something in its places."""
    return "/api/v2" + re.sub(r"\{([a-z]+)\}", lambda found: REAL[found[1]], path)


def routes(patterns: Any, before: str = "") -> Any:
    """Route and view of every leaf of a URL configuration."""
    for pattern in patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback
        else:
            yield from routes(pattern.url_patterns, route)


def test_every_address_of_the_api_is_described():
    known = {route for route, view in routes(get_resolver().url_patterns) if route.startswith("api/")}
    known -= {route for route, view in routes(get_resolver().url_patterns) if view is unknown_address}
    assert len(known) > 30
    assert {resolve(address(operation.path)).route for operation in OPERATIONS} == known


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_described_parameters_are_those_that_the_address_knows(site, client, operation):
    described = [parameter for parameter in operation.parameters if parameter["in"] == "query"]
    assert len({parameter["name"] for parameter in described}) == len(described)
    types = {label for parameter in described for label in parameter.get("x-only-with-type", ())} or {""}
    for label in types if described else ():
        names = [p["name"] for p in described if label in p.get("x-only-with-type", [label])]
        problem = client.get(address(operation.path), {**dict.fromkeys(names, "no such value"), **_typed(label)}).json()
        assert not problem["type"].endswith("unknown-parameter"), problem
    refused = client.get(address(operation.path), {"no_such_parameter": "1"})
    assert (refused.status_code, refused.json()["parameters"]) == (400, ["no_such_parameter"])


def test_parameters_of_one_type_are_refused_without_it(site, get):
    [listing] = [operation for operation in OPERATIONS if operation.name == "list_pages"]
    typed = [parameter["name"] for parameter in listing.parameters if "x-only-with-type" in parameter]
    assert "starts_at__gte" in typed
    assert (
        sorted(get("/api/v2/pages/?" + "&".join(f"{name}=x" for name in typed[:10]), 400)["parameters"]) == typed[:10]
    )


def test_document_is_openapi_3_1():
    schemathesis.openapi.from_dict(document()).validate()


def test_every_reference_leads_somewhere():
    for target in set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(document()))):
        part: Any = document()
        for name in target.split("/"):
            part = part[name]
        assert part


def media_types() -> Iterator[tuple[str, dict[str, Any]]]:
    """Place, schema and examples of everything that is sent."""
    for path, item in chain(document()["paths"].items(), document()["webhooks"].items()):
        for operation in item.values():
            bodies = {**operation["responses"], "request": operation.get("requestBody", {})}
            for status, answer in bodies.items():
                for media, content in answer.get("content", {}).items():
                    yield f"{path} {status} {media}", content
    for name, answer in document()["components"]["responses"].items():
        for media, content in answer.get("content", {}).items():
            yield f"{name} {media}", content


@pytest.mark.parametrize(
    ("place", "content"), list(media_types()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_body_has_a_full_example_that_validates(place, content):
    assert content["examples"]
    check = validator_of(content["schema"])
    for example in content["examples"].values():
        assert faults(check, example["value"]) == []


def test_every_operation_and_answer_is_explained():
    for path, item in document()["paths"].items():
        [(method, operation)] = item.items()
        assert method == "get"
        assert operation["summary"], path
        assert operation["description"], path
        assert all(parameter.get("description") or "$ref" in parameter for parameter in operation["parameters"])
        for answer in operation["responses"].values():
            assert answer.get("description") or "$ref" in answer


def test_golden_files_follow_the_schemas_of_their_types():
    for model in page_types():
        for path in FOLDER.glob(f"{model._meta.label_lower.replace('.', '_')}_??.json"):
            answer = _as_sent(json.loads(path.read_text(encoding="utf-8")))
            assert faults(validator(model._meta.label), answer) == [], path.name


@pytest.mark.parametrize("label", [model._meta.label for model in page_types()])
def test_whole_pages_follow_the_schemas_of_their_types(full, get, label):
    for page in (full.swedish[label], full.english[label]):
        assert faults(validator(label), get(f"/api/v2/pages/{page.pk}/")) == []


def test_pages_with_little_on_them_follow_the_schemas(site, get):
    pages = [factories.make_case(), factories.make_resource(), factories.make_plan(), factories.make_event()]
    for page in pages:
        answer = get(f"/api/v2/pages/{page.pk}/")
        assert faults(validator(answer["meta"]["type"]), answer) == []


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_answer_is_as_described(full, client, operation):
    if operation.status != 200:
        return
    query = QUERIES.get(operation.name, {})
    path = operation.path.replace("{id}", str(_id(full, operation))).replace("{code}", _code(operation))
    token = factories.make_preview(full.swedish["bank.CaseStudyPage"], factories.make_user("network_administrator"))
    headers = {"Preview-Token": token} if operation.name == "get_preview" else {}
    response = client.get(f"/api/v2{path.replace('{format}', 'json')}", {**query, **_more(operation)}, headers=headers)
    media = response["Content-Type"].partition(";")[0]
    contents = operation.as_dict()["get"]["responses"]["200"]["content"]
    assert response.status_code == 200
    schema = next(content["schema"] for name, content in contents.items() if name.partition(";")[0] == media)
    if media == "application/json":
        body = json.loads(response.getvalue())
        assert faults(validator_of(schema), body) == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_document_is_served_as_it_is_with_an_etag(client, language):
    response = client.get(OPENAPI, {"locale": language})
    assert response.json() == document(language)
    assert response["Content-Language"] == language
    again = client.get(OPENAPI, {"locale": language}, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_document_is_in_english_unless_asked_otherwise(client):
    assert client.get(OPENAPI, headers={"Accept-Language": "sv"}).json() == document("en")


def test_languages_differ_in_words_only():
    assert skeleton(document("sv")) == skeleton(document("en"))


def test_document_introduces_itself_in_both_languages_at_once():
    texts = {document(language)["info"]["description"] for language in ("sv", "en")}
    [text] = texts
    assert "landsbygd" in text
    assert "rural" in text


def test_document_says_who_to_turn_to_and_what_holds(settings):
    info = document()["info"]
    assert info["contact"]["email"] == settings.DEFAULT_FROM_EMAIL
    assert info["license"]["url"].startswith("https://creativecommons.org/")
    assert info["x-limits"]["items_most"] == 100
    assert info["x-limitations"]
    assert document()["servers"] == [{"url": f"{settings.BASE_URL}/api/v2"}]
    assert document()["components"]["securitySchemes"]["partnerKey"]["scheme"] == "bearer"
    assert set(document()["webhooks"]) == {"page.upsert", "page.delete", "test"}


@pytest.mark.snapshot
def test_document_is_as_in_its_snapshot(update_snapshots):
    made = text_of(document()) + "\n"
    before = SNAPSHOT.read_text(encoding="utf-8") if SNAPSHOT.exists() else "{}"
    gone = sorted(promises(json.loads(before)) - promises(document()))
    assert not gone, f"Partners use these; see cms/api/lifecycle.py before you take them away: {gone[:20]}"
    if update_snapshots:
        SNAPSHOT.parent.mkdir(exist_ok=True)
        SNAPSHOT.write_text(made, encoding="utf-8")
        before = made
    assert made == before, f"{SNAPSHOT.name} differs: `make snapshot` after an intended change"


def test_snapshot_refuses_that_something_is_taken_away():
    less = json.loads(json.dumps(document()))
    less["paths"].pop("/api-info")
    del less["components"]["schemas"]["bank.CaseStudyPage"]["properties"]["need"]
    less["paths"]["/changes/"]["get"]["parameters"].pop(0)
    assert promises(document()) - promises(less) == {
        "path /api-info",
        "field bank.CaseStudyPage.need",
        "parameter /changes/ cursor",
    }


def promises(made: dict[str, Any]) -> set[str]:
    """What partners may build on: paths, parameters, and keys of answers."""
    found = {f"path {path}" for path in made.get("paths", {})}
    for path, item in made.get("paths", {}).items():
        names = [parameter["name"] for parameter in item["get"]["parameters"] if "name" in parameter]
        found |= {f"parameter {path} {name}" for name in names}
    for name, schema in made.get("components", {}).get("schemas", {}).items():
        found |= {f"field {name}.{key}" for key in schema.get("properties", {})}
    return found


def text_of(part: Any, depth: int = 0) -> str:
    """JSON with one parameter, answer or property a line, so that a difference can be read; examples left out."""
    if depth == DEPTH or not isinstance(part, dict | list) or not part:
        return json.dumps(without_examples(part), ensure_ascii=False)
    indent = " " * (depth + 1)
    if isinstance(part, list):
        inner = [text_of(value, depth + 1) for value in part]
    else:
        inner = [f"{json.dumps(key)}: {text_of(value, depth + 1)}" for key, value in part.items()]
    start, end = "[]" if isinstance(part, list) else "{}"
    return start + ",".join(f"\n{indent}{text}" for text in inner) + f"\n{indent[:-1]}{end}"


def without_examples(part: Any) -> Any:
    """They are checked by themselves."""
    if isinstance(part, dict):
        return {key: without_examples(value) for key, value in part.items() if key not in {"example", "examples"}}
    return [without_examples(value) for value in part] if isinstance(part, list) else part


def skeleton(part: Any, key: str = "") -> Any:
    """Without the words and the examples."""
    if isinstance(part, dict):
        return {name: skeleton(inner, name) for name, inner in part.items() if name not in {"example", "examples"}}
    if isinstance(part, list):
        return [skeleton(inner) for inner in part] if key != "x-limitations" else len(part)
    return "" if key in {"description", "summary", "title", "availability", "responseTime", "support"} else part


def _as_sent(answer: Any, key: str = "") -> Any:
    """A golden file with values again where it has names."""
    if isinstance(answer, dict):
        return {name: _as_sent(value, name) for name, value in answer.items()}
    if isinstance(answer, list):
        return [_as_sent(value) for value in answer]
    if not isinstance(answer, str):
        return answer
    if key == "id" and answer.startswith("<"):
        return 1
    if answer == "<time>":
        return "2026-03-12T08:00:00Z"
    if re.fullmatch(r"<sb \d+>", answer):
        return "sb-000123"
    return (
        f"https://example.org{answer.replace('<', '').replace('>', '').replace(' ', '')}"
        if answer.startswith("/")
        else answer
    )


def _id(full: Any, operation: Any) -> int:
    if operation.tag == "pages":
        return full.swedish["bank.CaseStudyPage"].pk
    return full.image.pk if "image" in operation.name else full.document.pk


def _code(operation: Any) -> str:
    """A row that is there."""
    endpoint = registers().get(operation.path.split("/")[1])
    return endpoint.model._default_manager.values_list("code", flat=True).first() if endpoint else ""


def _typed(label: str) -> dict[str, str]:
    return {"type": label} if label else {}


def _more(operation: Any) -> dict[str, str]:
    return {"include": "document", "cursor": ""} if operation.name == "list_changes" else {}
