"""What every test session needs: engines, a prepared database, and nothing left over from the test before."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from cms.api.endpoints.lists import totals
from cms.api.stamped import answers
from cms.core.catalogues import compile_newer
from search import added_words, titles, values, vocabularies
from tests import factories
from tests.full_pages import FullPages
from tests.restoring import put_back_after_real_transactions
from tools import engines

pytest_plugins = ["tests.database"]

IN_CI = os.environ.get("CI") == "true"
TESTS = Path(__file__).parent
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")

# CI has 25 minutes. What shows the same on every database (texts, templates, parameters, rights, numbers of queries)
# runs there on SQLite alone, and what asks most of a database on PostgreSQL alone; the log, the guard, the engines of
# the search and the trash run on both. `make test-fast` and `DATABASE_URL=postgresql://... pytest` run everything.
ONE_DATABASE = (
    "api/test_caching.py",
    "api/test_contract.py",
    "api/test_exports.py",
    "api/test_full_pages.py",
    "api/test_info.py",
    "api/test_keys.py",
    "api/test_languages.py",
    "api/test_leaks.py",
    "api/test_lifecycle.py",
    "api/test_limits.py",
    "api/test_methods.py",
    "api/test_mirror_example.py",
    "api/test_openapi.py",
    "api/test_parameters.py",
    "api/test_previews.py",
    "api/test_problems.py",
    "api/test_query_counts.py",
    "api/test_resolve.py",
    "api/test_schemathesis.py",
    "api/test_stamped.py",
    "api/test_suggest.py",
    "api/test_walks.py",
    "api/test_webhook_example.py",
    "bank/test_carried_over.py",
    "bank/test_derived_values.py",
    "bank/test_owner_admin.py",
    "bank/test_owner_running.py",
    "bank/test_owner_waits.py",
    "core/test_addresses.py",
    "core/test_bad_input.py",
    "core/test_blocks.py",
    "core/test_facts.py",
    "core/test_files.py",
    "core/test_mail.py",
    "core/test_prepare.py",
    "core/test_presentation.py",
    "core/test_revisions.py",
    "core/test_templates.py",
    "core/test_translation_rules.py",
    "core/test_tree_rules.py",
    "core/test_uploads.py",
    "core/test_whole_pages.py",
    "demo/test_build_demo.py",
    "demo/test_content.py",
    "demo/test_synthetic.py",
    "editorial/test_accounts.py",
    "editorial/test_admin.py",
    "editorial/test_api_keys.py",
    "editorial/test_autosave.py",
    "editorial/test_bulk.py",
    "editorial/test_changes.py",
    "editorial/test_checked_links.py",
    "editorial/test_choosing.py",
    "editorial/test_claims.py",
    "editorial/test_dashboard.py",
    "editorial/test_deputies.py",
    "editorial/test_digest.py",
    "editorial/test_edit_record.py",
    "editorial/test_editing_forms.py",
    "editorial/test_four_eyes_walk.py",
    "editorial/test_guide.py",
    "editorial/test_listings.py",
    "editorial/test_machine_translation.py",
    "editorial/test_notifications.py",
    "editorial/test_overtaken_translation.py",
    "editorial/test_people.py",
    "editorial/test_previews.py",
    "editorial/test_proposals.py",
    "editorial/test_readiness.py",
    "editorial/test_renamed_addresses.py",
    "editorial/test_roles.py",
    "editorial/test_route_walk.py",
    "editorial/test_scheduling.py",
    "editorial/test_sign_in.py",
    "editorial/test_sync_editorial.py",
    "editorial/test_take_down.py",
    "editorial/test_texts_outside_pages.py",
    "editorial/test_translation.py",
    "editorial/test_translation_bounds.py",
    "editorial/test_translation_of_what_goes.py",
    "editorial/test_translators_texts.py",
    "editorial/test_two_at_once.py",
    "editorial/test_webhooks.py",
    "editorial/test_who_is_told.py",
    "editorial/test_workflow.py",
    "publishing/test_outgoing.py",
    "publishing/test_surrogates.py",
    "publishing/test_webhooks_sending.py",
    "registers/test_admin.py",
    "search/test_admin_search.py",
    "search/test_analysis.py",
    "search/test_elasticsearch.py",
    "search/test_marked_hits.py",
    "search/test_missed.py",
    "search/test_nothing_found.py",
    "search/test_questions.py",
    "search/test_search_page.py",
    "search/test_searched_fields.py",
    "search/test_similar.py",
    "search/test_synonyms.py",
    "search/test_try_a_question.py",
    "search/test_unsplit_words.py",
    "test_catalogues.py",
    "test_house.py",
    "test_query_counts.py",
    "test_settings.py",
    "tools/",
)
ON_POSTGRESQL = (
    "api/test_filters.py",
    "api/test_lists.py",
    "api/test_read_only.py",
    "api/test_registers.py",
    "api/test_search.py",
    "api/test_stored.py",
    "api/test_visibility.py",
    "bank/test_listings.py",
    "bank/test_owner_facts.py",
    "core/test_persistent_ids.py",
    "core/test_visibility.py",
    "editorial/test_nonsense.py",
    "publishing/test_kills.py",
    "publishing/test_web_processes.py",
    "registers/test_registers.py",
)

# Playwright keeps an event loop in the test's thread; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make snapshot` passes this."""
    parser.addoption("--update-snapshots", action="store_true", help="write golden files and baselines anew")


