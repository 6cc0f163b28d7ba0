"""`build_demo --cases N`: a large bank for load work, sound in every table."""

import pytest
from wagtail.models import Page, ReferenceIndex

from bank.models import CaseStudyPage
from cms.demo.synthetic.build import add_cases
from cms.demo.synthetic.cases import KEYWORD
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(site):
    factories.contact()
    factories.make_case(main_image=factories.make_image())
    add_cases(60, lambda _line: None)
    return CaseStudyPage.objects.filter(keywords=KEYWORD)


def test_there_are_as_many_as_asked_for_and_half_are_in_english(cases):
    assert cases.count() == 60
    assert CaseStudyPage.objects.filter(keywords="synthetic").count() in (29, 30, 31)


def test_the_tree_is_sound(cases):
    assert not any(Page.find_problems())


def test_both_languages_share_id_and_facts(cases):
    english = CaseStudyPage.objects.filter(keywords="synthetic").first()
    swedish = cases.get(translation_key=english.translation_key)
    assert english.persistent_id == swedish.persistent_id
    assert english.municipality == swedish.municipality
    assert english.terms("service_types") == swedish.terms("service_types")
    assert [line.amount for line in english.costs.all()] == [line.amount for line in swedish.costs.all()]
    assert english.result != swedish.result
    assert english.translation_state == "current"


def test_a_page_published_again_as_it_is_leaves_its_translation_up_to_date(cases):
    english = CaseStudyPage.objects.filter(keywords="synthetic").first()
    cases.get(translation_key=english.translation_key).save_revision().publish()
    assert CaseStudyPage.objects.get(pk=english.pk).translation_state == "current"


def test_a_changed_text_makes_the_translation_outdated(cases):
    english = CaseStudyPage.objects.filter(keywords="synthetic").first()
    swedish = cases.get(translation_key=english.translation_key)
    swedish.result = "<p>Nytt.</p>"
    swedish.save_revision().publish()
    assert CaseStudyPage.objects.get(pk=english.pk).translation_state == "outdated"


def test_they_differ(cases):
    assert cases.values("result").distinct().count() == 60
    assert cases.values("municipality").distinct().count() == 60
    assert cases.values("solution_status").distinct().count() > 3


def test_they_answer_as_pages_and_in_the_api(cases, client):
    page = cases.first()
    assert client.get(page.url).status_code == 200
    answer = client.get(f"/api/v2/pages/{page.pk}/").json()
    assert answer["title"] == page.title
    assert 5_000 < len(str(answer)) < 30_000


def test_they_can_be_filtered_and_searched(cases, client):
    page = cases.first()
    code = page.municipality.code
    found = client.get("/api/v2/pages/", {"municipality": code, "locale": "sv"}).json()
    assert page.pk in [item["id"] for item in found["items"]]
    assert page.title in client.get("/sv/sok/", {"q": page.title}).content.decode()


def test_uses_of_pictures_are_known(cases):
    page = cases.filter(main_image__isnull=False).first()
    assert ReferenceIndex.get_references_to(page.main_image).filter(object_id=str(page.pk)).exists()


def test_they_can_be_edited_afterwards(cases):
    page = cases.first()
    page.result = "<p>Nytt.</p>"
    page.save_revision().publish()
    assert CaseStudyPage.objects.get(pk=page.pk).result == "<p>Nytt.</p>"


def test_a_second_run_adds_more(cases):
    add_cases(5, lambda _line: None)
    assert cases.count() == 65
    assert not any(Page.find_problems())
