"""A case's point on the map is never finer than its page says that it may be known."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from bank.models import CaseStudyPage
from tests import factories

pytestmark = pytest.mark.django_db

FINE = {"latitude": "65.43219", "longitude": "16.25678"}


@pytest.mark.parametrize(
    ("precision", "latitude", "longitude"),
    [("exact", 65.43219, 16.25678), ("locality", 65.43, 16.26), ("municipality", 65.4, 16.3)],
)
def test_point_is_as_fine_as_its_precision(
    site: factories.Tree, client: Client, precision: str, latitude: float, longitude: float
) -> None:
    case = factories.make_case(**FINE, point_precision=precision)
    english = factories.translate_page(case)
    for page in (case, english):
        answer = client.get(f"/api/v2/pages/{page.pk}/").json()["coordinates"]
        assert answer == {"latitude": latitude, "longitude": longitude, "precision": precision}
        assert geo_of(client.get(page.url).content.decode()) == (latitude, longitude)


def test_finer_point_is_kept_in_no_revision(site: factories.Tree) -> None:
    case = factories.make_case(**FINE, point_precision="municipality")
    stored = CaseStudyPage.objects.get(pk=case.pk)
    assert (str(stored.latitude), str(stored.longitude)) == ("65.40000", "16.30000")
    for revision in case.revisions.all():
        assert "65.43" not in json.dumps(revision.content)


def test_point_that_was_stored_before_is_shown_no_finer(site: factories.Tree, client: Client) -> None:
    case = factories.make_case(point_precision="locality")
    CaseStudyPage.objects.filter(pk=case.pk).update(**FINE)
    assert client.get(f"/api/v2/pages/{case.pk}/").json()["coordinates"]["latitude"] == 65.43
    assert geo_of(client.get(case.url).content.decode()) == (65.43, 16.26)


def geo_of(html: str) -> tuple[float, float]:
    """The point in the data for search engines."""
    [script] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    things: list[dict[str, Any]] = json.loads(script)["@graph"]
    [geo] = [thing["spatialCoverage"]["geo"] for thing in things if "spatialCoverage" in thing]
    return geo["latitude"], geo["longitude"]
