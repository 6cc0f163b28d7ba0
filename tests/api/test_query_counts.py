"""A list costs as many queries for many pages as for few."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bank.models import Inspiration, MethodUsed, ResourceStep
from cms.core.models import Attachment, RelatedPage
from cms.core.renditions import make_renditions
from network.models import ProjectPartner
from tests import factories
from tests.api.conftest import PAGES

pytestmark = pytest.mark.django_db

MANY = 25
OF_EACH = 6


@pytest.fixture(scope="module")
def many(undone, django_db_blocker):
    """Pages with everything on them that could cost a query each, every second one translated."""
    with django_db_blocker.unblock():
        image, document = factories.make_image(), factories.make_document()
        make_renditions(image)
        method = factories.make_resource()
        cases = []
        for number in range(OF_EACH):
            own = factories.make_content_page(title=f"Mål {number}")
            rich = f'<p><a linktype="page" id="{own.pk}">a</a> <a linktype="document" id="{document.pk}">b</a></p>'
            partner = factories.organisation(f"organisation-{number}")
            case = factories.make_case(
                title=f"Fall {number}",
                need=rich,
                main_image=factories.make_image() if number % 2 else image,
                contacts=[factories.contact(f"kontakt-{number}", organisation=partner)],
                operator=partner,
                themes=["safety"],
                places=["2482"],
                related_pages=[RelatedPage(target=own)],
                attachments=[Attachment(document=document, title="Listan", language="sv")],
                methods_used=[MethodUsed(resource=method, worked="yes")],
                inspired_by=[Inspiration(case=case) for case in cases[-2:]],
                body=_blocks(rich, image, document, own),
            )
            cases.append(case)
            files = [("file", factories.make_document()) for _ in range(number + 1)]
            factories.make_resource(
                title=f"Metod {number}",
                body=_blocks(rich, image, document, own),
                steps=[ResourceStep(title=str(n), text=rich, files=files) for n in range(number + 1)],
            )
            factories.make_plan()
            factories.make_project(partners=[ProjectPartner(organisation=partner)])
            if number % 2:
                factories.translate_page(case)


def _blocks(rich, image, document, page):
    return json.dumps(
        [
            {"type": "text", "value": rich},
            {"type": "image", "value": {"image": image.pk, "caption": ""}},
            {"type": "file", "value": {"document": document.pk, "title": "Fil"}},
            {"type": "call_out", "value": {"title": "Se", "text": rich, "page": page.pk}},
            {"type": "card_list", "value": {"title": "", "pages": [page.pk]}},
        ]
    )


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    return len(queries), answer.json()["items"]


@pytest.mark.parametrize(
    ("few", "query"),
    [
        # A list over several types asks once for each type: both lists hold the same types.
        (7, "fields=*&order=-id"),
        (3, "fields=*&order=-id&type=bank.CaseStudyPage,bank.ServicePlanPage"),
        (2, "fields=*&type=bank.CaseStudyPage"),
        (2, "fields=*&type=bank.ResourceArticlePage"),
        (2, "fields=*&type=network.ProjectPage"),
        (1, "fields=*&type=bank.CaseStudyPage&locale=en"),
        (2, "fields=_,body,related&type=bank.CaseStudyPage"),
        (2, "type=bank.CaseStudyPage"),
        (2, "search=fall&fields=*&type=bank.CaseStudyPage"),
        (2, "theme=safety&municipality=2482&fields=*&type=bank.CaseStudyPage"),
    ],
)
def test_list_of_many_pages_takes_as_many_queries_as_one_of_few(many, client, few, query):
    # Content types and the addresses of the site are kept by the process.
    client.get(f"{PAGES}?limit={MANY}&{query}")
    queries_for_few, items = queries_of(client, f"{PAGES}?limit={few}&{query}")
    types = {item.get("meta", {}).get("type") for item in items}
    assert len(items) == few
    queries_for_many, items = queries_of(client, f"{PAGES}?limit={MANY}&{query}")
    assert {item.get("meta", {}).get("type") for item in items} == types
    assert len(items) > few
    assert queries_for_many == queries_for_few


@pytest.mark.parametrize("name", ["images", "documents", "organisations", "municipalities"])
def test_lists_of_files_and_registers_take_as_many_queries_for_many_as_for_few(many, client, name):
    few, _items = queries_of(client, f"/api/v2/{name}/?limit=1")
    count, items = queries_of(client, f"/api/v2/{name}/?limit=10")
    assert len(items) > 1 or name == "documents"
    assert count == few
