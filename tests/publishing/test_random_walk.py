"""After any number of actions by any route, a partner who reads only ``changes/`` has exactly the public set."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from django.test import Client

from cms.publishing.recording import catch_up
from tests import factories
from tests.factories import Tree
from tests.publishing import walk_files  # noqa: F401  its steps are part of the walk
from tests.publishing.conftest import Partner
from tests.publishing.files_shown import check_files, files_in
from tests.publishing.proof import faults, public_set
from tests.publishing.walk import Walk

pytestmark = pytest.mark.django_db

SEEDS = [int(seed) for seed in os.environ.get("WALK_SEEDS", "1").split(",")]
STEPS = int(os.environ.get("WALK_STEPS", "60"))
BURST = 10


@pytest.mark.parametrize("seed", SEEDS)
def test_a_partners_copy_is_the_public_set(
    site: Tree,
    cast: factories.Cast,
    client: Client,
    partner: Partner,
    seed: int,
    django_capture_on_commit_callbacks: object,
    record_property: Callable[[str, object], None],
):
    admin = Client()
    admin.force_login(cast.superuser)
    walk, told = Walk(site, admin, seed), []
    for _burst in range(STEPS // BURST):
        for _step in range(BURST):
            # As it is outside tests: what waits for a commit is done before the next thing happens.
            with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
                told += walk.go(1)
        truth = public_set()
        assert not partner.sync().keys() - truth.keys() - _not_swept_yet(partner), told
        check_files(client, files_in(truth), told, listed=False)
        catch_up()
        copy = partner.sync()
        assert copy.keys() == truth.keys(), told
        assert [pk for pk in truth if copy[pk] != truth[pk]] == [], told
        check_files(client, files_in(truth), told, listed=True)
    assert faults() == []
    record_property("steps", len(told))


def _not_swept_yet(partner: Partner) -> set[int]:
    """Pages that somebody took down past every model; the worker's next round, a second later, withdraws them."""
    from cms.publishing.models import Mark

    return set(partner.pages) if Mark.objects.exists() else set()
