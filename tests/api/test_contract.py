"""Shapes that partners parse: more keys may come, these stay (architecture: names that are fixed)."""

import pytest
from django.urls import reverse

from cms.api.router import router
from tests import factories
from tests.api.conftest import PAGES

pytestmark = pytest.mark.django_db


def test_router_has_the_name_that_wagtail_reverses(site):
    assert router.url_namespace == "wagtailapi_v2"
    assert reverse("wagtailapi_v2:pages:listing") == PAGES
    assert reverse("wagtailapi_v2:pages:detail", args=[1]) == f"{PAGES}1/"
    assert router.get_object_detail_urlpath(type(site.cases), 7) == f"{PAGES}7/"


def test_item_of_a_list_is_thin_and_its_meta_whole(site, get):
    case = factories.make_case()
    [item] = get(f"{PAGES}?type=bank.CaseStudyPage")["items"]
    assert set(item) == {"id", "meta", "title"}
    assert set(item["meta"]) == {
        "type",
        "detail_url",
        "html_url",
        "slug",
        "first_published_at",
        "locale",
        "translations",
        "translation_state",
        "persistent_id",
        "last_published_at",
        "licence",
    }
    assert item["meta"]["type"] == "bank.CaseStudyPage"
    assert item["meta"]["detail_url"] == f"http://testserver{PAGES}{case.pk}/"
    assert item["meta"]["html_url"] == f"http://testserver{case.url}"
    assert item["meta"]["licence"] == "cc_by_4_0"
    assert item["meta"]["persistent_id"].startswith("sb-")


def test_list_without_type_has_the_same_meta_for_every_type(site, get):
    factories.make_case()
    items = get(f"{PAGES}?limit=100")["items"]
    assert len({frozenset(item["meta"]) for item in items}) == 1


def test_fields_choose_what_is_shown(site, get):
    case = factories.make_case()
    address = f"{PAGES}{case.pk}/"
    assert get(f"{address}?fields=_,title,municipality") == {
        "title": case.title,
        "municipality": {"code": "2421", "label": "Storuman"},
    }
    assert "body" not in get(f"{address}?fields=*,-body")
    assert "need" not in get(f"{address}?fields=-need")
    listed = get(f"{PAGES}?type=bank.CaseStudyPage&fields=summary,costs,persistent_id,-title")["items"][0]
    assert set(listed) == {"id", "meta", "summary", "costs"}
    assert get(f"{PAGES}?fields=_,id&limit=1")["items"] == [{"id": site.home.pk}]


def test_list_of_several_types_shows_each_its_own_fields(site, get):
    case, plan = factories.make_case(), factories.make_plan()
    answer = get(f"{PAGES}?type=bank.CaseStudyPage,bank.ServicePlanPage&fields=_,id,need,priorities")
    assert {item["id"]: set(item) for item in answer["items"]} == {
        case.pk: {"id", "need"},
        plan.pk: {"id", "priorities"},
    }
    untyped = {item["id"]: item for item in get(f"{PAGES}?fields=*&limit=100")["items"]}
    assert untyped[case.pk]["need"] == "<p>Affären stängde.</p>"
    assert untyped[plan.pk]["status"] == {"code": "adopted", "label": "antagen"}


def test_image_has_the_fixed_shape(site, get):
    from cms.core.renditions import PUBLIC_SPECS, make_renditions

    image = factories.make_image()
    make_renditions(image)
    case = factories.make_case(main_image=image)
    answer = get(f"{PAGES}{case.pk}/")["main_image"]
    keys = {"id", "alt", "credit", "licence", "width", "height", "renditions"}
    assert set(answer) == {*keys, "caption"}
    assert len(answer["renditions"]) == len(PUBLIC_SPECS)
    assert all(set(rendition) == {"url", "width", "height", "type"} for rendition in answer["renditions"])
    assert {rendition["type"] for rendition in answer["renditions"]} == {"image/webp", "image/jpeg"}
    own = get(f"/api/v2/images/{image.pk}/")
    assert set(own) == {*keys, "meta", "title"}
    assert set(own["meta"]) == {"type", "detail_url", "tags", "download_url"}
    assert {key: own[key] for key in keys} == {key: answer[key] for key in keys}


def test_document_follows_wagtails_contract(site, get, client):
    document = factories.make_document()
    document.tags.add("mall", "bok")
    factories.make_resource(steps=[_step(document)])
    answer = get(f"/api/v2/documents/{document.pk}/")
    assert answer["title"] == document.title
    assert answer["meta"]["type"] == "core.CustomDocument"
    assert answer["meta"]["tags"] == ["bok", "mall"]
    assert client.get(answer["meta"]["download_url"].removeprefix("http://testserver")).status_code == 200
    assert client.get(f"/api/v2/documents/find/?id={document.pk}")["Location"] == answer["meta"]["detail_url"]


def test_decorative_image_has_empty_alternative_text(site, get):
    case = factories.make_case(main_image=factories.make_image(is_decorative=True))
    assert get(f"{PAGES}{case.pk}/")["main_image"]["alt"] == ""


def test_every_address_in_an_answer_leads_somewhere(site, get, client):
    case = factories.make_case()
    factories.translate_page(case)
    for version in get(f"{PAGES}{case.pk}/")["meta"]["translations"]:
        for key in ("html_url", "detail_url"):
            assert client.get(version[key].removeprefix("http://testserver")).status_code == 200


def _step(document):
    from bank.models import ResourceStep

    return ResourceStep(title="Läs", text="<p>Läs listan.</p>", files=[("file", document)])
