"""SIGKILL at any moment of publishing: no torn document, and no row of the log that is lost or doubled.

Moments are statements: a process is stopped just before its n-th, COMMIT included, and killed there. The parts of a
victim's work are visited evenly, so that a few kills already reach into each of them. `make soak` has hundreds.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.urls import reverse

from bank.models import CaseStudyPage
from cms.demo.synthetic.build import add_cases
from cms.publishing import rendering
from cms.publishing.models import JobRun
from cms.publishing.reconciliation import reconcile
from cms.publishing.recording import catch_up
from cms.registers.models import ServiceType
from tests import factories
from tests.factories import Tree
from tests.publishing import publishers
from tests.publishing.conftest import Partner
from tests.publishing.processes import PauseAt, Process, Talk, processes
from tests.publishing.proof import OVERRIDE, faults, public_set

pytestmark = pytest.mark.django_db(transaction=True)

KILLS = int(os.environ.get("KILLS", "12"))
SEED = int(os.environ.get("KILLS_SEED", "1"))


@pytest.fixture
def start(transactional_db: None) -> Iterator[Callable[..., Process]]:
    with processes() as start:
        yield start


@pytest.fixture(autouse=True)
def place_of_a_rebuild(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("cms.publishing.rebuilding.VAR", tmp_path)


@dataclass(frozen=True)
class Victim:
    """Work that is interrupted: what there is to do, and how it is done."""

    prepare: Callable[[], object]
    work: Callable[[Client], object]
    go_on: Callable[[], object]
    """What whoever runs the site does after such a death."""


def nothing() -> None:
    """The worker does the rest."""


def publish_or_withdraw_in_the_admin(admin: Client) -> None:
    """A web process that answers an editor: hidden cases are published in bulk, or, if none is, one is withdrawn."""
    hidden = CaseStudyPage.objects.filter(live=False).values_list("pk", flat=True)
    if hidden:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        query = "&".join(f"id={pk}" for pk in hidden)
        assert admin.post(f"{address}?{query}", OVERRIDE).status_code == 302
    else:
        page = CaseStudyPage.objects.order_by("?").first()
        assert admin.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), OVERRIDE).status_code == 302


def write_past_the_models() -> None:
    """Marks to be swept, and documents to be made anew."""
    JobRun.objects.all().delete()
    number = random.randrange(10**6)
    CaseStudyPage.objects.filter(pk=CaseStudyPage.objects.order_by("?").first().pk).update(summary=f"Förbi, {number}")
    term = ServiceType.objects.get(code="fuel")
    term.name_sv = f"drivmedel {number}"
    term.save()


def run_the_worker(_admin: Client) -> None:
    call_command("run_worker", "--once")


def write_in_bulk(_admin: Client) -> None:
    add_cases(3, str)


def render_as_an_older_version() -> None:
    """What there is to rebuild after an upgrade: every document is a little different."""
    [renderer] = rendering._renderers
    rendering.render_with(lambda pk: replace(renderer(pk), body=f"{renderer(pk).body} "))
    reconcile()
    rendering.render_with(renderer)


def rebuild(_admin: Client | None = None) -> None:
    call_command("rebuild_documents", processes=1, stdout=StringIO())


VICTIMS = {
    "web": Victim(nothing, publish_or_withdraw_in_the_admin, nothing),
    "worker": Victim(write_past_the_models, run_the_worker, nothing),
    "bulk": Victim(nothing, write_in_bulk, nothing),
    "rebuild": Victim(render_as_an_older_version, rebuild, rebuild),
}


def work(talk: Talk, victim: Victim, admin: Client, moment: int | None) -> int:
    """Work until the moment, or to the end; returns how many statements that took."""
    pause = PauseAt(talk, moment)
    victim.work(admin)
    return pause.count


@pytest.mark.parametrize("name", VICTIMS)
def test_kill_at_any_moment_leaves_the_log_true(
    name: str,
    start: Callable[..., Process],
    site: Tree,
    cast: factories.Cast,
    partner: Partner,
    record_property: Any,
):
    victim, kills, dice = VICTIMS[name], max(1, KILLS // len(VICTIMS)), random.Random(SEED)
    publishers.build(site)
    admin = Client()
    admin.force_login(cast.superuser)
    catch_up()

    victim.prepare()
    statements = start(work, victim, admin, None).result()
    assert faults() == []
    in_the_middle = 0
    for number in range(kills):
        victim.prepare()
        moment = 1 + int(statements * (number + dice.random()) / kills)
        process = start(work, victim, admin, moment)
        heard = process.hear()
        process.kill()
        in_the_middle += isinstance(heard, str)
        connections.close_all()
        victim.go_on()
        assert faults() == [], f"killed before statement {moment} of {statements}: {heard}"
        assert partner.sync() == public_set()
    assert in_the_middle > kills / 2, "most of them must not be over already"
    record_property("kills", kills)
