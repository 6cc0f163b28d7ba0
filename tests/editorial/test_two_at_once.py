"""Two people write in one page at once: nothing of either is lost, and the second chooses field by field."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from bank.models import CaseStudyPage
from cms.core.models import User
from cms.publishing.recording import catch_up
from tests import factories
from tests.editorial.page_forms import edit_url, filled_in, rich_text, rows, soup_of, values_of


@pytest.fixture
def case(cast: factories.Cast) -> CaseStudyPage:
    case = factories.make_case(title="Boxen i byn", summary="Som det var.", owner=cast.contributor)
    catch_up()
    return case


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def save(client: Client, case: CaseStudyPage, form: dict[str, Any], **changes: Any) -> HttpResponse:
    data = {name: value for name, value in {**form, **changes}.items() if value is not None}
    return client.post(edit_url(case), data)


def latest(case: CaseStudyPage) -> Any:
    return CaseStudyPage.objects.get(pk=case.pk).get_latest_revision_as_object()


@pytest.fixture
def two(case: CaseStudyPage, cast: factories.Cast) -> tuple[Client, Client, dict[str, Any], dict[str, Any]]:
    """The contributor and the editor, with the same page open before either has saved."""
    first, second = signed_in(cast.contributor), signed_in(cast.editor)
    return first, second, filled_in(first.get(edit_url(case))), filled_in(second.get(edit_url(case)))


def question(response: HttpResponse) -> BeautifulSoup:
    assert response.status_code == 200, response.status_code
    found = soup_of(response)
    assert found.select(".sb-two"), found.get_text(" ", strip=True)[:500]
    return found


def answer(client: Client, case: CaseStudyPage, asked: BeautifulSoup, **chosen: str) -> HttpResponse:
    values = values_of(asked.select_one("main form"))
    return client.post(edit_url(case), values | {f"chosen-{name}": choice for name, choice in chosen.items()})


def test_second_save_overwrites_nothing_and_asks(case: CaseStudyPage, two: Any) -> None:
    first, second, one, other = two
    save(first, case, one, summary="Skribentens mening.")
    asked = question(save(second, case, other, summary="Redaktörens mening.", title="Boxen vid vägen"))
    assert latest(case).summary == "Skribentens mening."
    text = asked.get_text(" ", strip=True)
    assert "Skribentens mening" in text.replace(" ", " ")
    assert "contributor" in text
    assert len(asked.select(".sb-two")) == 2  # the summary of both, and the title that only one has changed
    [mine, theirs] = asked.select(".sb-two:has([name='chosen-summary']) .sb-two__version")
    for version, author in ((mine, "Redaktörens"), (theirs, "Skribentens")):
        assert author in version.select_one("ins").get_text(), "what is new is an ins, not a colour"
        assert "Som" in version.select_one("del").get_text()
        assert {mark.get_text(strip=True) for mark in version.select(".w-sr-only")} >= {"[tillagt:", "[borttaget:"}


def test_chosen_fields_become_one_draft(case: CaseStudyPage, two: Any) -> None:
    first, second, one, other = two
    save(first, case, one, summary="Skribentens mening.")
    asked = question(save(second, case, other, summary="Redaktörens mening.", title="Boxen vid vägen"))
    assert answer(second, case, asked, summary="theirs").status_code == 302
    draft = latest(case)
    assert (draft.summary, draft.title) == ("Skribentens mening.", "Boxen vid vägen")
    assert CaseStudyPage.objects.get(pk=case.pk).summary == "Som det var."


def test_what_only_one_has_changed_is_chosen_beforehand(case: CaseStudyPage, two: Any) -> None:
    first, second, one, other = two
    save(first, case, one, summary="Skribentens mening.")
    asked = question(save(second, case, other, title="Boxen vid vägen"))
    assert answer(second, case, asked).status_code == 302
    draft = latest(case)
    assert (draft.summary, draft.title) == ("Skribentens mening.", "Boxen vid vägen")


def test_where_both_have_written_one_must_be_chosen(case: CaseStudyPage, two: Any) -> None:
    first, second, one, other = two
    save(first, case, one, summary="Skribentens mening.")
    asked = question(save(second, case, other, summary="Redaktörens mening."))
    again = question(answer(second, case, asked))
    assert again.select("[role=alert]")
    assert latest(case).summary == "Skribentens mening."


def test_rich_text_and_rows_are_chosen_whole(case: CaseStudyPage, two: Any) -> None:
    first, second, one, other = two
    service = {"service_type": factories.term("service_type", "fuel").pk}
    save(first, case, one, need=rich_text("Skribentens behov."), **rows("services_offered", service))
    asked = question(save(second, case, other, need=rich_text("Redaktörens behov.")))
    assert "Tillagt" in asked.select_one(".sb-two:has([name='chosen-services_offered'])").get_text()
    assert answer(second, case, asked, need="mine").status_code == 302
    draft = latest(case)
    assert "Redaktörens behov." in draft.need
    assert {row.service_type.code for row in draft.services_offered.all()} >= {"fuel"}


def test_third_save_meanwhile_asks_anew(case: CaseStudyPage, two: Any) -> None:
    first, second, one, other = two
    save(first, case, one, summary="Skribentens mening.")
    asked = question(save(second, case, other, summary="Redaktörens mening."))
    save(first, case, filled_in(first.get(edit_url(case))), summary="Skribentens andra mening.")
    again = question(answer(second, case, asked, summary="mine"))
    assert "Skribentens andra mening" in again.get_text(" ", strip=True)
    assert latest(case).summary == "Skribentens andra mening."


def test_same_words_are_no_question(case: CaseStudyPage, two: Any) -> None:
    first, second, one, other = two
    save(first, case, one, summary="Samma mening.")
    assert save(second, case, other, summary="Samma mening.").status_code == 302


def test_one_alone_is_never_asked(case: CaseStudyPage, two: Any) -> None:
    first, _second, one, _other = two
    assert save(first, case, one, summary="En.").status_code == 302
    assert save(first, case, filled_in(first.get(edit_url(case))), summary="Två.").status_code == 302


def test_form_with_mistakes_is_mended_first(case: CaseStudyPage, two: Any) -> None:
    first, second, one, other = two
    save(first, case, one, summary="Skribentens mening.")
    assert "form" in save(second, case, other, title="").context


def test_markup_in_either_version_is_text(case: CaseStudyPage, two: Any) -> None:
    first, second, one, other = two
    save(first, case, one, summary="<script>alert(1)</script>")
    shown = save(second, case, other, summary="<img src=x onerror=alert(2)>").content.decode()
    assert "<script>alert(1)" not in shown
    assert "<img src=x" not in shown
