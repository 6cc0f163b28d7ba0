"""Publishing timed in one process: our way and the stock way on two copies of one database, round by round."""

from __future__ import annotations

import json
import statistics
import sys
import time
from contextlib import AbstractContextManager
from typing import Any

import django

from benchmarks.databases import Database

AT_ONCE = 20
UNTIMED = 3
RECORDED, PLAIN = "recorded", "plain"


def time_publishing(recorded: Database, plain: Database, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of one publication, the mean of each round: with the log, and without it."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds):
        for kept, database, how in ((times[0], recorded, RECORDED), (times[1], plain, PLAIN)):
            printed = database.run("-m", "benchmarks.publishing", how, str(number))
            # The mean: every second case has a translation that takes over its facts and costs more.
            kept.append(statistics.fmean(json.loads(printed.splitlines()[-1])))
    return times


def main(how: str, number: int) -> None:
    """Publish a few changed case studies and print how long each took."""
    django.setup()
    from django.db import transaction

    from bank.models import CaseStudyPage
    from cms.publishing.recording import recording

    way: Any = recording
    if how == PLAIN:
        close_doors()
        drop_triggers()
        way = transaction.atomic
    cases = CaseStudyPage.objects.live().filter(locale__language_code="sv").order_by("pk")
    times = []
    for place in range(UNTIMED + AT_ONCE):
        # Read before the clock starts: an editor's form has done that earlier.
        case = CaseStudyPage.objects.get(pk=cases[(number * AT_ONCE + place) % cases.count()].pk)
        case.need = f"<p>Behovet, {how} {number} {place}.</p>"
        times.append(_timed(way(), case))
    print(json.dumps(times[UNTIMED:]))


def close_doors() -> None:
    """Take away what records where Wagtail writes, and what notes which objects are read."""
    from django.db.models.signals import post_init
    from wagtail.models import Page

    from cms.core.models import BasePage
    from cms.publishing.doors import ACTIONS
    from cms.publishing.watch import object_models

    post_init.disconnect(dispatch_uid="servicebanken.dependencies")
    doors = [(action, "execute") for action in ACTIONS]
    doors += [(model, name) for model in (BasePage, Page, *object_models().values()) for name in ("save", "delete")]
    for place, name in doors:
        method = getattr(place, name)
        if getattr(method, "is_recorded", False):
            setattr(place, name, method.__wrapped__)


def drop_triggers() -> None:
    """Take away what leaves marks for the log, as in a Wagtail without one."""
    from django.db import connection

    from cms.publishing.triggers import PREFIX

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT DISTINCT trigger_name, event_object_table FROM information_schema.triggers"
                " WHERE trigger_name LIKE %s",
                [f"{PREFIX}%"],
            )
            statements = [f"DROP TRIGGER {name} ON {table}" for name, table in cursor.fetchall()]
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{PREFIX}%"])
            statements = [f"DROP TRIGGER {name}" for [name] in cursor.fetchall()]
        for statement in statements:
            cursor.execute(statement)


def _timed(way: AbstractContextManager[None], case: Any) -> float:
    begun = time.perf_counter()
    with way:
        case.save_revision().publish()
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
