"""Autosave keeps one draft up to date, and nothing that the public searches is written for it (row 46)."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry

from bank.models import CaseStudyPage
from cms.editorial import moderation
from cms.publishing.models import ContentChange
from tests import factories
from tests.editorial.page_forms import edit_url, filled_in, rich_text, soup_of

INDEX_WRITTEN = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w*(?:indexentry|referenceindex)\w*)')


def indexes_written(queries: CaptureQueriesContext) -> list[str]:
    """Tables of words or references, once for each statement that changes one."""
    return [found[1] for query in queries if (found := INDEX_WRITTEN.match(query["sql"]))]


def autosave(client: Client, page: CaseStudyPage, form: dict[str, Any], revision_id: int | None = None) -> int:
    """What the editor's script sends while somebody types; the revision that is overwritten from then on."""
    data = {**form, "overwrite_revision_id": revision_id or ""}
    answer = client.post(edit_url(page), data, headers={"accept": "application/json"})
    assert answer.json()["success"], answer.content
    return int(answer.json()["revision_id"])


def test_waits_five_seconds_at_least() -> None:
    assert settings.WAGTAIL_AUTOSAVE_INTERVAL >= 5000


def test_twenty_times_is_one_draft_and_nothing_for_the_index_and_publishing_it_is_one_change(
    cast: factories.Cast, client: Client
) -> None:
    page = factories.make_case(title="Boxen", summary="Som det var.", owner=cast.contributor)
    client.force_login(cast.contributor)
    opened = client.get(edit_url(page))
    interval = soup_of(opened).select_one("[data-w-autosave-interval-value]")["data-w-autosave-interval-value"]
    assert int(interval) >= 5000
    form = filled_in(opened) | {"need": rich_text("Så var det.")}
    drafts, entries = page.revisions.count(), PageLogEntry.objects.filter(page=page.pk).count()
    public = ContentChange.objects.count()
    revision = None
    with CaptureQueriesContext(connection) as queries:
        for number in range(20):
            revision = autosave(client, page, form | {"summary": f"Mening nummer {number}."}, revision)
    assert indexes_written(queries) == []
    assert ContentChange.objects.count() == public, "Elasticsearch and partners follow this"
    assert page.revisions.count() == drafts + 1
    assert PageLogEntry.objects.filter(page=page.pk).count() == entries + 1
    assert page.revisions.get(pk=revision).as_object().summary == "Mening nummer 19."

    moderation.submit(page, cast.contributor)
    factories.bring_to_four_eyes(page, cast)
    assert ContentChange.objects.count() == public
    with CaptureQueriesContext(connection) as queries:
        moderation.approve(page, cast.reviewer)
    of_words = [table for table in indexes_written(queries) if "indexentry" in table]
    assert len(of_words) == 1, of_words
    [change] = ContentChange.objects.order_by("pk")[public:]
    assert change.page_id == page.pk
    assert CaseStudyPage.objects.get(pk=page.pk).summary == "Mening nummer 19."
