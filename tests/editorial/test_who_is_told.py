"""The table of mail, event by event: what happens, and exactly who is told of it, at once and on Monday."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bank.models import OwnerRequest
from bank.owner.answering import runs_no_more
from bank.owner.asking import ask_whether_it_still_runs
from cms.core.models import User
from cms.editorial import moderation
from cms.editorial.models import Proposal
from cms.editorial.notifications.reminders import remind
from cms.editorial.notifications.table import TABLE, Event, When, in_digest_of
from cms.editorial.notifications.texts import TEXTS
from cms.editorial.roles import RoleName
from cms.editorial.sound_trees import look_at_trees
from cms.publishing.recording import catch_up
from tests import factories
from tests.bank.owners import make_owner
from tests.editorial.comparisons import change
from tests.editorial.test_notifications import decide, fresh, mail_to, submit

EDITORS = {"editor", "second_editor"}
REVIEWERS = {"reviewer", "other_reviewer"}
ADMINISTRATORS = {"network_administrator"}

IN_DIGEST = {
    RoleName.CONTRIBUTOR: [],
    RoleName.TRANSLATOR: [],
    RoleName.EDITOR: [Event.REVIEW_DUE],
    RoleName.REVIEWER: [
        *(Event.OWNER_ADDRESS, Event.NOT_DONE, Event.DECIDED, Event.TAKEN_DOWN),
        *(Event.OVERRIDDEN, Event.REGISTER_CHANGED, Event.SEARCH_WORD_CHANGED),
    ],
    RoleName.MEMBER: [],
}
IN_DIGEST[RoleName.NETWORK_ADMINISTRATOR] = IN_DIGEST[RoleName.REVIEWER]


def told() -> dict[Event, set[str]]:
    """What has been written to people with an account since the last time: event → user names."""
    names = {user.email: user.username for user in User.objects.all()}
    found: dict[Event, set[str]] = {}
    for message in mail.outbox:
        [event] = [event for event, text in TEXTS.items() if re.fullmatch(_pattern(text.subject), message.subject)]
        found.setdefault(event, set()).update(names[address] for address in message.to if address in names)
    mail.outbox.clear()
    return {event: people for event, people in found.items() if people}


def _pattern(subject: Any) -> str:
    return ".*".join(re.escape(part) for part in str(subject).split("%(title)s"))


def test_exactly_those_are_told_whom_the_table_names(cast: factories.Cast, client: Client) -> None:
    factories.make_user("editor", "second_editor")
    seen: set[Event] = set()

    def expect(**expected: set[str]) -> None:
        found = told()
        seen.update(found)
        assert {event.value: people for event, people in found.items()} == expected

    # One case through all steps, sent back by the last one, and approved.
    case = factories.make_case(title="Zyxboxen", owner=cast.contributor, published=False)
    submit(client, cast.contributor, case)
    expect(check_waits=EDITORS)
    decide(client, cast.editor, case, "approve", "Fin bild.")
    expect(owner_silent={"second_editor", *ADMINISTRATORS})
    decide(client, cast.editor, case, "approve", "Det finns ingen att fråga.")
    expect(four_eyes_wait=REVIEWERS)
    decide(client, cast.reviewer, case, "reject", "Vilken by?")
    assert "> Vilken by?" in mail_to(cast.editor).body
    expect(sent_back={"contributor"}, sent_back_later={"editor"})
    moderation.submit(fresh(case), cast.contributor)
    expect(four_eyes_wait=REVIEWERS)
    decide(client, cast.other_reviewer, case, "approve", "Bra skrivet.")
    body = mail_to(cast.contributor).body
    assert (
        "Kommentarer:\n> editor: Fin bild.\n> editor: Det finns ingen att fråga.\n> other_reviewer: Bra skrivet."
        in body
    )
    expect(approved={"contributor"})

    # What waits too long, and what is taken back.
    waits = factories.make_case(title="Zyxmacken", owner=cast.contributor, published=False)
    moderation.submit(waits, cast.contributor)
    mail.outbox.clear()
    for days, expected in ((8, {"not_done": EDITORS}), (15, {"still_not_done": ADMINISTRATORS})):
        # Counted from a day from which no holiday weeks lie near.
        start = timezone.now().replace(month=3, day=3)
        type(waits).objects.get(pk=waits.pk).current_workflow_task_state.__class__.objects.update(started_at=start)
        with time_machine.travel(start + dt.timedelta(days=days)):
            remind()
        expect(**expected)
    client.force_login(cast.contributor)
    client.post(reverse("withdraw_from_review", args=(waits.pk,)))
    expect(withdrawn=EDITORS)

    # A public page: its translation, its owner, a proposal, a take-down.
    factories.translate_page(fresh(case), title="Zyxbox")
    moderation.submit(change(fresh(case), cast.contributor, in_30_seconds="Nu är det annorlunda."), cast.contributor)
    factories.bring_to_four_eyes(case, cast)
    mail.outbox.clear()
    decide(client, cast.reviewer, case, "approve")
    expect(approved={"contributor"}, translation_behind={"translator"})
    make_owner(case)
    type(case).objects.filter(pk=case.pk).update(first_published_at=timezone.now() - dt.timedelta(days=800))
    ask_whether_it_still_runs()
    runs_no_more(OwnerRequest.objects.get(kind=OwnerRequest.Kind.RUNNING))
    mail.outbox[:] = [message for message in mail.outbox if "@blavagen" not in message.to[0]]
    expect(not_running=EDITORS)
    page = factories.make_content_page(title="Gamla sidan", slug="gamla-sidan")
    catch_up()
    client.force_login(cast.editor)
    client.post(reverse("propose", args=(page.pk,)), {"kind": "delete", "reason": "Den är för gammal."})
    expect(proposed=REVIEWERS | ADMINISTRATORS)
    client.force_login(cast.reviewer)
    client.post(reverse("proposal", args=(Proposal.objects.get().pk,)), {"decline": "1", "answer": "Skriv om den."})
    expect(decided={"editor"})
    client.post(reverse("take_page_down", args=(case.pk,)), {"reason": "Ett privat telefonnummer."})
    expect(taken_down={"contributor", *EDITORS})
    type(case).objects.filter(pk=case.pk).update(numchild=1)
    look_at_trees()
    expect(tree_unsound=ADMINISTRATORS)

    assert seen == {row.event for row in TABLE if row.when == When.AT_ONCE}, "an event that this test does not know"


def test_monday_tells_each_role_what_the_table_says() -> None:
    assert {role: in_digest_of({role.value}) for role in RoleName} == IN_DIGEST
