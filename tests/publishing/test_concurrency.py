"""Several people publish at once, each in a process of their own, and a reader of the log misses nothing.

How long and how many is up to the environment: CI is brief, `make soak` is not.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from bank.models import CaseStudyPage
from cms.api.cursors import cursor_after
from cms.publishing.models import ContentChange, PublishedDocument
from cms.publishing.recording import catch_up
from tests import factories
from tests.factories import Tree
from tests.publishing import publishers
from tests.publishing.conftest import Partner
from tests.publishing.processes import Process, Talk, processes, somebody_waits, until
from tests.publishing.proof import faults, public_set

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

SEED = int(os.environ.get("PUBLISHERS_SEED", "1"))
STEPS = int(os.environ.get("PUBLISHERS_STEPS", "12"))
PUBLISHERS = 3


@pytest.fixture
def start(transactional_db: None) -> Iterator[Callable[..., Process]]:
    with processes() as start:
        yield start


class Reader(Partner):
    """A partner who also remembers which rows came, in which order."""

    def __init__(self, client: Client) -> None:
        super().__init__(client)
        self.rows: list[str] = []

    def take(self, item: dict[str, Any]) -> None:
        self.rows.append(item["cursor"])
        super().take(item)


@pytest.fixture
def reader(client: Client, site: Tree) -> Reader:
    catch_up()
    reader = Reader(client)
    reader.sync()
    return reader


def all_rows() -> list[str]:
    """What a reader of the whole public log has come across."""
    rows = ContentChange.objects.filter(page_id__isnull=False, gate="").order_by("pk")
    return [cursor_after(pk) for pk in rows.values_list("pk", flat=True)]


def test_reader_misses_nothing_while_many_publish_at_once(
    start: Callable[..., Process], site: Tree, cast: factories.Cast, reader: Reader, record_property: Any
):
    publishers.build(site)
    admin = Client()
    admin.force_login(cast.superuser)
    at_work = [start(publishers.publish, admin, SEED * 100 + number, STEPS) for number in range(PUBLISHERS)]
    done: Counter[str] = Counter()
    for process in at_work:
        while not process.talk.poll(0.05):
            reader.sync(limit=7)
            catch_up()
        done += process.result()
    assert faults() == []
    assert reader.sync() == public_set()
    assert reader.rows == all_rows(), "each row once, and in the order of the log"
    record_property("steps", done.total())
    record_property("refused", done["refused"] + done["second"])
    assert done["refused"] + done["second"] < done.total() / 2, f"they got in each other's way too much: {done}"


# --- Races that are forced ----------------------------------------------------------------------------------------


def change_and_hold(talk: Talk, change: Callable[..., object], *args: Any) -> None:
    """Change something, with its row in the log already, and commit only when told to: "commit" or "roll back"."""
    with transaction.atomic():
        change(*args)
        talk.say("appended")
        transaction.set_rollback(talk.wait() == "roll back")


def change_now(_talk: Talk, change: Callable[..., object], *args: Any) -> None:
    change(*args)


def restrict(pk: int) -> None:
    PageViewRestriction.objects.create(page_id=pk, restriction_type="login")


def publish(pk: int, title: str) -> None:
    page = Page.objects.get(pk=pk).specific
    page.title = title
    page.save_revision().publish()


def race(
    start: Callable[..., Process], first: tuple[Any, ...], second: tuple[Any, ...], outcome: str = "commit"
) -> None:
    """`first` has appended and does not commit before `second` waits for it."""
    slow = start(change_and_hold, *first)
    assert slow.hear() == "appended"
    quick = start(change_now, *second)
    until(somebody_waits)
    slow.tell(outcome)
    slow.result()
    quick.result()
    connections.close_all()


@pytest.mark.parametrize("restricts_first", [True, False])
def test_section_that_is_closed_while_a_page_in_it_is_published_ends_closed(
    start: Callable[..., Process], site: Tree, reader: Reader, restricts_first: bool
):
    section = factories.make_content_page(parent=site.home)
    child = factories.make_content_page(parent=section, published=False)
    child.save_revision()
    steps = (restrict, section.pk), (publish, child.pk, "Hemligt")
    race(start, *(steps if restricts_first else reversed(steps)))
    assert reader.sync().keys().isdisjoint({section.pk, child.pk})
    assert faults() == []


def test_late_committer_hides_no_row_from_a_reader(start: Callable[..., Process], site: Tree, reader: Reader):
    early, late = factories.make_case(), factories.make_case()
    reader.sync()
    before = len(reader.rows)
    slow = start(change_and_hold, publish, early.pk, "Sent färdig")
    slow.hear()
    quick = start(change_now, publish, late.pk, "Snabb")
    until(somebody_waits)
    reader.sync()
    assert len(reader.rows) == before, "the quick one waits, or the reader would pass the slow one's row"
    slow.tell("commit")
    slow.result()
    quick.result()
    titles = {pk: page["title"] for pk, page in reader.sync().items()}
    assert (titles[early.pk], titles[late.pk]) == ("Sent färdig", "Snabb")
    assert reader.rows == all_rows()
    assert faults() == []


def test_what_is_rolled_back_leaves_nothing_and_keeps_nobody(start: Callable[..., Process], site: Tree, reader: Reader):
    given_up, other = factories.make_case(title="Som förut"), factories.make_case()
    reader.sync()
    before = len(reader.rows)
    race(start, (publish, given_up.pk, "Aldrig"), (publish, other.pk, "Snabb"), outcome="roll back")
    copy = reader.sync()
    assert (copy[given_up.pk]["title"], copy[other.pk]["title"]) == ("Som förut", "Snabb")
    assert len(reader.rows) == before + 1
    assert faults() == []


def test_two_who_publish_the_same_page_make_two_rows_and_the_last_one_holds(
    start: Callable[..., Process], site: Tree, reader: Reader
):
    case = factories.make_case()
    reader.sync()
    before = len(reader.rows)
    race(start, (publish, case.pk, "Den första"), (publish, case.pk, "Den andra"))
    assert reader.sync()[case.pk]["title"] == "Den andra"
    assert len(reader.rows) == before + 2
    assert faults() == []


def test_taking_down_and_publishing_the_same_page_do_not_wait_for_each_other(
    start: Callable[..., Process], site: Tree, reader: Reader
):
    """Wagtail takes a page's row and its revisions in one order when it publishes, and in the other when not."""
    case = factories.make_case()
    taking_down = start(take_down_half_way, case.pk)
    assert taking_down.hear() == "half way"
    publishing = start(change_now, publish, case.pk, "Ändå")
    until(somebody_waits)
    taking_down.tell()
    taking_down.result()
    publishing.result()
    connections.close_all()
    assert reader.sync()[case.pk]["title"] == "Ändå"
    assert faults() == []


