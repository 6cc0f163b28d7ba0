"""The readiness check: what it finds in a draft, where, and that an approval waits for it."""

from __future__ import annotations

import time
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from bank.models import CaseOwner, CaseStudyPage, TimelineEvent
from cms.core.choices import Licence, PeopleConsent, Relation
from cms.core.models import RelatedPage
from cms.editorial import moderation
from cms.editorial.models import Waiver
from cms.editorial.readiness.check import check, newest_draft
from cms.editorial.readiness.findings import Code, Finding
from cms.publishing.guarding import Refused
from tests import factories
from tests.editorial import personal_data_corpus as corpus
from tests.editorial.page_forms import edit_url, filled_in, soup_of
from tests.editorial.test_workflow import action_url, fresh

LONG = " ".join(["Byn", *["kör"] * 24, "långt."])


def found(page: Page) -> list[Finding]:
    return check(newest_draft(fresh(page))).open


def codes(page: Page) -> set[str]:
    return {finding.code.value for finding in found(page)}


def text_block(html: str) -> dict[str, Any]:
    return {"type": "text", "value": html, "id": str(uuid.uuid4())}


def list_of(client: Client, page: Page) -> str:
    return soup_of(client.get(reverse("page_readiness", args=(page.pk,)))).main.get_text(" ", strip=True)


def submitted(cast: factories.Cast, **values: Any) -> CaseStudyPage:
    """A contributor's case that waits for the editorial check."""
    page = factories.make_case(owner=cast.contributor, published=False, **values)
    moderation.submit(page, cast.contributor)
    return page


# --- Personal data ------------------------------------------------------------------------------------------------


def test_personal_data_is_found_in_each_of_these_lines_and_in_no_other(site: factories.Tree) -> None:
    lines = [*corpus.IDENTITY_NUMBERS, *corpus.PHONES, *corpus.NOTHING]
    assert len(lines) >= 60
    html = "".join(f"<p>{line}</p>" for line in lines)
    page = factories.make_case(published=False, body=[text_block(html)])
    excerpts: dict[str, set[str]] = {code: set() for code in (Code.IDENTITY_NUMBER, Code.PHONE)}
    for finding in found(page):
        excerpts.setdefault(finding.code, set()).add(finding.excerpt)
    assert excerpts[Code.IDENTITY_NUMBER] == set(corpus.IDENTITY_NUMBERS)
    assert excerpts[Code.PHONE] == set(corpus.PHONES)


def test_a_number_that_a_contact_shows_publicly_is_no_secret(site: factories.Tree) -> None:
    page = factories.make_case(published=False, obstacles="Ring +46 70 174 06 20 före åtta.")
    assert Code.PHONE in codes(page)
    contact = factories.contact("vaktmastaren", public_phone="070-174 06 20", show_publicly=False)
    assert Code.PHONE in codes(page)
    contact.show_publicly = True
    contact.save()
    assert Code.PHONE not in codes(page)


def test_a_number_hidden_in_a_link_is_found(site: factories.Tree) -> None:
    page = factories.make_case(published=False, need='<p><a href="tel:+46701740620">Ring handlaren</a></p>')
    assert Code.PHONE in codes(page)


def test_an_address_that_looks_private_is_advice(site: factories.Tree) -> None:
    page = factories.make_case(published=False, obstacles="Skriv till bytorget@gmail.com, inte till butiken@byn.se.")
    result = check(newest_draft(page))
    assert [finding.message for finding in result.advice] == ["bytorget@gmail.com ser ut som en privat adress."]
    assert not result.blocking


