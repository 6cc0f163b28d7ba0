"""``rebuild_documents``: side by side, on from where it was stopped, and true while others publish."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from wagtail.models import Page

from cms.publishing import rendering
from cms.publishing.models import PublishedDocument
from cms.publishing.rebuilding import Place, ProcessDied, work_off
from cms.publishing.reconciliation import reconcile, reconcile_some
from cms.publishing.recording import catch_up
from tests import factories
from tests.factories import Tree
from tests.publishing.processes import Process, Talk, processes, somebody_waits, until
from tests.publishing.proof import faults


@pytest.fixture
def start(transactional_db: None) -> Iterator[Callable[..., Process]]:
    with processes() as start:
        yield start


@pytest.fixture(autouse=True)
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Place:
    """The place of a run is kept where no other test looks."""
    monkeypatch.setattr("cms.publishing.rebuilding.VAR", tmp_path)
    return Place()


@pytest.fixture
def upgraded(monkeypatch: pytest.MonkeyPatch, site: Tree) -> None:
    """All documents are made; from now on they are rendered a little differently."""
    catch_up()
    [renderer] = rendering._renderers
    monkeypatch.setattr(rendering, "_renderers", [lambda pk: replace(renderer(pk), body=f"{renderer(pk).body} ")])


def rebuild(**options: Any) -> str:
    out = StringIO()
    call_command("rebuild_documents", stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_every_document_is_made_anew_after_an_upgrade(upgraded: None):
    assert f"Done: {PublishedDocument.objects.count()} document(s)" in rebuild(processes=1)
    assert rebuild(processes=1).endswith("Done: 0 document(s) had changed.\n")
    assert rebuild(check=True, processes=1).endswith("Every document is what its page shows.\n")


@pytest.mark.django_db(transaction=True)
def test_several_processes_share_the_work(upgraded: None):
    out = rebuild(processes=2)
    assert f"Done: {PublishedDocument.objects.count()} document(s)" in out
    assert f"{PublishedDocument.objects.count()} of {PublishedDocument.objects.count()} pages" in out
    assert "Every document" in rebuild(check=True, processes=2)
    assert faults() == []


@pytest.mark.django_db
def test_run_that_was_stopped_is_gone_on_with(upgraded: None, place: Place):
    ids = sorted(PublishedDocument.objects.values_list("page_id", flat=True))
    place.write(ids[4])
    out = rebuild(processes=1)
    assert f"{len(ids) - 5} of {len(ids)} pages are left" in out
    assert f"Done: {len(ids) - 5} document(s)" in out
    assert "Done: 5 document(s)" in rebuild(processes=1), "the place is forgotten at the end"


@pytest.mark.django_db
def test_restart_begins_anew(upgraded: None, place: Place):
    place.write(10**9)
    assert f"Done: {PublishedDocument.objects.count()} document(s)" in rebuild(processes=1, restart=True)


@pytest.mark.parametrize(
    "kept", ["", "{", "[]", '{"after": "x", "begun": "y"}', '{"begun": "2001-01-01T00:00:00+00:00"}']
)
def test_place_that_cannot_be_read_is_the_beginning(place: Place, kept: str):
    place.file.write_text(kept)
    assert place.read() == 0


def test_place_of_a_run_long_ago_is_the_beginning(place: Place):
    place.file.write_text('{"begun": "2001-01-01T00:00:00+00:00", "after": 7}')
    assert place.read() == 0


@pytest.mark.django_db(transaction=True)
def test_process_that_is_killed_ends_the_run_and_keeps_what_was_done(site: Tree):
    def die_at_three(part: list[int]) -> int:
        if part == [3]:
            os.kill(os.getpid(), signal.SIGKILL)
        return part[0]

    done: list[int] = []
    with pytest.raises(ProcessDied):
        done.extend(result for _number, result in work_off([[1], [2], [3], [4]], die_at_three, processes=2))
    assert sorted(done) == [1, 2, 4]


@pytest.mark.django_db(transaction=True)
def test_processes_end_when_the_one_that_started_them_is_killed(start: Callable[..., Process], site: Tree):
    parent = start(_work_for_ever)
    workers = [parent.hear(), parent.hear()]
    parent.kill()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))


def _work_for_ever(talk: Talk) -> None:
    parts = [[number] for number in range(100_000)]
    seen: set[int] = set()
    for _number, pid in work_off(parts, lambda _part: time.sleep(0.01) or os.getpid(), processes=2):
        if pid not in seen:
            seen.add(pid)
            talk.say(pid)


@pytest.mark.django_db
def test_number_of_processes_must_be_one(site: Tree):
    with pytest.raises(CommandError, match="such as 4"):
        rebuild(processes=0)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_who_publishes_meanwhile_is_waited_for_and_not_overwritten(
    start: Callable[..., Process], site: Tree, upgraded: None
):
    """The rebuild must not keep what it rendered before the other one committed."""
    case = factories.make_case(title="Som förut")
    catch_up()
    publisher = start(_publish_and_hold, case.pk)
    assert publisher.hear() == "appended"
    rebuilder = start(lambda _talk: reconcile_some([case.pk]))
    until(somebody_waits)
    publisher.tell()
    publisher.result()
    rebuilder.result()
    connections.close_all()
    assert json.loads(PublishedDocument.objects.get(pk=case.pk).body)["title"] == "Nytt"
    reconcile()
    assert faults() == []


def _publish_and_hold(talk: Talk, pk: int) -> None:
    with transaction.atomic():
        page = Page.objects.get(pk=pk).specific
        page.title = "Nytt"
        page.save_revision().publish()
        talk.say("appended")
        talk.wait()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_rebuilds_render_side_by_side_and_write_in_turn(start: Callable[..., Process], site: Tree, upgraded: None):
    catch_up()
    first, second = sorted(PublishedDocument.objects.values_list("page_id", flat=True))[:2]
    holder = start(_rebuild_and_hold, first)
    assert holder.hear() == "written"
    other = start(_rebuild_and_tell, second)
    assert other.hear() == "rendered", "the first has not committed, and this one renders already"
    until(somebody_waits)
    holder.tell()
    holder.result()
    other.result()
    connections.close_all()
    reconcile()
    assert faults() == []


def _rebuild_and_hold(talk: Talk, pk: int) -> None:
    with transaction.atomic():
        reconcile_some([pk])
        talk.say("written")
        talk.wait()


def _rebuild_and_tell(talk: Talk, pk: int) -> None:
    def notice(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith("SELECT pg_advisory_xact_lock("):
            talk.say("rendered")
            connection.execute_wrappers.remove(notice)
        return execute(sql, *rest)

    connection.execute_wrappers.append(notice)
    reconcile_some([pk])
