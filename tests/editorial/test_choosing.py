"""What a translator chooses for the English page, over HTTP; and a translation that is deleted and begun again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail.snippets.models import get_snippet_models
from wagtail.users.models import UserProfile
from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation, TranslationSource

from bank.models import CaseStudyPage
from cms.editorial.translation import begin, save_draft
from tests import factories
from tests.editorial.page_forms import soup_of


def english() -> Locale:
    return Locale.objects.get(language_code="en")


@pytest.fixture
def linked(cast: factories.Cast) -> Page:
    return factories.make_case(title="Macken i Moskosel")


@pytest.fixture
def draft(linked: Page, cast: factories.Cast) -> Page:
    """A translation of a page with a picture, a page to go on to and a link in its text."""
    body = [
        {"type": "image", "id": "a", "value": {"image": factories.make_image().pk, "caption": "Skylten"}},
        {"type": "call_out", "id": "b", "value": {"title": "Mer", "text": "<p>Läs.</p>", "page": linked.pk}},
    ]
    need = '<p>Macken <a href="https://example.org/x">stängde</a>.</p>'
    return begin(factories.make_case(title="Boxen i byn", body=json.dumps(body), need=need), english(), cast.translator)


def choose(client: Client, draft: Page, place: str, **values: Any) -> Any:
    segment = OverridableSegment.objects.get(context__path__startswith=place, source__object=draft.translation_key)
    translation = Translation.objects.get(source=segment.source)
    url = reverse("wagtail_localize:edit_override", args=(translation.pk, segment.pk))
    return client.put(url, encode_multipart(BOUNDARY, values), content_type=MULTIPART_CONTENT)


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        ("body.b.page", "swedish", "is a page in Svenska. Choose one in English."),
        ("body.b.page", "0", "not there any more"),
        ("body.a.image", "999999", "not there any more"),
        ("body.a.image", "en bild", "not there any more"),
        ("need.", "javascript:alert(1)", "no address of a page"),
        ("body.b.page", None, "Nothing was chosen."),
    ],
)
def test_a_choice_that_the_page_cannot_have_is_refused_with_the_reason(
    place: str, value: str | None, reason: str, draft: Page, linked: Page, cast: factories.Cast, client: Client
) -> None:
    client.force_login(cast.translator)
    UserProfile.objects.update_or_create(user=cast.translator, defaults={"preferred_language": "en"})
    sent = {} if value is None else {"value": str(linked.pk) if value == "swedish" else value}
    answer = choose(client, draft, place, **sent)
    assert (answer.status_code, reason in answer.json()["error"]) == (400, True), answer.content
    assert not SegmentOverride.objects.exists()


def test_what_was_chosen_stands_in_the_draft_until_it_is_deleted(
    draft: Page, linked: Page, cast: factories.Cast, client: Client
) -> None:
    client.force_login(cast.translator)
    other = begin(factories.make_case(title="Bussen"), english(), cast.translator)
    picture = factories.make_image()
    for place, value in (("body.b.page", other.pk), ("body.a.image", picture.pk), ("need.", "https://example.org/en")):
        assert choose(client, draft, place, value=value).status_code == 201
    translation = Translation.objects.get(source__object=draft.translation_key)
    saved = save_draft(translation, cast.translator)
    assert [saved.body[0].value["image"], saved.body[1].value["page"].pk] == [picture, other.pk]
    assert 'href="https://example.org/en"' in saved.need

    Page.objects.get(pk=other.pk).delete()
    picture.delete()
    assert save_draft(translation, cast.translator).body[1].value["page"].pk == linked.pk


def test_the_chooser_of_pages_begins_and_searches_in_the_language_of_the_translation(
    draft: Page, linked: Page, cast: factories.Cast, client: Client
) -> None:
    client.force_login(cast.translator)
    soup = soup_of(client.get(reverse("wagtailadmin_pages:edit", args=(draft.pk,))))
    props = json.loads(str(soup.select_one(".js-translation-editor")["data-props"]))
    assert "The bank" in client.get(props["pageChooser"]).json()["html"]
    assert props["pageTitles"] == {str(linked.pk): "Macken i Moskosel (Svenska)"}
    for code, is_there in (("en", False), ("sv", True)):
        answer = client.get(reverse("wagtailadmin_choose_page_search"), {"q": "Moskosel", "only_in": code})
        assert (linked.title in answer.content.decode()) is is_there


def test_no_snippet_is_translated_and_so_none_is_chosen_in_a_translation() -> None:
    """Registers hold both languages in one row. Whoever changes that needs a test of its chooser (traps, row 40)."""
    assert [model for model in get_snippet_models() if issubclass(model, TranslatableMixin)] == []


def test_a_deleted_translation_is_begun_again_from_the_same_source(
    cast: factories.Cast, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    """wagtail-localize made a second source, and could open neither (its issue 878)."""
    case = factories.make_case(title="Boxen i byn")
    start = reverse("wagtail_localize:submit_page_translation", args=(case.pk,))
    pages = []
    for attempt in range(2):
        client.force_login(cast.translator)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(start, {"locales": [english().pk]})
        page = CaseStudyPage.objects.get(translation_key=case.translation_key, locale=english())
        assert client.get(reverse("wagtailadmin_pages:edit", args=(page.pk,))).status_code == 200
        pages.append(page.pk)
        if attempt == 0:
            client.force_login(cast.network_administrator)
            client.post(reverse("wagtailadmin_pages:delete", args=(page.pk,)), {"override_reason": "Fel sida."})
            assert not Page.objects.filter(pk=page.pk).exists()
    assert pages[0] != pages[1]
    assert TranslationSource.objects.filter(object_id=case.translation_key).count() == 1
    assert Translation.objects.filter(source__object_id=case.translation_key).count() == 1