# --- Pictures and consents ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, set()),
        ({"alt_sv": ""}, {Code.ALT}),
        ({"alt_sv": "", "is_decorative": True}, set()),
        ({"credit": ""}, {Code.CREDIT}),
        ({"credit": "", "licence": Licence.CC0_1_0}, set()),
        ({"licence": Licence.ALL_RIGHTS_RESERVED}, {Code.LICENCE}),
        ({"people_consent": PeopleConsent.MISSING}, {Code.CONSENT}),
        ({"people_consent": PeopleConsent.GIVEN}, set()),
    ],
    ids=str,
)
@pytest.mark.parametrize("where", ["main_image", "body"])
def test_a_picture_says_what_it_shows_whose_it_is_and_who_agreed(
    values: dict[str, Any], expected: set[str], where: str, site: factories.Tree
) -> None:
    image = factories.make_image(**{"alt_sv": "En röd box", "credit": "Byalaget", **values})
    block = {"type": "image", "value": {"image": image.pk, "caption": ""}, "id": str(uuid.uuid4())}
    page = factories.make_case(published=False, **({where: image} if where == "main_image" else {where: [block]}))
    assert codes(page) == expected


def test_a_contact_by_name_needs_a_reason_to_be_shown(site: factories.Tree) -> None:
    contact = factories.contact("karin", name="Karin Påhitt")
    page = factories.make_case(published=False, contacts=[contact])
    assert codes(page) == {Code.CONSENT}
    contact.legal_basis = "Samtycke"
    contact.save()
    assert codes(page) == set()


def test_a_case_owner_must_have_agreed(site: factories.Tree) -> None:
    page = factories.make_case(published=False)
    owner = CaseOwner.objects.create(case=page, name="Kassören", email="kassor@byn.example")
    assert codes(page) == {Code.CONSENT}
    owner.consent, owner.consent_on = "Uppgifterna får publiceras.", "2026-03-03"
    owner.save()
    assert codes(page) == set()


# --- Language -----------------------------------------------------------------------------------------------------


def test_a_sentence_of_more_than_25_words_is_shown(site: factories.Tree) -> None:
    page = factories.make_case(published=False, obstacles=f"Kort mening, t.ex. den här. {LONG} Kort igen.")
    (finding,) = found(page)
    assert (finding.code, finding.excerpt, finding.place.path) == (Code.SENTENCE, LONG, "obstacles")
    assert finding.message == "Meningen har 26 ord; 25 är det mesta."


@pytest.mark.parametrize(
    "text",
    [
        f"Få kom från personer under 25. {' '.join(['Ord'] * 24)}.",
        f"1. {' '.join(['Ord'] * 24)}.",
        f"Vi var många, bl.a. {' '.join(['ord'] * 18)}. Se kap. 2 om kl. 14.00, t.ex. i mars.",
    ],
    ids=["a number ends a sentence", "a number begins a list", "abbreviations"],
)
def test_full_stops_are_read_as_a_person_reads_them(text: str, site: factories.Tree) -> None:
    assert codes(factories.make_case(published=False, obstacles=text)) == set()


def test_25_words_are_not_too_many(site: factories.Tree) -> None:
    page = factories.make_case(published=False, obstacles=LONG.replace("kör ", "", 1))
    assert codes(page) == set()


