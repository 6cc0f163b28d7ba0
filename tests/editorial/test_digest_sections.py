"""What the mail of Monday morning has in it, for whom, and that nothing is told twice or left out."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from cms.core.models import User
from cms.editorial import moderation
from cms.editorial.models import Notice, Proposal
from cms.editorial.notifications import digest as digest_module
from cms.editorial.notifications.digest import send_digest
from cms.editorial.proposals import deciding
from cms.publishing.recording import catch_up
from search.models import Synonym
from tests import factories

MONDAY = dt.datetime(2026, 3, 9, 7, tzinfo=dt.UTC)
DURING_THE_WEEK = MONDAY - dt.timedelta(days=4)


def body_for(user: User, moment: dt.datetime = MONDAY) -> str:
    """The digest of one person; empty when there is none."""
    mail.outbox.clear()
    with time_machine.travel(moment, tick=False):
        send_digest()
    return "".join(str(message.body) for message in mail.outbox if message.to == [user.email])


def test_search_word_stands_with_who_changed_it(cast: factories.Cast, client: Client) -> None:
    with time_machine.travel(DURING_THE_WEEK):
        client.force_login(cast.editor)
        client.post(
            reverse("synonym:add"),
            {"language": "sv", "word": "zyxmack", "others": "zyxstation", "closeness": "usual", "both_ways": "on"},
        )
    assert Synonym.objects.filter(word="zyxmack").exists()
    line = next(line for line in body_for(cast.reviewer).splitlines() if "zyxmack" in line)
    assert line.endswith(", 5 mars 2026, editor")


def test_row_that_is_saved_ten_times_is_one_line(cast: factories.Cast) -> None:
    term = factories.term("theme", "safety")
    with time_machine.travel(DURING_THE_WEEK):
        for _time in range(10):
            ModelLogEntry.objects.log_action(term, "wagtail.edit", user=cast.editor)
    assert body_for(cast.reviewer).count(str(term)) == 1


def test_proposal_stands_with_its_outcome_and_answer(cast: factories.Cast) -> None:
    with time_machine.travel(DURING_THE_WEEK):
        page = factories.make_content_page(title="Gamla sidan", slug="gamla-sidan")
        catch_up()
        proposal = deciding.propose(Proposal(page=page, kind="delete", reason="Den är gammal."), cast.editor)
        deciding.decide(proposal.pk, cast.reviewer, do_it=False, answer="Skriv om den.")
    body = body_for(cast.other_reviewer)
    assert "- Ta bort sidan: Gamla sidan (avslaget), 5 mars 2026, reviewer\n> Skriv om den." in body


def test_what_is_late_stands_longest_first(cast: factories.Cast) -> None:
    for title, days in (("Väntar lite", 2), ("Väntar länge", 20), ("Väntar längst", 30)):
        page = factories.make_case(title=title, owner=cast.contributor, published=False)
        with time_machine.travel(MONDAY - dt.timedelta(days=days)):
            moderation.submit(page, cast.contributor)
    body = body_for(cast.reviewer)
    assert body.index("Väntar längst") < body.index("Väntar länge")
    assert "Väntar lite" not in body


def test_editors_read_of_pages_to_review_and_of_nothing_else(cast: factories.Cast) -> None:
    factories.make_case(title="Snart dags", review_due_on=dt.date(2026, 4, 5))
    factories.make_case(title="Långt kvar", review_due_on=dt.date(2026, 6, 1))
    factories.make_case(title="Utkast", review_due_on=dt.date(2026, 4, 5), published=False)
    with time_machine.travel(DURING_THE_WEEK):
        ModelLogEntry.objects.log_action(factories.term("theme", "safety"), "wagtail.edit", user=cast.editor)
    body = body_for(cast.editor)
    assert "- Snart dags, senast 5 april 2026" in body
    assert not [word for word in ("Långt kvar", "Utkast", str(factories.term("theme", "safety"))) if word in body]


def test_page_to_review_is_told_of_once(cast: factories.Cast) -> None:
    factories.make_case(title="Snart dags", review_due_on=dt.date(2026, 4, 5))
    weeks = [MONDAY + dt.timedelta(days=7 * week) for week in range(-1, 4)]
    assert ["Snart dags" in body_for(cast.editor, week) for week in weeks] == [False, True, False, False, False]


def test_each_reads_it_in_their_own_language(cast: factories.Cast) -> None:
    UserProfile.objects.update_or_create(user=cast.reviewer, defaults={"preferred_language": "en"})
    with time_machine.travel(DURING_THE_WEEK):
        ModelLogEntry.objects.log_action(factories.term("theme", "safety"), "wagtail.edit", user=cast.editor)
    assert "A ROW OF A REGISTER IS CHANGED" in body_for(cast.reviewer)
    [swedish] = [message.body for message in mail.outbox if message.to == [cast.other_reviewer.email]]
    assert "EN RAD I ETT REGISTER ÄNDRAS" in swedish


def test_what_is_committed_late_comes_in_the_next_one(cast: factories.Cast) -> None:
    """A request that began before the digest and ended after it has an older time in the log."""
    body_for(cast.reviewer)
    with time_machine.travel(MONDAY - dt.timedelta(seconds=20), tick=False):
        ModelLogEntry.objects.log_action(factories.term("theme", "safety"), "wagtail.edit", user=cast.editor)
    assert str(factories.term("theme", "safety")) in body_for(cast.reviewer, MONDAY + dt.timedelta(days=7))


def test_failure_leaves_it_to_the_next_run(cast: factories.Cast, monkeypatch: Any) -> None:
    with time_machine.travel(DURING_THE_WEEK):
        ModelLogEntry.objects.log_action(factories.term("theme", "safety"), "wagtail.edit", user=cast.editor)

    def broken(*_what: Any) -> None:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(digest_module, "send", broken)
        with pytest.raises(OSError, match=r"^$"):
            body_for(cast.reviewer)
    assert not Notice.objects.exists()
    assert str(factories.term("theme", "safety")) in body_for(cast.reviewer)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_it_once() -> None:
    cast = factories.make_cast()
    with time_machine.travel(timezone.now() - dt.timedelta(hours=1)):
        ModelLogEntry.objects.log_action(factories.term("theme", "safety"), "wagtail.edit", user=cast.editor)
    start = Barrier(2)
    mail.outbox = []

    def work() -> None:
        start.wait()
        try:
            send_digest()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        for done in [workers.submit(work) for _worker in range(2)]:
            done.result()
    assert [message.to for message in mail.outbox].count([cast.reviewer.email]) == 1
    assert Notice.objects.filter(at__lte=timezone.now()).count() == 1