def pytest_configure() -> None:
    """A clean clone has no compiled catalogues, and Django has looked for them by now: it shall look again.

    Dictionaries and pages make millions of objects that live as long as the session: to go through them again and
    again is a tenth of a run.
    """
    gc.set_threshold(200_000, 50, 1000)
    for folder in settings.LOCALE_PATHS:
        for path in compile_newer(Path(folder)):
            translation_file_changed(None, path)


def pytest_unconfigure() -> None:
    """Uploads of this session."""
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything under tests/e2e needs the browser; what needs PostgreSQL is left out elsewhere.

    What a module builds once for all its tests is built in one process.
    """
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.e2e)
        if item.path.relative_to(TESTS).as_posix().startswith(ONE_DATABASE):
            item.add_marker(pytest.mark.one_database)
        if item.path.relative_to(TESTS).as_posix().startswith(ON_POSTGRESQL):
            item.add_marker(pytest.mark.on_postgresql)
        if "undone" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group(item.path.relative_to(TESTS).as_posix()))
        if item.get_closest_marker("postgresql") and not settings.USES_POSTGRESQL:
            item.add_marker(pytest.mark.skip(reason="only on PostgreSQL: make test runs it there"))


def engine_missing(reason: str) -> None:
    """Skip on a developer's machine, fail in CI."""
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def update_snapshots(request: pytest.FixtureRequest) -> bool:
    """Whether golden files and baselines are written instead of compared with."""
    return bool(request.config.getoption("--update-snapshots"))


@pytest.fixture(autouse=True)
def clean_slate() -> Iterator[None]:
    """No language and no cached value leaks from one test into the next."""
    cache.clear()
    answers.clear()
    totals.clear()
    vocabularies.forget()
    values.forget()
    titles.forget()
    translation.activate(settings.LANGUAGE_CODE)
    yield
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def words_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words are not asked for again while queries are counted, of pages and added ones, however slow the machine is."""
    for module in (vocabularies, added_words):
        monkeypatch.setattr(module, "SECONDS_KEPT", 3600)


@pytest.fixture(scope="session")
def redis_url() -> str:
    """The address of a real Redis."""
    try:
        return engines.ensure("redis")
    except engines.EngineMissing as reason:
        engine_missing(str(reason))
        raise


@pytest.fixture(scope="session")
def elasticsearch_url() -> str:
    """The address of a real Elasticsearch."""
    try:
        return engines.ensure("elasticsearch")
    except engines.EngineMissing as reason:
        engine_missing(str(reason))
        raise


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium instead of one that Playwright would download."""
    path = next((path for path in CHROMIUM if Path(path).exists()), None)
    if path is None:
        engine_missing("Chromium is not on this machine (on Debian: apt-get install chromium).")
    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
    return {**browser_type_launch_args, "executable_path": path, "args": arguments}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """After the migrations: registers, the page tree in both languages, roles and their people, once for all tests."""
    with django_db_blocker.unblock():
        factories.build_world()
        restoring = put_back_after_real_transactions()
        restoring.__enter__()
    yield
    restoring.__exit__(None, None, None)


@pytest.fixture
def site(db: None) -> factories.Tree:
    """The pages every site has, in Swedish and English."""
    return factories.build_world()


@pytest.fixture
def cast(site: factories.Tree) -> factories.Cast:
    """One person per role, with the rights that `sync_editorial` gives."""
    return factories.make_cast()


@pytest.fixture(scope="module")
def undone(django_db_setup: None, django_db_blocker: Any) -> Iterator[factories.Tree]:
    """The tree, for pages that are built once for all tests of a module and undone after the last."""
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        titles.forget()
        site = factories.build_world()
    yield site
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


@pytest.fixture(scope="module")
def full(undone: factories.Tree, django_db_blocker: Any) -> FullPages:
    """A page of every type with everything on it."""
    with django_db_blocker.unblock():
        return FullPages(undone)
