"""Pages are found by what readers see on them: rows, attachments, organisations, places and services too."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from bank.models import CaseOrganisation, ResourceStep, TimelineEvent
from cms.core.models import Attachment
from cms.publishing.recording import catch_up
from search.engines.following import keep_in_step
from tests.factories import Tree, build_world, make_case, make_document, make_resource, organisation

pytestmark = pytest.mark.django_db


def titles(client: Client, question: str) -> list[str]:
    response = client.get("/sv/sok/", {"q": question})
    assert response.status_code == 200
    return [page.title for page in response.context["listing"].pages]


def test_by_titles_of_attachments(client: Client, site: Tree):
    make_case(title="Boxen", attachments=[Attachment(document=make_document(), title="Zebraavtal som mall")])
    assert titles(client, "zebraavtalet") == ["Boxen"]


def test_by_organisations_that_took_part(client: Client, site: Tree):
    zebra = organisation("group_7", name_sv="Zebrans vänner", name_en="Friends of the giraffe")
    make_case(title="Deltog", organisations=[CaseOrganisation(organisation=zebra)])
    make_case(title="Driver", operator=zebra)
    make_resource(title="Gav", origin_organisation=zebra)
    for name in ("zebrans", "giraffe"):
        assert set(titles(client, name)) == {"Deltog", "Driver", "Gav"}


def test_by_rows_of_text(client: Client, site: Tree):
    make_case(title="Boxen", timeline=[TimelineEvent(date=dt.date(2026, 1, 1), event="Zebran flyttade in")])
    step = ResourceStep(title="Mät upp giraffen", text="<p>Med <b>måttband</b>.</p>")
    make_resource(title="Så gör ni", steps=[step])
    assert titles(client, "zebran") == ["Boxen"]
    assert titles(client, "giraffer") == titles(client, "måttbandet") == ["Så gör ni"]


def test_service_that_a_page_is_about_weighs_more_than_a_word_in_its_text(client: Client, elasticsearch: str):
    build_world()
    make_case(title="Boxen", lessons="<p>Vi talade om apotek.</p>")
    make_case(title="Disken", service_types=["pharmacy"])
    catch_up()
    keep_in_step()
    assert titles(client, "apotek") == ["Disken", "Boxen"]
