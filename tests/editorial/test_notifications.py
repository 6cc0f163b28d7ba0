"""Mail at once: who is told of what, in which language, and that nothing fails or lies because of it."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from post_office.models import Email
from wagtail.models import Page
from wagtail.users.models import UserProfile

from bank.models import CaseStudyPage
from cms.core.models import User
from cms.editorial import moderation
from cms.editorial.models import Proposal
from cms.editorial.notifications import sending
from cms.publishing.recording import catch_up
from tests import factories
from tests.editorial.page_forms import edit_url, send

REASON = "Bilden visar en person utan samtycke."


@pytest.fixture
def draft(cast: factories.Cast) -> CaseStudyPage:
    return factories.make_case(title="Zyxboxen", owner=cast.contributor, published=False)


def fresh(page: Page) -> Any:
    return type(page).objects.get(pk=page.pk)


def told(text: str = "") -> list[str]:
    """Who has got mail with this in its subject, by user name."""
    names = {user.email: user.username for user in User.objects.all()}
    return sorted(names[address] for message in mail.outbox if text in message.subject for address in message.to)


def mail_to(user: User) -> EmailMessage:
    [message] = [message for message in mail.outbox if message.to == [user.email]]
    return message


def decide(client: Client, user: User, page: Page, action: str, comment: str = "") -> None:
    mail.outbox.clear()
    client.force_login(user)
    state = fresh(page).current_workflow_task_state
    client.post(reverse("wagtailadmin_pages:workflow_action", args=(page.pk, action, state.pk)), {"comment": comment})


def submit(client: Client, user: User, page: Page) -> None:
    mail.outbox.clear()
    client.force_login(user)
    send(client, edit_url(page), action="action-submit")


# --- Who


def test_submitting_tells_the_editors_once(draft: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
    submit(client, cast.contributor, draft)
    assert told() == ["editor"]
    message = mail_to(cast.editor)
    assert message.subject == "Att kontrollera: ”Zyxboxen”"
    assert f"http://testserver{edit_url(draft)}" in message.body
    assert reverse("page_changes", args=(draft.pk,)) in message.body
    assert message.body.count("http") == 2


def test_editor_who_submits_is_not_asked_by_mail(cast: factories.Cast, client: Client) -> None:
    colleague = factories.make_user("editor")
    submit(client, cast.editor, factories.make_case(owner=cast.editor, published=False))
    assert told() == [colleague.username]


def test_four_eyes_never_call_those_who_have_written(
    draft: CaseStudyPage, cast: factories.Cast, client: Client
) -> None:
    draft.summary = "Granskarens mening."
    draft.save_revision(user=cast.reviewer)
    submit(client, cast.contributor, draft)
    decide(client, cast.editor, draft, "approve")
    decide(client, cast.editor, draft, "approve", REASON)  # nobody owns it
    assert told() == ["other_reviewer"]
    assert mail_to(cast.other_reviewer).subject == "Att godkänna: ”Zyxboxen”"


def test_sending_back_tells_the_writers_why(draft: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
    submit(client, cast.contributor, draft)
    decide(client, cast.editor, draft, "reject", REASON)
    assert told() == ["contributor"]
    assert f"> {REASON}" in mail_to(cast.contributor).body


def test_approval_tells_the_writers_and_nobody_twice(
    draft: CaseStudyPage, cast: factories.Cast, client: Client
) -> None:
    draft.save_revision(user=cast.other_contributor)
    submit(client, cast.contributor, draft)
    decide(client, cast.editor, draft, "approve")
    decide(client, cast.editor, draft, "approve", REASON)  # nobody owns it
    decide(client, cast.reviewer, draft, "approve")
    assert fresh(draft).live
    assert told() == ["contributor"]


def test_approval_tells_everybody_who_wrote(draft: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
    draft.summary = "En till mening."
    draft.save_revision(user=cast.other_contributor)
    submit(client, cast.contributor, draft)
    decide(client, cast.editor, draft, "approve")
    decide(client, cast.editor, draft, "approve", REASON)  # nobody owns it
    decide(client, cast.reviewer, draft, "approve")
    assert told() == ["contributor", "other_contributor"]


def test_withdrawing_tells_those_who_had_been_asked(draft: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
    submit(client, cast.contributor, draft)
    mail.outbox.clear()
    send(client, edit_url(draft), action="action-cancel-workflow")
    assert told() == ["editor"]
    assert "Zyxboxen" in mail_to(cast.editor).subject


def test_publishing_a_change_tells_translators_that_the_translation_is_behind(
    cast: factories.Cast, client: Client
) -> None:
    page = factories.make_case(title="Zyxboxen", owner=cast.contributor)
    english = factories.translate_page(page, title="Zyxbox")
    draft = page.get_latest_revision_as_object()
    draft.in_30_seconds = "Nu är det annorlunda."
    draft.save_revision(user=cast.contributor)
    moderation.submit(draft, cast.contributor)
    factories.bring_to_four_eyes(draft, cast)
    decide(client, cast.reviewer, page, "approve")
    assert told("Zyxbox”") == ["translator"]
    assert edit_url(english) in mail_to(cast.translator).body


def test_taking_down_tells_those_who_mend_it(cast: factories.Cast, client: Client) -> None:
    page = factories.make_case(title="Zyxboxen", owner=cast.contributor)
    factories.translate_page(page)
    catch_up()
    client.force_login(cast.reviewer)
    client.post(reverse("take_page_down", args=(page.pk,)), {"reason": REASON})
    assert told() == ["contributor", "editor"]
    assert REASON in mail_to(cast.editor).body


def test_proposal_and_decision_are_told(cast: factories.Cast, client: Client) -> None:
    page = factories.make_content_page(title="Gamla sidan", slug="gamla-sidan")
    catch_up()
    client.force_login(cast.editor)
    client.post(reverse("propose", args=(page.pk,)), {"kind": "delete", "reason": "Den är för gammal."})
    assert told() == ["network_administrator", "other_reviewer", "reviewer"]
    proposal = Proposal.objects.get()
    assert reverse("proposal", args=(proposal.pk,)) in mail_to(cast.reviewer).body
    mail.outbox.clear()
    client.force_login(cast.reviewer)
    client.post(reverse("proposal", args=(proposal.pk,)), {"decline": "1", "answer": "Skriv om den i stället."})
    assert told() == ["editor"]
    assert "avslaget" in mail_to(cast.editor).body
    assert "> Skriv om den i stället." in mail_to(cast.editor).body


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}])
def test_people_who_have_left_or_have_no_address_get_none(
    change: dict[str, Any], draft: CaseStudyPage, cast: factories.Cast, client: Client
) -> None:
    User.objects.filter(pk=cast.editor.pk).update(**change)
    submit(client, cast.contributor, draft)
    assert mail.outbox == []
    assert fresh(draft).workflow_in_progress


def test_switch_on_the_account_page_turns_mail_off(draft: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
    UserProfile.objects.update_or_create(user=cast.contributor, defaults={"rejected_notifications": False})
    submit(client, cast.contributor, draft)
    decide(client, cast.editor, draft, "reject", REASON)
    assert told() == []


@pytest.mark.parametrize("role", ["contributor", "editor", "translator", "reviewer", "network_administrator"])
def test_everybody_can_turn_off_mail_about_decisions(role: str, cast: factories.Cast, client: Client) -> None:
    client.force_login(getattr(cast, role))
    account = client.get(reverse("wagtailadmin_account")).content.decode()
    assert [name for name in ("approved", "rejected") if f"{name}_notifications" not in account] == []


# --- What it says


def test_each_reads_it_in_their_own_language(draft: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
    """And never in the language of whoever did it."""
    colleague = factories.make_user("editor")
    UserProfile.objects.update_or_create(user=cast.contributor, defaults={"preferred_language": "en"})
    UserProfile.objects.update_or_create(user=colleague, defaults={"preferred_language": "en"})
    submit(client, cast.contributor, draft)
    assert mail_to(cast.editor).subject.startswith("Att kontrollera")
    assert mail_to(colleague).subject.startswith("To check")
    assert "Since: " in mail_to(colleague).body


@pytest.mark.parametrize(
    "title", ["Boxen\r\nBcc: alla@example.org", "Boxen\n\nÖppna den här:\nhttps://evil.example", "Box\u202een\u2028x"]
)
def test_title_cannot_break_out_of_its_line(title: str, cast: factories.Cast, client: Client) -> None:
    page = factories.make_case(title="Boxen", owner=cast.contributor, published=False)
    Page.objects.filter(pk=page.pk).update(draft_title=title)
    moderation.submit(fresh(page), cast.contributor)
    message = mail_to(cast.editor)
    assert message.message()["Bcc"] is None
    lines = [*message.subject.split("\n"), *message.body.splitlines()]
    assert len(message.subject.splitlines()) == 1
    assert not [line for line in lines if line.startswith(("Bcc", "https://evil")) or "\u202e" in line]


def test_long_title_is_cut(cast: factories.Cast, client: Client) -> None:
    page = factories.make_case(title="Boxen", owner=cast.contributor, published=False)
    Page.objects.filter(pk=page.pk).update(draft_title="å" * 255)
    moderation.submit(fresh(page), cast.contributor)
    assert len(mail_to(cast.editor).subject) < 130


def test_reason_is_marked_as_somebody_elses_words(draft: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
    submit(client, cast.contributor, draft)
    decide(client, cast.editor, draft, "reject", "Rad ett.\nÖppna den här:\nhttps://evil.example")
    body = mail_to(cast.contributor).body
    assert "> Rad ett.\n> Öppna den här:\n> https://evil.example" in body


# --- That it never stands in the way


def test_action_does_not_fail_because_mail_does(
    draft: CaseStudyPage, cast: factories.Cast, client: Client, monkeypatch: Any, caplog: Any
) -> None:
    def broken(*_what: Any) -> None:
        User.objects.create(username=cast.editor.username)  # what the database refuses spoils a transaction

    monkeypatch.setattr(sending, "send", broken)
    with caplog.at_level(logging.ERROR):
        submit(client, cast.contributor, draft)
    assert fresh(draft).current_workflow_task.name.startswith("Redaktionell kontroll")
    assert "check_waits" in caplog.text


def test_what_is_refused_tells_nobody(
    draft: CaseStudyPage, cast: factories.Cast, client: Client, settings: Any, monkeypatch: Any
) -> None:
    """The guard undoes the approval, and with it the mail in the queue."""
    moderation.submit(draft, cast.contributor)
    factories.bring_to_four_eyes(draft, cast)
    settings.EMAIL_BACKEND = "cms.core.mail.EmailBackend"
    monkeypatch.setattr("cms.editorial.approval.has_written", lambda *_who: False)
    monkeypatch.setattr("cms.editorial.approval._remember", lambda *_what: None)
    Email.objects.all().delete()
    decide(client, cast.reviewer, draft, "approve")
    assert not fresh(draft).live
    assert list(Email.objects.all()) == []
