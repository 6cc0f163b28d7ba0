"""The box in the admin in which an editor sees how a question is read, and why pages come where they do."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation
from wagtail.users.models import UserProfile

from cms.core.models import User
from search.missed.counting import counts
from search.models import Synonym
from search.vocabularies import forget, take_in_words
from tests.editorial.page_forms import soup_of
from tests.factories import Cast, make_case, make_resource, restrict

BOX = "/admin/search-words/try/"

pytestmark = pytest.mark.django_db


def speaking(user: User, language: str) -> None:
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()


@pytest.fixture
def try_it(cast: Cast, client: Client):
    """What the page says, as an editor reads it: rows by the word, hits with their places, and all of the text."""
    speaking(cast.editor, "en")
    client.force_login(cast.editor)

    def answer(question: str, language: str = "sv"):
        response = client.get(BOX, {"q": question, "language": language})
        assert response.status_code == 200
        page = soup_of(response)
        main = page.select_one("main")
        rows = {
            heading.get_text(strip=True): [
                [" ".join(cell.get_text().split()) for cell in row.select("td")]
                for row in heading.find_next("table").select("tbody tr")
            ]
            for heading in main.select("h3")
            if heading.find_parent("ol") is None
        }
        hits = [
            (
                hit.select_one("h3").get_text(strip=True),
                {
                    term.get_text(strip=True): term.find_next("dd").get_text(strip=True).split(", ")
                    for term in hit.select("dt")
                },
                hit.select_one("p").get_text(strip=True),
            )
            for hit in main.select("ol > li")
            if hit.select_one("h3")
        ]
        return rows, hits, " ".join(main.get_text().split())

    return answer


def test_words_with_their_forms_parts_and_synonyms(try_it):
    rows, _hits, text = try_it("hur är drivmedelsstationerna")
    assert ["drivmedelsstation (on no public page now)", "the word itself, in any form", "100 %"] in rows[
        "drivmedelsstationerna"
    ]
    assert any(row[0].startswith("drivmedel + station") and row[2] == "50 %" for row in rows["drivmedelsstationerna"])
    assert "Left out, as nearly every page has them: hur, är." in text


def test_synonyms_that_are_built_in_and_those_of_the_list(try_it):
    Synonym.objects.create(language="sv", word="mack", others="tapp", closeness="distant")
    forget()
    rows, _hits, _text = try_it("macken")
    found = {row[0].removesuffix(" (on no public page now)"): row[1:] for row in rows["macken"]}
    assert found["drivmedelsstation"] == ["synonym that is built in", "60 %"]
    assert found["tapp"] == ["synonym from your list", "30 %"]


def test_corrections_and_missing_dots(try_it):
    make_case(title="Fallstudien om läkemedel")
    take_in_words()
    forget()
    rows, hits, text = try_it("fallstuiden lakemedel")
    assert "No public page has “fallstuiden”, so it is taken for “fallstudien”." in text
    assert ["läkemedel", "the word with å, ä and ö", "90 %"] in rows["lakemedel"]
    [(title, places, stage)] = hits
    assert (title, places["Title"]) == ("Fallstudien om läkemedel", ["fallstudien", "läkemedel"])
    assert stage == "It has all words as they were corrected."


def test_why_pages_come_where_they_do(try_it):
    make_resource(title="Så gör ni", in_30_seconds="Bygg en mack.", when_to_use="Macken saknas.")
    make_case(title="Drivmedelsstation i Slussfors", service_types=["groceries"])
    _rows, hits, _text = try_it("mack")
    places = {title: places for title, places, _stage in hits}
    assert places["Drivmedelsstation i Slussfors"]["Title"] == ["drivmedelsstation"]
    assert places["Så gör ni"]["Summary, places, services and themes"] == ["mack"]
    assert places["Så gör ni"]["Other text"] == ["macken"]
    assert {stage for _title, _places, stage in hits} == {"It has all words, or what stands for them."}


def test_pages_with_some_of_the_words_and_with_parts(try_it):
    make_case(title="Zebra i byn")
    make_case(title="Zebra med giraff")
    _rows, hits, _text = try_it("zebra giraff")
    assert [(title, stage[:18]) for title, _places, stage in hits] == [
        ("Zebra med giraff", "It has all words, "),
        ("Zebra i byn", "It has some of the"),
    ]
    _rows, hits, _text = try_it("zebrafamilj")
    assert [stage for _title, _places, stage in hits if "part of a compound" in stage]


def test_at_most_ten_pages_and_only_public_ones(try_it):
    for number in range(12):
        make_case(title=f"Zebra {number}")
    make_case(title="Zebra utkast", published=False)
    restrict(make_case(title="Zebra spärrad"))
    _rows, hits, text = try_it("zebra")
    assert len(hits) == 10
    assert "12 public pages were found" in text
    assert not [title for title, *_rest in hits if "utkast" in title or "spärrad" in title]


def test_phrases_and_words_to_leave_out(try_it):
    _rows, _hits, text = try_it('zebra "randig häst" -giraff')
    assert "these words must follow one another: randig häst." in text
    assert "pages that have them are left out: giraff." in text


def test_nothing_found_leads_to_a_synonym_and_is_not_counted(try_it, client: Client):
    counts.forget()
    _rows, hits, _text = try_it("zyxhotell")
    page = soup_of(client.get(BOX, {"q": "zyxhotell", "language": "sv"}))
    assert hits == []
    assert page.select_one("main a[href*='synonyms/new/?word=zyxhotell&language=sv']")
    assert not counts._counts


@pytest.mark.parametrize("question", ["", "!!!", "x" * 300, "\0", '"', "<script>alert(1)</script>", "a:b AND (c"])
@pytest.mark.parametrize("language", ["sv", "en", "de", ""])
def test_bad_input_gets_an_answer(question: str, language: str, cast: Cast, client: Client):
    client.force_login(cast.editor)
    response = client.get(BOX, {"q": question, "language": language})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_it_speaks_the_language_of_the_editor(cast: Cast, client: Client):
    speaking(cast.editor, "sv")
    client.force_login(cast.editor)
    make_case(title="Zebra")
    text = soup_of(client.get(BOX, {"q": "zebra", "language": "en"})).select_one("main").get_text()
    with translation.override("sv"):
        assert translation.gettext("How the question is read") in text


@pytest.mark.parametrize("role", ["contributor", "translator", "reviewer", "member", "stranger"])
def test_it_is_for_editors_and_administrators(role: str, cast: Cast, client: Client):
    client.force_login(getattr(cast, role))
    assert client.get(BOX).status_code in (302, 403)
