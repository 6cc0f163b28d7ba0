"""Every page speaks its own language, whatever the caller's browser says."""

import json

import pytest

from bank.models import CostLine
from tests import factories
from tests.api.conftest import PAGES

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(site):
    page = factories.make_content_page(title="Om oss", slug="om-oss")
    factories.translate_page(page, title="About us", slug="about-us")
    return factories.make_case(
        need=f'<p>Läs <a linktype="page" id="{page.pk}">om oss</a>.</p>',
        main_image=factories.make_image(),
        costs=[CostLine(type="investment", amount=1)],
    )


@pytest.fixture
def english(case):
    return factories.translate_page(case, title="The box", slug="the-box")


@pytest.mark.parametrize(
    "address", ["{page}/", "?fields=*&limit=100", "?type=bank.CaseStudyPage&fields=*", "?search=box"]
)
def test_answer_is_the_same_whatever_language_the_browser_asks_for(case, english, client, address):
    address = PAGES + address.format(page=english.pk)
    answers = [
        client.get(address, headers=headers)
        for headers in ({}, {"Accept-Language": "sv"}, {"Accept-Language": "en"}, {"Accept-Language": "!!;q=x"})
    ]
    assert len({answer.content for answer in answers}) == 1
    for answer in answers:
        assert "Accept-Language" not in answer.get("Vary", "")
        assert "Cookie" not in answer.get("Vary", "")


def test_labels_links_and_alternative_texts_are_in_the_language_of_the_page(case, english, get):
    swedish, translated = get(f"{PAGES}{case.pk}/"), get(f"{PAGES}{english.pk}/")
    assert swedish["need"] == '<p>Läs <a href="http://testserver/sv/om-oss/">om oss</a>.</p>'
    assert translated["need"] == '<p>Läs <a href="http://testserver/en/about-us/">om oss</a>.</p>'
    assert [page["solution_types"][0]["code"] for page in (swedish, translated)] == ["goods_box"] * 2
    assert [page["solution_types"][0]["label"] for page in (swedish, translated)] == [
        "lanthandelsvarubox",
        "unmanned grocery box",
    ]
    assert [page["costs"][0]["type"]["code"] for page in (swedish, translated)] == ["investment"] * 2
    assert swedish["costs"][0]["type"]["label"] == "investering"
    assert translated["costs"][0]["type"]["label"] == "investment"
    assert [page["main_image"]["alt"] for page in (swedish, translated)] == ["En röd lanthandel", "A red village shop"]


def test_detail_says_its_language_and_a_list_does_not_lie(case, english, client):
    assert client.get(f"{PAGES}{english.pk}/")["Content-Language"] == "en"
    assert client.get(f"{PAGES}{case.pk}/")["Content-Language"] == "sv"
    assert "Content-Language" not in client.get(PAGES)


def test_link_to_a_page_without_translation_leads_to_the_swedish_page(site, get):
    target = factories.make_content_page(title="Bara svenska", slug="bara-svenska")
    case = factories.make_case(need=f'<p><a linktype="page" id="{target.pk}">dit</a></p>')
    english = factories.translate_page(case)
    assert 'href="http://testserver/sv/bara-svenska/"' in get(f"{PAGES}{english.pk}/")["need"]


def test_meta_names_both_languages_and_what_they_share(case, english, get):
    swedish, translated = get(f"{PAGES}{case.pk}/")["meta"], get(f"{PAGES}{english.pk}/")["meta"]
    assert swedish["translations"] == translated["translations"]
    assert swedish["translations"] == [
        {
            "locale": code,
            "id": page.pk,
            "html_url": f"http://testserver{page.url}",
            "detail_url": f"http://testserver{PAGES}{page.pk}/",
        }
        for code, page in (("sv", case), ("en", english))
    ]
    assert swedish["persistent_id"] == translated["persistent_id"] == case.persistent_id
    assert (swedish["translation_state"], translated["translation_state"]) == ("source", "current")
    assert (swedish["locale"], translated["locale"]) == ("sv", "en")


def test_translation_is_outdated_once_the_swedish_text_has_changed(case, english, get):
    case = type(case).objects.get(pk=case.pk)
    case.result = "<p>Nu är det annorlunda.</p>"
    case.save_revision().publish()
    assert get(f"{PAGES}{english.pk}/")["meta"]["translation_state"] == "outdated"
    listed = get(f"{PAGES}?locale=en&slug=the-box")["items"]
    assert [item["meta"]["translation_state"] for item in listed] == ["outdated"]


def test_images_answer_in_the_language_asked_for(case, get):
    assert get("/api/v2/images/")["items"][0]["meta"]["type"] == "core.CustomImage"
    image = case.main_image_id
    assert get(f"/api/v2/images/{image}/")["alt"] == "En röd lanthandel"
    assert get(f"/api/v2/images/{image}/?locale=en")["alt"] == "A red village shop"
    assert json.dumps(get(f"/api/v2/images/{image}/")["renditions"])
