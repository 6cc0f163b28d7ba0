"""Eight people do whatever they like: each live revision was approved by somebody who had not written in it.

``WALK_SEEDS`` and ``WALK_STEPS`` make it long.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.strings import StringValue

from bank.models import CaseStudyIndexPage
from cms.publishing.recording import catch_up
from tests import factories
from tests.bank.owners import make_owner
from tests.editorial.walk import OF_A_MACHINE, Walk
from tests.editorial.walk_steps import HOW_OFTEN, NOBODYS, OFTEN

SEEDS = [int(seed) for seed in os.environ.get("WALK_SEEDS", "1").split(",")]
STEPS = int(os.environ.get("WALK_STEPS", "60"))


class Machine(BaseMachineTranslator):
    """Says the same, and marks it."""

    display_name = "Polyglot"

    def translate(self, source_locale: Locale, target_locale: Locale, strings: Iterable[StringValue]) -> Any:
        return {text: StringValue(f"{text.data} {OF_A_MACHINE}") for text in strings}

    def can_translate(self, source_locale: Locale, target_locale: Locale) -> bool:
        return True


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(timezone.now(), tick=True) as traveller:
        yield traveller


@pytest.fixture
def people(clock: Any, site: factories.Tree, cast: factories.Cast, settings: Any) -> list[Any]:
    """Three cases, of which the first has an owner who can be asked, and those who work on them.

    There is a second section, into which cases can be moved.
    """
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": f"{__name__}.Machine"}
    need = '<p>Affären <a href="https://example.org/">stängde</a>.</p>'
    make_owner(factories.make_case(owner=cast.contributor, need=need))
    factories.make_case(owner=cast.other_contributor, need=need)
    factories.make_case(owner=cast.contributor, published=False)
    section = CaseStudyIndexPage(title="Fler exempel", summary="Fler exempel.", locale=factories.languages()[0])
    site.bank.add_child(instance=section)
    section.save_revision().publish()
    factories.translate_page(section)
    catch_up()
    return [
        *(cast.contributor, cast.other_contributor, cast.editor, cast.translator),
        *(cast.reviewer, cast.other_reviewer, cast.network_administrator, cast.superuser),
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_each_live_revision_was_approved_by_somebody_who_had_not_written_in_it(
    transactional_db: None, people: list[Any], clock: Any, seed: int, client: Client, record_property: Any
) -> None:
    walk = Walk(people, seed, clock)
    steps, weights = zip(*HOW_OFTEN.items(), strict=True)
    for _number in range(STEPS):
        [step] = walk.dice.choices(steps, weights)
        often = [person for person in walk.people if person.name in OFTEN.get(step, ())]
        by = walk.dice.choice(often if often and walk.often(0.7) else walk.people)
        walk.go(step, walk.nobody if step in NOBODYS else by)
    record_property("happened", dict(walk.done))
    assert walk.done["approved"], "a walk on which nothing is published proves nothing"
    shown = client.get("/api/v2/pages/?type=bank.CaseStudyPage&limit=100").json()["items"]
    public = {page for page, seen in walk.seen.items() if seen.live and not seen.place[1]}
    assert {item["id"] for item in shown} == public, "nobody reads more, or less"
