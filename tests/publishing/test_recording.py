"""A request that may write is one transaction; the clock, the sweep and the proof of the log."""

from __future__ import annotations

import datetime as dt
from functools import partial
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from cms.publishing import triggers
from cms.publishing.clock import keep_the_clock
from cms.publishing.middleware import RecordingMiddleware
from cms.publishing.models import ContentChange, Mark, PublishedDocument
from cms.publishing.recording import catch_up
from cms.publishing.retention import fold_old_changes
from tests import factories
from tests.publishing.conftest import Happened

pytestmark = pytest.mark.django_db


def test_a_request_is_one_row_with_its_author_and_its_way(cast: Any, client: Client, happened: Happened):
    case = factories.make_case()
    happened()
    client.force_login(cast.superuser)
    client.post(reverse("wagtailadmin_pages:unpublish", args=[case.pk]), {"override_reason": "Inaktuell."})
    assert happened() == [("delete", case.pk)]
    row = ContentChange.objects.latest("id")
    assert (row.actor, row.route) == (cast.superuser, "POST wagtailadmin_pages:unpublish")


def test_a_request_that_fails_leaves_nothing_behind(rf: RequestFactory, cast: Any, happened: Happened):
    case = factories.make_case()
    happened()

    def fail_half_way(_request: Any) -> HttpResponse:
        case.unpublish()
        return HttpResponse(status=500)

    request = rf.post("/admin/")
    request.user = cast.superuser
    RecordingMiddleware(fail_half_way)(request)
    case.refresh_from_db()
    assert case.live
    assert happened() == []


def test_reading_opens_no_transaction(rf: RequestFactory, site: Any):
    seen = []

    def look(_request: Any) -> HttpResponse:
        seen.append(len(connection.savepoint_ids))
        return HttpResponse()

    before = len(connection.savepoint_ids)
    RecordingMiddleware(look)(rf.get("/"))
    assert seen == [before]


def test_midnight_changes_what_depends_on_the_date(happened: Happened):
    today = dt.date(2026, 11, 22)
    with time_machine.travel(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)):
        keep_the_clock()
        plan = factories.make_plan(period_from=dt.date(2025, 1, 1), period_to=today)
        case = factories.make_case()
        keep_the_clock()
        happened()
        keep_the_clock()
        catch_up()
        assert happened() == []
    with time_machine.travel(dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)):  # half past twelve at night in Sweden
        keep_the_clock()
        assert happened() == [("upsert", "clock day")]
        catch_up()
        assert happened() == [("upsert", plan.pk)], "its status is expired; the case shows nothing that a date changes"
    assert case.pk not in ContentChange.objects.filter(route="worker").values_list("page_id", flat=True)


def test_a_bulk_change_withdraws_at_once_and_renders_what_is_left_later(
    monkeypatch: pytest.MonkeyPatch, site: Any, happened: Happened
):
    monkeypatch.setattr("cms.publishing.log.append_pages.__defaults__", (2,))
    section = factories.make_content_page(parent=site.home)
    pages = [section, *(factories.make_content_page(parent=section) for _number in range(4))]
    happened()
    section.refresh_from_db()
    section.slug = "en-annan-adress"
    section.save_revision().publish()
    assert len(happened()) == 2
    assert PublishedDocument.objects.filter(is_stale=True).count() == 3
    catch_up()
    assert len(happened()) == 3
    factories.restrict(section)
    assert sorted(happened()) == sorted(("delete", page.pk) for page in pages)


def test_rebuilding_proves_the_log_and_mends_it(happened: Happened):
    # In this process: others do not see what a test has not committed.
    rebuild = partial(call_command, "rebuild_documents", processes=1, stdout=StringIO())
    case, other = factories.make_case(), factories.make_case()
    happened()
    rebuild(check=True)
    PublishedDocument.objects.filter(pk=case.pk).update(etag="x", body="{}")
    PublishedDocument.objects.filter(pk=other.pk).delete()
    with pytest.raises(CommandError, match="2 document"):
        rebuild(check=True)
    rebuild()
    assert set(happened()) == {("upsert", case.pk), ("upsert", other.pk)}
    rebuild(check=True)


def test_a_missing_trigger_is_an_error_and_migrating_mends_it(site: Any):
    assert run_checks(databases=["default"], tags=["database"]) == []
    name = sorted(triggers.missing() ^ {f"{triggers.PREFIX}_bank_casestudypage_update"})[0]
    with connection.cursor() as cursor:
        on = " ON bank_casestudypage" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {name}{on}")
    [error] = run_checks(databases=["default"], tags=["database"])
    assert error.id == "publishing.E001"
    assert "--skip-checks" in error.hint
    triggers.install()
    assert run_checks(databases=["default"], tags=["database"]) == []


def test_triggers_of_tables_that_a_waiting_migration_makes_do_not_stop_it(site: Any):
    MigrationRecorder.Migration.objects.filter(app="bank").latest("pk").delete()
    name = sorted(triggers.missing() ^ {f"{triggers.PREFIX}_bank_casestudypage_update"})[0]
    with connection.cursor() as cursor:
        on = " ON bank_casestudypage" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {name}{on}")
    assert run_checks(databases=["default"], tags=["database"]) == []


def test_marks_do_not_pile_up(happened: Happened):
    factories.make_case().unpublish()
    factories.make_case(published=False)
    catch_up()
    assert not Mark.objects.exists()


def test_folding_the_log_changes_nothing_that_a_partner_ends_with(client: Client, partner: Any, happened: Happened):
    kept, gone = factories.make_case(), factories.make_case()
    for number in range(3):
        kept.title = f"Namn nummer {number}"
        kept.save_revision().publish()
    gone.unpublish()
    before = type(partner)(client)
    assert before.sync(limit=2).keys() >= {kept.pk}
    rows = ContentChange.objects.filter(page_id__in=[kept.pk, gone.pk])
    assert rows.count() == 6
    assert fold_old_changes() == 0, "nothing is a year old"
    with time_machine.travel(timezone.now() + dt.timedelta(days=400)):
        assert fold_old_changes() >= 4
    assert list(rows.values_list("page_id", "action")) == [(kept.pk, "upsert"), (gone.pk, "delete")]
    after = type(partner)(client)
    assert after.sync(limit=2) == before.pages
