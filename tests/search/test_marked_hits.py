"""The search page shows where the words of the question stand, in HTML that nobody else can write into."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.publishing.models import PublishedDocument
from cms.publishing.recording import catch_up
from tests.factories import Tree, make_case, make_content_page, restrict, translate_page

pytestmark = pytest.mark.django_db
SWEDISH, ENGLISH = "/sv/sok/", "/en/search/"


def shown(client: Client, question: str, path: str = SWEDISH) -> list[dict[str, str]]:
    """Title, summary and excerpt of each hit as HTML, after the log has been written."""
    catch_up()
    return seen(client, question, path)


def seen(client: Client, question: str, path: str = SWEDISH) -> list[dict[str, str]]:
    """The same as things are."""
    html = client.get(path, {"q": question}).content.decode()
    cards = re.findall(r'<article class="card">(.*?)</article>', html, re.DOTALL)
    patterns = {
        "title": r'class="card__title"><a [^>]*>(.*?)</a>',
        "summary": r'class="card__summary">(.*?)</p>',
        "excerpt": r'class="card__excerpt">(.*?)</p>',
    }
    found = [{name: re.search(pattern, card, re.DOTALL) for name, pattern in patterns.items()} for card in cards]
    return [{name: match[1] if match else "" for name, match in card.items()} for card in found]


def test_title_summary_and_a_sentence_of_the_text_are_marked(client: Client, site: Tree):
    make_case(
        title="Zebran i byn",
        summary="Byn fick en zebra.",
        need="<p>Det var tomt. Alla ville ha <b>zebror</b> &amp; hö. Zebran äter mest.</p>",
    )
    assert shown(client, "zebran") == [
        {
            "title": "<mark>Zebran</mark> i byn",
            "summary": "Byn fick en <mark>zebra</mark>.",
            "excerpt": "Alla ville ha <mark>zebror</mark> &amp; hö.",
        }
    ]


def test_other_forms_parts_and_synonyms_are_marked_too(client: Client, site: Tree):
    make_case(title="Zebran och varubox", summary="Varor.", need="<p>Macken stängde. Bensin fick hämtas i stan.</p>")
    [hit] = shown(client, "zebror mack")
    assert hit["title"] == "<mark>Zebran</mark> och varubox"
    assert hit["excerpt"] == "<mark>Macken</mark> stängde."


def test_hit_without_the_word_in_its_text_has_no_excerpt(client: Client, site: Tree):
    make_case(title="Zebran i byn", summary="Om den.")
    assert shown(client, "zebran") == [{"title": "<mark>Zebran</mark> i byn", "summary": "Om den.", "excerpt": ""}]


def test_each_language_shows_its_own_text(client: Client, site: Tree):
    case = make_case(title="Zebran", need="<p>Zebran kom.</p>")
    translate_page(case, title="The zebra", need="<p>Zebras came to the village.</p>")
    [hit] = shown(client, "zebra", ENGLISH)
    assert (hit["title"], hit["excerpt"]) == ("The <mark>zebra</mark>", "<mark>Zebras</mark> came to the village.")


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt; &amp;"])
def test_nothing_but_marks_is_markup(client: Client, site: Tree, hostile: str):
    text = hostile.replace("&", "&amp;").replace("<", "&lt;")
    make_case(title=f"Zebra {hostile}", summary=f"Zebra {hostile}", need=f"<p>Zebra {text} kom till byn.</p>")
    [hit] = shown(client, f"zebra {hostile}")
    for html in hit.values():
        assert "<mark>" in html
        assert "<" not in re.sub(r"</?mark>", "", html)
    assert hostile not in client.get(SWEDISH, {"q": hostile}).content.decode().replace("&amp;lt;", "")


def test_excerpt_is_of_what_is_published(client: Client, site: Tree):
    page = make_case(title="Zebran i byn", need="<p>Zebran är allmän.</p>")
    draft = type(page).objects.get(pk=page.pk)
    draft.need = "<p>Zebran är zyxhemlig.</p>"
    draft.save_revision()
    assert shown(client, "zebran")[0]["excerpt"] == "<mark>Zebran</mark> är allmän."
    assert shown(client, "zyxhemlig") == []


def test_text_that_is_about_to_be_made_anew_is_not_shown(client: Client, site: Tree):
    page = make_case(title="Zebran i byn", need="<p>Zebran är allmän.</p>")
    assert shown(client, "zebran")[0]["excerpt"]
    PublishedDocument.objects.filter(page_id=page.pk).update(is_stale=True)
    assert seen(client, "zebran")[0]["excerpt"] == ""


def test_closed_page_shows_nothing(client: Client, site: Tree):
    page = make_content_page(title="Zebran i det stängda rummet")
    restrict(page)
    assert shown(client, "zebran") == []


@pytest.mark.usefixtures("words_are_kept")
def test_cost_does_not_grow_with_the_number_of_hits(client: Client, site: Tree):
    def cost() -> int:
        shown(client, "zebra")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(SWEDISH, {"q": "zebra"}).status_code == 200
        return len(captured)

    for number in range(2):
        make_case(title=f"Zebra {number}", need="<p>Zebran kom till byn.</p>")
    few = cost()
    for number in range(15):
        make_case(title=f"Zebra till {number}", need="<p>Zebran kom till byn.</p>")
    assert cost() <= few