def take_down_half_way(talk: Talk, pk: int) -> None:
    def hold(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith('UPDATE "wagtailcore_revision"'):
            talk.say("half way")
            talk.wait()
        return execute(sql, *rest)

    page = Page.objects.get(pk=pk).specific
    with connection.execute_wrapper(hold):
        page.unpublish()


def test_label_that_changes_while_a_page_with_it_is_published_is_in_its_document(
    start: Callable[..., Process], site: Tree, reader: Reader
):
    """Rendered before the lock, the page would keep the old label for good."""
    case = factories.make_case(service_types=["fuel"])
    term = factories.term("service_type", "fuel")
    race(start, (rename_term, term.pk, "Nytt ord"), (publish, case.pk, "Macken"))
    [label] = reader.sync()[case.pk]["service_types"]
    assert label["label"] == "Nytt ord"
    assert not PublishedDocument.objects.filter(body__contains=term.name_sv).exists()
    assert faults() == []


def rename_term(pk: int, name: str) -> None:
    term = type(factories.term("service_type", "fuel")).objects.get(pk=pk)
    term.name_sv = name
    term.save()


def test_two_sweeps_at_once_log_each_change_once(start: Callable[..., Process], site: Tree, reader: Reader):
    cases = [factories.make_case() for _number in range(3)]
    reader.sync()
    before = len(reader.rows)
    for case in cases:
        CaseStudyPage.objects.filter(pk=case.pk).update(summary="Skrivet förbi.")
    race(start, (catch_up,), (catch_up,))
    reader.sync()
    assert len(reader.rows) == before + 3
    assert faults() == []
