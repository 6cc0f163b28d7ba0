"""The search page: the right pages, in the right language, nothing hidden, and a clear answer to anything asked."""

from __future__ import annotations

import re
from html import unescape
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from search.engines.site import SearchEngine
from search.services import LONGEST_QUERY
from tests.factories import Tree, make_case, make_content_page, make_resource, restrict, translate_page

SWEDISH, ENGLISH = "/sv/sok/", "/en/search/"


def found(client: Client, question: str, path: str = SWEDISH) -> list[str]:
    response = client.get(path, {"q": question})
    assert response.status_code == 200
    return [
        unescape(re.sub(r"</?mark>", "", title))
        for title in re.findall(r'class="card__title"><a [^>]*>(.*?)</a>', response.content.decode(), re.DOTALL)
    ]


def test_pages_with_all_words_come_before_those_with_some(client: Client, site: Tree):
    make_case(title="Bensin i Slussfors")
    make_case(title="Paket i Slussfors")
    assert set(found(client, "slussfors")) == {"Bensin i Slussfors", "Paket i Slussfors"}
    assert found(client, "Slussfors BENSIN") == ["Bensin i Slussfors", "Paket i Slussfors"]
    assert set(found(client, "slussfors zyxvut")) == {"Bensin i Slussfors", "Paket i Slussfors"}


def test_words_of_the_text_are_found_too(client: Client, site: Tree):
    make_case(title="Boxen", lessons="<p>Kylaggregatet var för svagt.</p>")
    assert found(client, "kylaggregatet") == ["Boxen"]


def test_each_language_finds_its_own(client: Client, site: Tree):
    case = make_case(title="Zebra på svenska")
    translate_page(case, title="Zebra in English")
    assert found(client, "zebra") == ["Zebra på svenska"]
    assert found(client, "zebra", ENGLISH) == ["Zebra in English"]


def test_what_is_hidden_is_neither_found_nor_counted(client: Client, site: Tree):
    make_case(title="Zyxhemlig utkast", published=False)
    restrict(make_case(title="Zyxhemlig spärrad"))
    gone = make_case(title="Zyxhemlig borttagen")
    gone.unpublish()
    section = make_content_page(title="Internt")
    make_content_page(title="Zyxhemlig nedanför", parent=section)
    restrict(section)
    response = client.get(SWEDISH, {"q": "zyxhemlig"})
    assert response.context["page_obj"].paginator.count == 0
    assert found(client, "zyxhemlig") == []


def test_what_the_engine_finds_is_never_trusted(client: Client, site: Tree):
    visible, draft = make_case(title="Synlig"), make_case(title="Utkast", published=False)
    english = translate_page(visible, title="Visible")
    engine = SearchEngine(Locale.objects.get(language_code="sv"))
    found_by_it = [draft.pk, english.pk, 999_999, visible.pk]
    with (
        patch("search.services.engines_to_ask", return_value=[engine]),
        patch("search.engines.site.TermsIndex.ranked_pages", return_value=found_by_it),
        patch("search.engines.site.alias", return_value="index"),
    ):
        response = client.get(SWEDISH, {"q": "allt"})
    assert [page.title for page in response.context["listing"].pages] == ["Synlig"]
    assert response.context["page_obj"].paginator.count == 1


def test_every_hit_says_what_it_is(client: Client, site: Tree):
    make_case(title="Zebra ett")
    make_resource(title="Zebra två", kind="checklist")
    html = client.get(SWEDISH, {"q": "zebra"}).content.decode()
    kinds = {unescape(kind) for kind in re.findall(r'class="card__kind">\s*<span>(.*?)</span>', html)}
    assert len(kinds) == 2


@pytest.mark.parametrize(
    "question", ['"', '"a', "'", "*", "AND", "a AND NOT b", "NEAR(", "fuel)", "%", "\\", "-", "zebra\0"]
)
def test_signs_mean_nothing(client: Client, site: Tree, question: str):
    for path in (SWEDISH, ENGLISH):
        assert client.get(path, {"q": question}).status_code == 200


def test_quotation_marks_do_not_hide_the_words(client: Client, site: Tree):
    make_case(title="Zebra i byn")
    assert found(client, '"zebra i byn"') == ["Zebra i byn"]
    assert found(client, "zebra\0") == ["Zebra i byn"]


def test_very_long_question_is_cut_and_says_so(client: Client, site: Tree):
    make_case(title="Zebra i byn")
    assert found(client, "zebra " * 2000) == ["Zebra i byn"]
    html = client.get(SWEDISH, {"q": "zebra " * 2000}).content.decode()
    assert str(LONGEST_QUERY) in html
    assert len(html) < 100_000


def test_empty_and_fruitless_questions_get_advice(client: Client, site: Tree):
    for parameters in ({}, {"q": ""}, {"q": "!!!"}, {"q": "finnsinteallszz"}):
        response = client.get(SWEDISH, parameters)
        assert response.status_code == 200
        assert 'class="empty"' in response.content.decode()


def test_question_is_escaped(client: Client, site: Tree):
    html = client.get(SWEDISH, {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in html


def test_search_pages_ask_not_to_be_indexed(client: Client, site: Tree):
    response = client.get(ENGLISH, {"q": "fuel"})
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_long_answer_is_parted(client: Client, site: Tree):
    for number in range(23):
        make_case(title=f"Zebra {number}")
    html = client.get(SWEDISH, {"q": "zebra"}).content.decode()
    assert 'href="?q=zebra&amp;page=2"' in html
    assert len(found(client, "zebra")) == 20
    assert client.get(SWEDISH, {"q": "zebra", "page": "2"}).status_code == 200
    for page in ("0", "3", "9999", "abc"):
        assert client.get(SWEDISH, {"q": "zebra", "page": page}).status_code == 404


def test_language_switch_keeps_the_question(client: Client, site: Tree):
    html = client.get(SWEDISH, {"q": "röd zebra"}).content.decode()
    assert 'href="/en/search/?q=r%C3%B6d+zebra"' in html


@pytest.mark.usefixtures("words_are_kept")
def test_cost_does_not_grow_with_the_number_of_hits(client: Client, site: Tree):
    def cost() -> int:
        client.get(SWEDISH, {"q": "zebra"})
        with CaptureQueriesContext(connection) as captured:
            assert client.get(SWEDISH, {"q": "zebra"}).status_code == 200
        return len(captured)

    for number in range(3):
        make_case(title=f"Zebra {number}")
    few = cost()
    for number in range(15):
        make_case(title=f"Zebra till {number}")
    assert cost() == few
