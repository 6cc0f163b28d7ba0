"""Pages with everything on them: what the API says of them, that it is all the domain asks for, that reading is all.

`make snapshot` writes the files anew after an intended change.
"""

from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core.api_loading import page_types
from cms.core.blocks import BODY_BLOCKS
from tests.api.conftest import PAGES
from tests.api.golden import as_text, keys_of, path_of

pytestmark = [pytest.mark.django_db]

DOMAIN = yaml.safe_load(Path(__file__).with_name("domain_fields.yaml").read_text(encoding="utf-8"))
LABELS = sorted(model._meta.label for model in page_types())
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP")
EMPTY_BY_NATURE = {".meta.alias_of", ".meta.parent"}
"""No public page is an alias, and nothing stands above a front page."""


def detail(get: Any, full: Any, label: str, language: str) -> Any:
    pages = full.swedish if language == "sv" else full.english
    return get(f"/api/v2/pages/{pages[label].pk}/")


@pytest.mark.snapshot
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("label", LABELS)
def test_page_with_everything_on_it_is_as_in_its_golden_file(full, get, label, language, update_snapshots):
    answer, path = as_text(detail(get, full, label, language)), path_of(label, language)
    if update_snapshots:
        path.parent.mkdir(exist_ok=True)
        path.write_text(answer, encoding="utf-8")
    assert path.exists(), f"{path.name} is missing: `make snapshot` writes it"
    assert answer == path.read_text(encoding="utf-8"), f"{path.name} differs: `make snapshot` after an intended change"


@pytest.mark.parametrize("label", LABELS)
def test_page_of_the_golden_file_has_no_empty_field(full, get, label):
    """So that a golden file really shows the shape of every field."""
    answer = detail(get, full, label, "en")
    assert set(_empty(answer)) <= EMPTY_BY_NATURE
    assert {block["type"] for block in answer["body"]} == {name for name, _block in BODY_BLOCKS}


@pytest.mark.parametrize("label", LABELS)
def test_every_field_that_the_domain_asks_for_is_in_the_answer(full, get, label):
    asked = {key for group in ("every_page", *DOMAIN["groups"].get(label, ())) for key in DOMAIN["fields"][group]}
    shown = {key.removeprefix(".") for key in keys_of(detail(get, full, label, "sv"))}
    assert asked - shown == set()


@pytest.mark.parametrize("label", LABELS)
def test_list_with_all_fields_gives_the_same_pages_as_detail(full, get, label):
    page = full.english[label]
    listed = get(f"/api/v2/pages/?type={label}&locale=en&fields=*&slug={page.slug}")["items"]
    whole = detail(get, full, label, "en")
    del whole["meta"]["parent"]
    assert listed == [whole]
    assert list(listed[0]) == list(whole)


def test_no_stored_form_of_a_link_is_in_any_answer(full, client):
    for page in [*full.swedish.values(), *full.english.values()]:
        text = client.get(f"{PAGES}{page.pk}/").content.decode()
        for word in ("linktype", "embedtype", "<a>", 'href=\\"/', "visually-hidden"):
            assert word not in text, (page, word)


def test_links_to_other_sites_say_so(full, get):
    need = get(f"{PAGES}{full.swedish['bank.CaseStudyPage'].pk}/")["need"]
    assert '<a href="https://example.org/" rel="external">' in need


def test_times_are_in_utc_with_z(full, get):
    answer = get(f"{PAGES}{full.swedish['network.EventPage'].pk}/")
    moments = [answer["starts_at"], answer["meta"]["first_published_at"], answer["meta"]["last_published_at"]]
    assert answer["starts_at"] == "2027-04-01T09:30:00Z"
    assert all(moment.endswith("Z") and "+" not in moment for moment in moments)


def everywhere(full):
    """An address of every kind that the API has."""
    yield from ("/api/v2/images/", "/api/v2/documents/", f"/api/v2/images/{full.image.pk}/")
    yield from (
        f"/api/v2/documents/{full.document.pk}/",
        "/api/v2/images/?search=affar",
        "/api/v2/pages/find/?html_path=/en/",
    )
    yield from (
        PAGES,
        f"{PAGES}?fields=*&limit=100",
        f"{PAGES}?search=box&fields=*",
        f"{PAGES}?county=24&status=closed",
    )
    yield from (f"{PAGES}{page.pk}/" for page in full.english.values())
    for name in ("municipalities", "counties", "organisations", "service-types", "themes", "success-factors"):
        yield f"/api/v2/{name}/"
    yield from ("/api/v2/municipalities/2421/", "/api/v2/nothing/", f"{PAGES}?unknown=1", f"{PAGES}0/")


def test_reading_writes_nothing_and_makes_no_picture(full, client):
    # One rendition is missing: it is left out, not made.
    full.image.renditions.filter(filter_spec="width-400|format-webp").delete()
    with (
        mock.patch("willow.Image.open", side_effect=AssertionError("a picture was opened")),
        mock.patch("PIL.Image.open", side_effect=AssertionError("a picture was opened")),
    ):
        for address in everywhere(full):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(address)
            written = [q["sql"] for q in queries if q["sql"].lstrip("( ").upper().startswith(WRITES)]
            assert written == [], address
    case = client.get(f"{PAGES}{full.swedish['bank.CaseStudyPage'].pk}/").json()
    assert 400 not in [rendition["width"] for rendition in case["main_image"]["renditions"]]


def test_reading_sets_no_cookie(full, client):
    for address in everywhere(full):
        assert not client.get(address).cookies, address


def _empty(answer: Any, prefix: str = "") -> list[str]:
    if isinstance(answer, dict):
        return [path for name, value in answer.items() for path in _empty(value, f"{prefix}.{name}")]
    if isinstance(answer, list) and answer:
        return [path for value in answer for path in _empty(value, f"{prefix}[]")]
    return [prefix] if answer in (None, "", [], {}) else []