def test_a_hard_text_is_advice_when_it_is_long_enough_to_tell(site: factories.Tree) -> None:
    hard = "<p>" + "Landsbygdskommunernas samhällsserviceförsörjning förutsätter myndighetssamordning. " * 30 + "</p>"
    result = check(newest_draft(factories.make_case(published=False, need=hard)))
    assert [finding.code for finding in result.advice] == [Code.LIX]
    assert codes(factories.make_case(published=False, need=hard[: len(hard) // 4])) == set()


@pytest.mark.parametrize("word", ["webinar", "Webinaret", "servicekoordinatorn", "best practice"])
def test_a_word_for_which_the_glossary_has_another_is_shown_in_its_text(word: str, site: factories.Tree) -> None:
    page = factories.make_case(published=False, obstacles=f"Vi lärde oss mycket av {word} i mars.")
    (finding,) = found(page)
    assert finding.code == Code.WORD
    assert word in finding.message
    assert finding.excerpt == f"Vi lärde oss mycket av {word} i mars."


@pytest.mark.parametrize("word", ["webbinarium", "webbinarier", "Webbinariet", "servicepunkten", "lanthandeln"])
def test_a_word_of_the_glossary_is_right_in_all_its_forms(word: str, site: factories.Tree) -> None:
    assert codes(factories.make_case(published=False, obstacles=f"Vi lärde oss mycket av {word} i mars.")) == set()


# --- Fields and links ---------------------------------------------------------------------------------------------


def test_a_page_without_what_a_reviewed_page_needs_is_not_ready(site: factories.Tree) -> None:
    page = factories.make_case(published=False, must_be_whole=True, obstacles="Det var kallt.")
    paths = {finding.place.path for finding in found(page) if finding.code == Code.REQUIRED}
    assert {"reviewed_on", "operator", "success_factor_links", "funding"} <= paths
    assert "obstacles" not in paths


def test_links_to_pages_that_readers_do_not_get_to_are_found(cast: factories.Cast) -> None:
    public, draft = factories.make_case(), factories.make_case(published=False, owner=cast.contributor)
    links = "".join(f'<a linktype="page" id="{pk}">dit</a>' for pk in (public.pk, draft.pk, 999_999))
    page = factories.make_case(published=False, need=f"<p>{links}</p>")
    assert [(finding.code, finding.excerpt) for finding in found(page)] == [(Code.PAGE_LINK, "dit")]
    assert {finding.message for finding in check(newest_draft(page)).blocking}
    moderation.submit(draft, cast.contributor)
    messages = [finding.message for finding in found(page)]
    assert messages == ["Sidan som det här leder till finns inte längre."]


def test_a_related_page_that_is_not_public_is_found(site: factories.Tree) -> None:
    draft = factories.make_case(published=False)
    row = RelatedPage(relation=Relation.EXPLAINS, target=draft)
    page = factories.make_case(published=False, related_pages=[row])
    (finding,) = found(page)
    assert finding.code == Code.PAGE_LINK
    assert draft.title in finding.message


# --- Approval -----------------------------------------------------------------------------------------------------


def test_the_editorial_check_is_refused_while_something_is_in_the_way(cast: factories.Cast, client: Client) -> None:
    page = submitted(cast, obstacles=LONG)
    client.force_login(cast.editor)
    answer = client.post(action_url(page, "approve"))
    assert answer.status_code == 403
    assert "Meningen har 26 ord" in answer.content.decode()
    with pytest.raises(Refused, match="26 ord"):
        factories.bring_to_four_eyes(page, cast)
    assert fresh(page).current_workflow_task_state.status == "in_progress"
    assert fresh(page).current_workflow_task.specific._meta.model_name == "editorialchecktask"


def test_advice_does_not_stand_in_the_way(cast: factories.Cast) -> None:
    page = submitted(cast, obstacles="Skriv till bytorget@gmail.com.")
    factories.bring_to_four_eyes(page, cast)
    assert fresh(page).current_workflow_task.specific._meta.model_name == "foureyesapprovaltask"


def test_approving_in_the_page_form_keeps_what_was_written_and_leads_to_the_list(
    cast: factories.Cast, client: Client
) -> None:
    page = submitted(cast)
    client.force_login(cast.editor)
    data = {**filled_in(client.get(edit_url(page))), "obstacles": LONG}
    approval = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    answer = client.post(edit_url(page), data | approval, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("page_readiness", args=(page.pk,))
    assert LONG in answer.content.decode()
    assert newest_draft(fresh(page)).obstacles == LONG
    assert fresh(page).current_workflow_task.specific._meta.model_name == "editorialchecktask"

    data = {**filled_in(client.get(edit_url(page))), "obstacles": "Det var kallt."}
    client.post(edit_url(page), data | approval)
    assert fresh(page).current_workflow_task.specific._meta.model_name == "ownerconfirmationtask"


def test_sending_back_needs_no_readiness(cast: factories.Cast) -> None:
    page = submitted(cast, obstacles=LONG)
    moderation.reject(page, cast.editor, "Korta meningen.")
    assert fresh(page).current_workflow_state.status == "needs_changes"


# --- Waivers ------------------------------------------------------------------------------------------------------


def waive(client: Client, page: Page, reason: str, fingerprints: list[str] | None = None) -> Any:
    chosen = [finding.fingerprint for finding in found(page)] if fingerprints is None else fingerprints
    return client.post(reverse("page_readiness", args=(page.pk,)), {"finding": chosen, "reason": reason})


def test_what_an_editor_lets_pass_with_a_reason_can_be_approved(cast: factories.Cast, client: Client) -> None:
    page = submitted(cast, obstacles=LONG)
    client.force_login(cast.editor)
    assert waive(client, page, "Det är ett citat.").status_code == 302
    assert "Det är ett citat." in list_of(client, page)
    entry = PageLogEntry.objects.get(page=page.pk, action="servicebanken.waive")
    assert (entry.user, entry.data) == (cast.editor, {"reason": "Det är ett citat.", "rules": ["sentence"]})
    history = client.get(reverse("wagtailadmin_pages:history", args=(page.pk,))).content.decode()
    assert "Det är ett citat." in history
    factories.bring_to_four_eyes(page, cast)
    assert fresh(page).current_workflow_task.specific._meta.model_name == "foureyesapprovaltask"


def test_without_a_reason_or_without_a_finding_nothing_passes(cast: factories.Cast, client: Client) -> None:
    page = submitted(cast, obstacles=LONG)
    client.force_login(cast.editor)
    assert "Skriv varför det får stå kvar" in waive(client, page, "  ").content.decode()
    assert "Välj vad som får stå kvar" in waive(client, page, "Citat.", ["nonsense"]).content.decode()
    assert not Waiver.objects.filter(page=page.pk, code=Code.SENTENCE).exists()


def test_a_waiver_falls_when_its_text_changes_and_holds_when_another_does(cast: factories.Cast, client: Client) -> None:
    page = submitted(cast, obstacles=LONG)
    client.force_login(cast.editor)
    waive(client, page, "Det är ett citat.")
    draft = newest_draft(page)
    draft.participation = "Alla var med."
    draft.save_revision(user=cast.editor)
    assert codes(page) == set()
    draft.obstacles = LONG.replace("långt", "fort")
    draft.save_revision(user=cast.editor)
    assert codes(page) == {Code.SENTENCE}


@pytest.mark.parametrize("role", ["editor", "reviewer", "network_administrator", "contributor", "translator"])
def test_who_may_let_something_pass(role: str, cast: factories.Cast, client: Client) -> None:
    page = factories.make_case(owner=cast.contributor, published=False, obstacles=LONG)
    client.force_login(getattr(cast, role))
    waive(client, page, "Det är ett citat.")
    may = role in ("editor", "reviewer", "network_administrator")
    assert Waiver.objects.filter(page=page.pk, code=Code.SENTENCE).exists() is may


@pytest.mark.parametrize("role", ["translator", "other_contributor", "stranger", "member"])
def test_the_list_shows_a_draft_only_to_those_who_may_edit_it(role: str, cast: factories.Cast, client: Client) -> None:
    page = factories.make_case(owner=cast.contributor, published=False, obstacles=LONG)
    client.force_login(getattr(cast, role))
    for name in ("page_readiness", "page_readiness_panel"):
        answer = client.get(reverse(name, args=(page.pk,)), follow=True)
        assert LONG not in answer.content.decode()


def test_no_waiver_keeps_the_text_that_it_is_about(cast: factories.Cast, client: Client) -> None:
    page = submitted(cast, obstacles=corpus.IDENTITY_NUMBERS[0])
    client.force_login(cast.editor)
    waive(client, page, "Ett exempel ur en broschyr.")
    kept = [*Waiver.objects.filter(page=page.pk).values(), *PageLogEntry.objects.filter(page=page.pk).values("data")]
    assert "850709" not in str(kept)


# --- In the form --------------------------------------------------------------------------------------------------


def test_the_form_lists_what_is_found_and_each_line_leads_to_its_field(cast: factories.Cast, client: Client) -> None:
    block = text_block(f"<p>{LONG}</p>")
    row = TimelineEvent(date="2026-03-03", event=LONG)
    page = factories.make_case(
        published=False, must_be_whole=True, obstacles=LONG, body=[block], timeline=[row], contacts=[]
    )
    client.force_login(cast.editor)
    soup = soup_of(client.get(edit_url(page)))
    links = [link["href"].removeprefix("#") for link in soup.select(".sb-readiness a[data-jump]")]
    assert f":w:contentpath=body.{block['id']}" in links
    assert "inline_child_timeline-0-panel-section" in links
    for link in links:
        path = link.removeprefix(":w:contentpath=")
        name, _dot, inside = path.partition(".")
        assert soup.select_one(f'[id="{name}"], [data-contentpath="{name}"]'), link
        # Blocks are drawn by a script, from what the form holds.
        assert not inside or inside in str(soup.select_one("form[data-edit-form]")), link


@pytest.mark.parametrize("make", ["make_case", "make_resource", "make_plan", "make_event", "make_project"])
def test_every_field_that_a_reviewed_page_needs_is_in_its_form(make: str, cast: factories.Cast, client: Client) -> None:
    page = getattr(factories, make)(published=False, must_be_whole=True)
    client.force_login(cast.editor)
    soup = soup_of(client.get(edit_url(page)))
    for finding in found(page):
        name = finding.place.anchor.removeprefix(":w:contentpath=")
        assert soup.select_one(f'[id="{name}"], [data-contentpath="{name}"]'), finding.place


def test_a_translation_gets_advice_and_is_approved_all_the_same(cast: factories.Cast, client: Client) -> None:
    image = factories.make_image(alt_sv="En röd box", alt_en="", credit="Byalaget")
    page = factories.translate_page(factories.make_case(main_image=image))
    result = check(newest_draft(page))
    assert ([finding.code for finding in result.advice], result.blocking) == ([Code.ALT], [])
    client.force_login(cast.reviewer)
    assert "Bilden har ingen alternativtext på engelska." in list_of(client, page)


def test_a_page_of_a_hundred_paragraphs_is_checked_within_a_second_and_few_queries(site: factories.Tree) -> None:
    image = factories.make_image(alt_sv="", credit="")
    target = factories.make_case()

    def queries_for(number: int) -> int:
        html = f"<p>{LONG} Ring 070-174 06 05 eller 850709-9805. {'Byn har en butik med mack. ' * 12}</p>"
        html += f'<p><a linktype="page" id="{target.pk}">dit</a> <a href="https://www.scb.se/">SCB</a></p>'
        blocks = [text_block(html) for _number in range(number)]
        blocks += [
            {"type": "image", "value": {"image": image.pk, "caption": ""}, "id": str(uuid.uuid4())}
            for _number in range(number // 10)
        ]
        draft = newest_draft(factories.make_case(published=False, body=blocks))
        with CaptureQueriesContext(connection) as queries:
            start = time.monotonic()
            result = check(draft)
            seconds = time.monotonic() - start
        assert len(result.blocking) >= number * 3
        assert seconds < 1
        return len(queries)

    assert queries_for(10) == queries_for(100) <= 20


def test_four_eyes_ask_again_whether_a_page_is_ready(cast: factories.Cast, client: Client) -> None:
    """What was let pass at the editorial check may not be let pass any more, and links die meanwhile."""
    page = submitted(cast)
    factories.bring_to_four_eyes(page, cast)
    Waiver.objects.all().delete()
    client.force_login(cast.reviewer)
    shown = soup_of(client.get(reverse("page_changes", args=(page.pk,))))
    assert shown.select_one(".sb-readiness")
    refused = client.post(action_url(page, "approve"), follow=True)
    assert not fresh(page).live
    assert found(page)[0].message in soup_of(refused).get_text(" ", strip=True)
    for finding in found(page):
        values = {"finding": finding.fingerprint, "reason": "Föreningen vet inte."}
        client.post(reverse("page_readiness", args=(page.pk,)), values)
    client.post(action_url(page, "approve"))
    assert fresh(page).live
