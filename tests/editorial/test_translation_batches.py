"""A section is translated by the worker: answered at once, resumable, and the tree stays sound (rows 33 and 37)."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page

from cms.core.jobs import jobs
from cms.editorial.models import Batch, BatchedPage
from cms.editorial.translation import translate
from cms.editorial.translations import batches
from home.models import ContentPage
from tests import factories
from tests.editorial.page_forms import soup_of

SOUND = ([], [], [], [], [])


def english(page: Page) -> Page | None:
    return Page.objects.filter(translation_key=page.translation_key, locale__language_code="en").first()


def work_off() -> None:
    """As the worker does it."""
    next(job for job in jobs if job.name == "work_on_many_pages").function()


def submit(client: Client, page: Page) -> Any:
    url = reverse("wagtail_localize:submit_page_translation", args=(page.pk,))
    locale = Locale.objects.get(language_code="en")
    return client.post(url, {"locales": [locale.pk], "include_subtree": "on"})


@pytest.fixture
def section(cast: factories.Cast) -> ContentPage:
    """Three pages below one, the first with a page of its own."""
    section = factories.make_content_page(title="Vårt arbete")
    children = [factories.make_content_page(title=f"Del {n}", parent=section) for n in (1, 2, 3)]
    factories.make_content_page(title="Fördjupning", parent=children[0])
    return section


class TestASection:
    def test_is_begun_page_by_page_and_the_tree_is_sound(
        self, section: ContentPage, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.editor)
        response = submit(client, section)
        assert response.url == reverse("batch", args=(Batch.objects.get().pk,))
        assert english(section) is not None
        assert not english(section).get_children()
        assert "0 av 4 sidor" in soup_of(client.get(response.url)).select_one("#batch-progress").get_text()
        work_off()
        assert Page.find_problems() == SOUND
        translated = english(section).get_children()
        assert [page.title for page in translated] == ["Del 1", "Del 2", "Del 3"]
        assert [page.title for page in translated[0].get_children()] == ["Fördjupning"]
        assert not english(section).get_descendants(inclusive=True).live().exists()
        assert "4 av 4 sidor" in soup_of(client.get(response.url)).select_one("#batch-progress").get_text()
        explorer = client.get(reverse("wagtailadmin_explore", args=(english(section).pk,))).content.decode()
        assert "Del 2" in explorer

    def test_that_is_stopped_in_between_goes_on(
        self, section: ContentPage, cast: factories.Cast, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client.force_login(cast.editor)
        submit(client, section)
        begin, begun = batches.begin, []

        def stopped_after_two(page: Page, *args: Any) -> Page:
            if len(begun) == 2:
                raise SystemExit
            begun.append(page.title)
            return begin(page, *args)

        monkeypatch.setattr(batches, "begin", stopped_after_two)
        with pytest.raises(SystemExit):
            work_off()
        assert BatchedPage.objects.filter(state="done").count() == 2
        monkeypatch.setattr(batches, "begin", begin)
        work_off()
        assert BatchedPage.objects.filter(state="done").count() == 4
        assert english(section).get_descendants().count() == 4
        assert Page.find_problems() == SOUND

    def test_with_one_page_that_is_not_possible_has_the_others(
        self, section: ContentPage, cast: factories.Cast, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client.force_login(cast.editor)
        url = submit(client, section).url
        begin = batches.begin

        def broken(page: Page, *args: Any) -> Page:
            if page.title == "Del 1":
                raise RuntimeError
            return begin(page, *args)

        monkeypatch.setattr(batches, "begin", broken)
        work_off()
        shown = soup_of(client.get(url))
        failed = [item.get_text(" ", strip=True) for item in shown.select("[data-progress] li")]
        assert [item.partition(":")[0].strip() for item in failed] == ["Del 1", "Fördjupning"]
        assert "saknar översättning" in failed[1]
        assert [page.title for page in english(section).get_children()] == ["Del 2", "Del 3"]
        monkeypatch.setattr(batches, "begin", begin)
        client.post(url)
        work_off()
        assert not BatchedPage.objects.exclude(state="done").exists()
        assert Page.find_problems() == SOUND

    def test_leaves_what_is_translated_as_it_is(
        self, section: ContentPage, cast: factories.Cast, client: Client
    ) -> None:
        locale = Locale.objects.get(language_code="en")
        child = section.get_children().first().specific
        translate(section, locale, {}, cast.translator)
        draft = translate(child, locale, {"Del 1": "Part 1"}, cast.translator)
        client.force_login(cast.editor)
        assert (
            "Översätt sidorna under" in client.get(reverse("wagtailadmin_explore", args=(section.pk,))).content.decode()
        )
        submit(client, section)
        work_off()
        assert Page.objects.get(pk=draft.pk).latest_revision_id == draft.latest_revision_id
        assert BatchedPage.objects.get(title="Del 1").state == "existed"
        assert english(section).get_descendants().count() == 4

    def test_of_somebody_who_may_not_any_more_is_not_begun(
        self, section: ContentPage, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.editor)
        submit(client, section)
        cast.editor.groups.clear()
        work_off()
        assert {row.state for row in BatchedPage.objects.all()} == {"failed"}

    def test_is_shown_to_those_who_translate(self, section: ContentPage, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.editor)
        url = submit(client, section).url
        for role, status in (("translator", 200), ("reviewer", 302), ("contributor", 302)):
            client.force_login(getattr(cast, role))
            assert client.get(url).status_code == status
        client.force_login(cast.contributor)
        client.post(url)
        assert BatchedPage.objects.filter(state="waiting").count() == 4


def test_a_section_of_200_pages_is_answered_within_two_seconds(
    cast: factories.Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    section = factories.make_content_page(title="Vårt arbete")
    for number in range(200):
        section.add_child(instance=ContentPage(title=f"Del {number}", summary="Kort.", locale=section.locale))
    client.force_login(cast.editor)
    started = time.monotonic()
    with django_assert_max_num_queries(400):
        submit(client, section)
    assert time.monotonic() - started < 2
    assert BatchedPage.objects.filter(state="waiting").count() == 200
