"""Long pages take as many queries as short ones, when their translation begins and in the editor (traps, row 37)."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    OverridableSegment,
    StringSegment,
    TemplateSegment,
    TranslationContext,
    TranslationSource,
)

from bank.models import CaseStudyPage, ResourceStep
from cms.editorial.translation import translate
from cms.editorial.translations.sources import read_source
from tests import factories
from tests.editorial.page_forms import edit_url


def paragraphs(number: int) -> str:
    return "".join(f"<p>Stycke {n} om servicepunkten i byn.</p>" for n in range(number))


def english() -> Locale:
    return Locale.objects.get(language_code="en")


def submit(client: Client, page: Page, **values: Any) -> Any:
    url = reverse("wagtail_localize:submit_page_translation", args=(page.pk,))
    return client.post(url, {"locales": [english().pk], **values})


class TestAPageOfAHundredParagraphs:
    @pytest.fixture
    def page(self, cast: factories.Cast) -> CaseStudyPage:
        return factories.make_case(what_was_done=paragraphs(100))

    def test_is_submitted_within_two_seconds(
        self, page: CaseStudyPage, cast: factories.Cast, client: Client, measured: Any
    ) -> None:
        client.force_login(cast.translator)
        with CaptureQueriesContext(connection) as queries:
            started = time.monotonic()
            response = submit(client, page)
            seconds = time.monotonic() - started
        assert response.status_code == 302
        assert TranslationSource.objects.get().stringsegment_set.count() > 100
        measured(f"submitting: {len(queries)} queries, {seconds:.2f} s")
        assert seconds < 2
        short = factories.make_case(what_was_done=paragraphs(1))
        with CaptureQueriesContext(connection) as queries_of_short:
            submit(client, short)
        assert len(queries) <= len(queries_of_short) + 20

    def test_opens_in_the_editor_with_at_most_eighty_queries(
        self, page: CaseStudyPage, cast: factories.Cast, client: Client, measured: Any
    ) -> None:
        draft = translate(page, english(), lambda _path, text: f"{text} (in English)", cast.translator)
        client.force_login(cast.translator)
        client.get(edit_url(draft))
        with CaptureQueriesContext(connection) as queries:
            response = client.get(edit_url(draft))
        measured(f"opening: {len(queries)} queries")
        assert response.content.decode().count("(in English)") > 100
        assert len(queries) <= 80


@pytest.fixture
def measured(capsys: pytest.CaptureFixture[str]) -> Any:
    """Shows a figure, with ``-s``."""
    return print


class TestReadingSegments:
    """In bulk, they are what wagtail-localize reads one at a time."""

    def rows(self, source: TranslationSource) -> dict[str, list[Any]]:
        return {
            "strings": sorted(
                StringSegment.objects.filter(source=source).values_list(
                    "context__path", "order", "string__data", "attrs"
                )
            ),
            "templates": sorted(
                TemplateSegment.objects.filter(source=source).values_list(
                    "context__path", "order", "template__template", "template__string_count"
                )
            ),
            "overridable": sorted(
                OverridableSegment.objects.filter(source=source).values_list("context__path", "order", "data_json")
            ),
            "contexts": sorted(TranslationContext.objects.values_list("path", "path_id", "field_path")),
        }

    @pytest.mark.parametrize("kind", ["case", "resource", "plan", "event", "content_page", "network", "project"])
    def test_gives_the_same_rows(self, kind: str, cast: factories.Cast) -> None:
        page = getattr(factories, f"make_{kind}")()
        stock, _created = TranslationSource.update_or_create_from_instance(page)
        expected = self.rows(stock)
        TranslationSource.objects.all().delete()
        TranslationContext.objects.all().delete()
        assert self.rows(read_source(page)) == expected

    def test_gives_the_same_rows_after_a_change(self, cast: factories.Cast) -> None:
        step = ResourceStep(title="Bjud in", text='<p>Se <a href="https://example.org/">sidan</a>.</p><p>Ring.</p>')
        page = factories.make_resource(steps=[step])
        read_source(page)
        page.title = "Byvandring i snö"
        page.save_revision().publish()
        ours = self.rows(read_source(page))
        TranslationSource.objects.all().delete()
        stock, _created = TranslationSource.update_or_create_from_instance(page)
        assert ours["strings"] == self.rows(stock)["strings"]
        assert ours["templates"] == self.rows(stock)["templates"]
