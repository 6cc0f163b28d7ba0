"""`source`, `current`, `outdated`: whether the English page says what the Swedish page says today."""

import pytest
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.core.translation_state import TranslationState
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(site):
    return factories.make_case(title="Boxen i Slussfors")


def translate(case, *, leave_out=()):
    """Give every segment an English text but those whose Swedish is in `leave_out`; returns the source."""
    english = factories.languages()[1]
    source, _created = TranslationSource.update_or_create_from_instance(case)
    Translation.objects.get_or_create(source=source, target_locale=english)
    for segment in source.stringsegment_set.exclude(context__path="slug"):
        if segment.string.data not in leave_out:
            StringTranslation.objects.get_or_create(
                translation_of=segment.string,
                locale=english,
                context=segment.context,
                defaults={"data": f"{segment.string.data} in English"},
            )
    return source


def publish(page):
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def make_english(case, **options):
    source = translate(case, **options)
    source.create_or_update_translation(factories.languages()[1], fallback=True, publish=False)
    return publish(source.get_ephemeral_translated_instance(factories.languages()[1], fallback=True))


def test_the_swedish_page_is_the_source(case):
    assert case.translation_state == TranslationState.SOURCE


def test_a_page_whose_every_segment_is_translated_is_current(case):
    assert make_english(case).translation_state == TranslationState.CURRENT


def test_a_segment_without_translation_makes_it_outdated(case):
    assert make_english(case, leave_out=["<p>Affären stängde.</p>", "Affären stängde."]).translation_state == "outdated"


def test_a_changed_swedish_text_makes_it_outdated(case):
    english = make_english(case)
    case.result = "<p>Nu säljer boxen även fisk.</p>"
    publish(case)
    assert type(english).objects.get(pk=english.pk).translation_state == TranslationState.OUTDATED


def test_a_draft_of_the_swedish_text_does_not(case):
    english = make_english(case)
    case.result = "<p>Nu säljer boxen även fisk.</p>"
    case.save_revision()
    assert type(english).objects.get(pk=english.pk).translation_state == TranslationState.CURRENT


def test_a_changed_fact_does_not(case):
    english = make_english(case)
    case.solution_status = "paused"
    publish(case)
    assert type(english).objects.get(pk=english.pk).translation_state == TranslationState.CURRENT


def test_translating_the_change_and_publishing_makes_it_current_again(case):
    english = make_english(case)
    case.result = "<p>Nu säljer boxen även fisk.</p>"
    publish(case)
    source = translate(case)
    assert type(english).objects.get(pk=english.pk).translation_state == "outdated", "not before it is published"
    english = publish(source.get_ephemeral_translated_instance(factories.languages()[1], fallback=True))
    assert english.translation_state == TranslationState.CURRENT


def test_sharing_a_fact_does_not_make_an_unpublished_translation_count(case):
    english = make_english(case)
    case.result = "<p>Nu säljer boxen även fisk.</p>"
    case = publish(case)
    translate(case)
    case.solution_status = "paused"
    publish(case)
    assert type(english).objects.get(pk=english.pk).translation_state == TranslationState.OUTDATED
