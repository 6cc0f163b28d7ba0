"""A list costs as many queries for 25 pages as for 5."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bank.models import Inspiration, MethodUsed
from cms.core.models import Attachment, RelatedPage
from network.models import ProjectPartner
from tests import factories
from tests.api.conftest import PAGES

pytestmark = pytest.mark.django_db


def many(number):
    """Pages with everything on them that could cost a query each, every second one translated."""
    image, document = factories.make_image(), factories.make_document()
    target = factories.make_content_page()
    method = factories.make_resource()
    rich = f'<p><a linktype="page" id="{target.pk}">a</a> <a linktype="document" id="{document.pk}">b</a></p>'
    cases, found = [], []
    for index in range(number):
        own = factories.make_content_page(title=f"Mål {index}")
        case = factories.make_case(
            title=f"Fall {index}",
            need=rich.replace(str(target.pk), str(own.pk)),
            main_image=factories.make_image() if index % 2 else image,
            contact=factories.contact(f"kontakt-{index}", organisation=factories.organisation(f"organisation-{index}")),
            operator=factories.organisation(f"operator-{index}"),
            themes=["safety"],
            places=["2482"],
            related_pages=[RelatedPage(target=own)],
            attachments=[Attachment(document=document, title="Listan", language="sv")],
            methods_used=[MethodUsed(resource=method, worked="yes")],
            inspired_by=[Inspiration(case=case) for case in cases[-2:]],
            body=json.dumps(
                [
                    {"type": "text", "value": rich},
                    {"type": "image", "value": {"image": image.pk, "caption": ""}},
                    {"type": "file", "value": {"document": document.pk, "title": "Fil"}},
                    {"type": "call_out", "value": {"title": "Se", "text": rich, "page": own.pk}},
                    {"type": "card_list", "value": {"title": "", "pages": [own.pk, target.pk]}},
                ]
            ),
        )
        cases.append(case)
        plan, project = (
            factories.make_plan(),
            factories.make_project(partners=[ProjectPartner(organisation=factories.organisation())]),
        )
        found += [case, factories.make_resource(), plan, project]
        if index % 2:
            factories.translate_page(case)
    return found


@pytest.mark.parametrize(
    "query",
    [
        "fields=*",
        "fields=*&type=bank.CaseStudyPage",
        "fields=*&type=bank.ResourceArticlePage",
        "fields=*&type=network.ProjectPage",
        "fields=*&type=bank.CaseStudyPage,bank.ServicePlanPage",
        "fields=*&locale=en",
        "fields=_,body,related",
        "",
        "search=fall&fields=*",
        "theme=safety&municipality=2482&fields=*",
    ],
)
def test_list_of_25_pages_takes_as_many_queries_as_one_of_5(site, client, query):
    many(8)
    counts = {}
    for limit in (5, 25):
        client.get(
            f"{PAGES}?limit={limit}&order=-id&{query}".replace("&order=-id", "" if "search" in query else "&order=-id")
        )
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"{PAGES}?limit={limit}&{query}")
        counts[limit] = len(queries)
        assert len(answer.json()["items"]) > (0 if limit == 5 else 5) or answer.json()["meta"]["total_count"] <= 8
    assert counts[5] == counts[25]


def test_lists_of_files_and_registers_take_as_many_queries_for_many_as_for_few(site, client):
    many(6)
    for address in ("/api/v2/images/", "/api/v2/documents/", "/api/v2/organisations/", "/api/v2/municipalities/"):
        counts = []
        for limit in (2, 10):
            with CaptureQueriesContext(connection) as queries:
                client.get(f"{address}?limit={limit}")
            counts.append(len(queries))
        assert counts[0] == counts[1], address
