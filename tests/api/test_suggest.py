"""``/api/v2/suggest/``: what may be meant by the beginning of a word, and nothing that not everybody may see."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bank.models import CaseStudyPage
from cms.api.openapi.paths import operations
from cms.publishing.recording import catch_up
from cms.publishing.schedule import publish_scheduled
from search.suggest_api import LIMIT
from search.suggestions import KINDS, MOST
from search.vocabularies import take_in_words
from tests import factories

pytestmark = pytest.mark.django_db
SUGGEST = "/api/v2/suggest/"


@pytest.fixture
def suggested(site, client: Client) -> Any:
    """Titles that are suggested, or those of one kind."""

    def ask(typed: str, kind: str = "", **query: Any) -> list[str]:
        catch_up()
        take_in_words()
        answer = client.get(SUGGEST, {"q": typed, **query})
        assert answer.status_code == 200, answer.content
        return [one["title"] for one in answer.json()["items"] if kind in ("", one["kind"]["code"])]

    return ask


def test_suggestion_says_what_it_is_and_where_it_leads(suggested, client: Client):
    page = factories.make_case(title="Storlien samlar sig", municipality="2421", service_types=["fuel"])
    suggested("stor")
    [place, title] = client.get(SUGGEST, {"q": "stor"}).json()["items"]
    assert place == {
        "kind": {"code": "place", "label": "Kommun"},
        "title": "Storuman",
        "html_url": "http://testserver/sv/kommuner/2421/",
        "id": None,
        "code": "2421",
    }
    assert title["kind"] == {"code": "page", "label": "Gott exempel"}
    assert (title["title"], title["id"], title["code"]) == ("Storlien samlar sig", page.pk, None)
    assert title["html_url"].endswith(page.url)


def test_every_suggestion_leads_to_a_page_that_is_there(suggested, client: Client):
    for number in range(2):
        factories.make_case(title=f"Drivved {number}", municipality="2421", service_types=["fuel"])
    suggested("driv")
    items = [one for typed in ("driv", "storu") for one in client.get(SUGGEST, {"q": typed}).json()["items"]]
    assert {one["kind"]["code"] for one in items} == set(KINDS)
    for one in items:
        answer = client.get(one["html_url"].removeprefix("http://testserver"))
        assert answer.status_code == 200
        assert "Drivved" in answer.content.decode()


def test_titles_are_found_by_their_beginning_then_by_any_word_then_inside_of_words(suggested):
    for title in ("Lanthandeln i byn", "Byns lanthandel", "Glesbygdslanthandel", "Något annat"):
        factories.make_case(title=title)
    assert suggested("lanth", "page") == ["Lanthandeln i byn", "Byns lanthandel", "Glesbygdslanthandel"]


def test_several_words_are_found_in_any_order_and_unfinished(suggested):
    factories.make_case(title="Paket på macken i Slussfors")
    factories.make_case(title="Paket i affären")
    assert suggested("paket slu", "page") == suggested("slussf pak", "page") == ["Paket på macken i Slussfors"]
    assert suggested("paket xyz", "page") == []


def test_marks_may_be_left_out_but_not_changed(suggested):
    factories.make_case(title="Läkemedel på ön")
    factories.make_case(title="Lån till bygden")
    assert suggested("lakem", "page") == suggested("LÄKEM", "page") == ["Läkemedel på ön"]
    assert suggested("la\N{COMBINING DIAERESIS}kem", "page") == ["Läkemedel på ön"]
    assert suggested("lån", "page") == ["Lån till bygden"]
    assert suggested("län", "page") == []


def test_words_of_most_pages_come_first_and_once_whatever_their_form(suggested):
    for number in range(3):
        factories.make_case(title=f"Zebran {number}", in_30_seconds="Zebrafink.")
    factories.make_case(title="Zebra", in_30_seconds="Zebrafink.")
    factories.make_case(title="Zebra", in_30_seconds="Zebuoxe.")
    assert suggested("zeb", "word") == ["zebrafink", "zebran"]


def test_word_of_a_single_page_is_not_popular(suggested):
    factories.make_case(in_30_seconds="Zebror.")
    assert suggested("zeb", "word") == []


def test_each_language_has_its_own(suggested):
    case = factories.make_case(title="Zebran kommer", service_types=["fuel"])
    factories.translate_page(case, title="Zebra arriving")
    assert suggested("zeb", "page") == ["Zebran kommer"]
    assert suggested("zeb", "page", locale="en") == ["Zebra arriving"]
    assert suggested("driv", "service_type") == ["Drivmedel"]
    assert suggested("fue", "service_type", locale="en") == ["Fuel"]
    factories.make_case(title="Bara på svenska", municipality="1082")
    assert suggested("karlsh", "place") == ["Karlshamn"]
    assert suggested("karlsh", "place", locale="en") == []


def test_place_and_service_without_a_public_page_are_not_suggested(suggested):
    assert suggested("karlsh") == suggested("drivm") == []
    page = factories.make_case(title="Boxen", municipality="1082", service_types=["fuel"])
    assert (suggested("karlsh"), suggested("drivm", "service_type")) == (["Karlshamn"], ["Drivmedel"])
    page.unpublish()
    assert suggested("karlsh") == suggested("drivm") == []


def test_place_is_found_by_the_places_that_a_page_is_about(suggested):
    factories.make_resource(title="Metoden", places=["1082"])
    assert suggested("karlsh", "place") == ["Karlshamn"]


@pytest.mark.parametrize("how", ["draft", "restricted", "unpublished", "deleted", "draft of a public page"])
def test_what_is_hidden_is_not_suggested(suggested, how: str):
    pages = [factories.make_case(title="Zyxhemlig plats", published=how != "draft") for _ in range(2)]
    if how != "draft":
        assert suggested("zyxhem") == ["zyxhemlig", "Zyxhemlig plats", "Zyxhemlig plats"]
    for page in pages:
        if how == "restricted":
            factories.restrict(page)
        elif how == "unpublished":
            page.unpublish()
        elif how == "deleted":
            page.delete()
        elif how == "draft of a public page":
            page.title = page.summary = "Öppen plats"
            page.save_revision().publish()
            page.title = "Zyxhemlig plats igen"
            page.save_revision()
    assert suggested("zyxhem") == []


def test_page_below_a_closed_section_is_not_suggested(suggested):
    section = factories.make_content_page(title="Rummet")
    for number in range(2):
        factories.make_content_page(title=f"Zyxhemlig {number}", parent=section)
    assert suggested("zyxhem") == ["zyxhemlig", "Zyxhemlig 0", "Zyxhemlig 1"]
    factories.restrict(section)
    assert suggested("zyxhem") == suggested("rumm") == []


def test_expired_page_is_not_suggested(suggested):
    pages = [factories.make_case(title="Zyxhemlig plats") for _ in range(2)]
    assert "Zyxhemlig plats" in suggested("zyxhem")
    expired = timezone.now() - dt.timedelta(minutes=1)
    CaseStudyPage.objects.filter(pk__in=[page.pk for page in pages]).update(expire_at=expired)
    publish_scheduled()
    assert suggested("zyxhem") == []


def test_alias_is_not_suggested(suggested):
    for number in range(2):
        source = factories.make_case(title=f"Zyxhemlig {number}", municipality="1082", service_types=["fuel"])
        source.copy_for_translation(factories.languages()[1], alias=True)
    CaseStudyPage.objects.filter(alias_of__isnull=False).update(live=True)
    for typed in ("zyxhem", "karlsh", "fuel"):
        assert suggested(typed, locale="en") == []


def test_withdrawn_page_is_not_suggested_before_the_log_tells_of_it(suggested, client: Client):
    page = factories.make_case(title="Zyxhemlig plats")
    assert suggested("zyxhem", "page") == ["Zyxhemlig plats"]
    type(page).objects.filter(pk=page.pk).update(live=False)
    assert client.get(SUGGEST, {"q": "zyxhem"}).json()["items"] == []


def test_key_opens_nothing_here(suggested, client: Client):
    page = factories.make_case(title="Zyxhemlig plats", municipality="1082", service_types=["fuel"])
    factories.restrict(page)
    _key, secret = factories.make_key(page)
    for typed in ("zyxhem", "karlsh", "drivm"):
        suggested(typed)
        answer = client.get(SUGGEST, {"q": typed}, headers={"authorization": f"Bearer {secret}"})
        assert answer.json()["items"] == []


def test_new_title_is_suggested_and_the_old_one_is_not(suggested):
    page = factories.make_case(title="Zebran kommer")
    suggested("zeb")
    page.title = "Giraffen kommer"
    page.save_revision().publish()
    assert suggested("zeb", "page") == []
    assert suggested("gira", "page") == ["Giraffen kommer"]


def test_list_is_as_long_as_asked_for_and_has_something_of_each_kind(suggested, client: Client):
    for number in range(12):
        factories.make_case(title=f"Drivved {number}", service_types=["fuel"], in_30_seconds="Drivhjul.")
    assert len(suggested("driv")) == LIMIT
    assert len(suggested("driv", limit=MOST)) == 15
    kinds = [one["kind"]["code"] for one in client.get(SUGGEST, {"q": "driv", "limit": 4}).json()["items"]]
    assert kinds == ["service_type", "word", "page", "page"]


@pytest.mark.parametrize(
    "query",
    ["", "q=", "q=%20", "q=!!!", "q=a&x=1", "q=a&locale=fi", "q=a&limit=0", "q=a&limit=21", "q=a&limit=x", "q=a&q=b",
     "q=" + "a" * 201, "q=%00"],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(site, client: Client, query: str):
    answer = client.get(f"{SUGGEST}?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert {"type", "detail"} <= answer.json().keys()


@pytest.mark.parametrize("typed", ['"lant', "-lant", "'; DROP TABLE", "%_", "*", "\\", "🙂 lant", "<b>", "a " * 90])
def test_signs_are_just_text(site, client: Client, typed: str):
    assert client.get(SUGGEST, {"q": typed}).status_code in (200, 400)


def test_unchanged_answer_is_not_sent_again(suggested, client: Client):
    factories.make_case(title="Zebran kommer")
    suggested("zeb")
    first = client.get(SUGGEST, {"q": "zeb"})
    assert "s-maxage" in first["Cache-Control"]
    again = client.get(SUGGEST, {"q": "zeb"}, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    factories.make_case(title="Zebran kommer igen")
    suggested("zeb")
    assert client.get(SUGGEST, {"q": "zeb"}, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.usefixtures("words_are_kept")
def test_cost_does_not_grow_with_the_number_of_pages(suggested, client: Client):
    def cost() -> int:
        suggested("zeb")
        with CaptureQueriesContext(connection) as captured:
            client.get(SUGGEST, {"q": "zeb"})
        return len(captured)

    factories.make_case(title="Zebra")
    few = cost()
    for number in range(9):
        factories.make_case(title=f"Zebra {number}")
    assert cost() <= few <= 12


def test_description_knows_the_kinds_and_limits():
    [operation] = [operation for operation in operations() if operation.name == "suggest"]
    [limit] = [parameter["schema"] for parameter in operation.parameters if parameter["name"] == "limit"]
    assert (limit["maximum"], limit["default"]) == (MOST, LIMIT)
