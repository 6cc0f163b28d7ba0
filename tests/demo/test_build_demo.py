"""What `build_demo` leaves behind. It is built once for this module, in a transaction that is undone at the end."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from PIL import Image
from wagtail.models import Page, Site
from wagtail_localize.models import StringTranslation, TranslationSource

from bank.models import CaseStudyPage, Confirmation
from cms.core.models import CustomImage, User
from cms.core.visibility import public_pages
from cms.demo.builder import media
from cms.demo.builder.reading import read, read_entries
from cms.registers.models import County, Municipality, Organisation

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.xdist_group("build_demo"),  # one process builds it for all
]
ENTRIES = read_entries()
SECTIONS = read("structure")["sections"]
BROKEN = re.compile(r'(?:href|src)="(/[^"#]*)')
SKIPPED = ("/static/", "/media/", "/admin/")


class OneGreySquare:
    """Stands in for the processes that draw: the pictures themselves have no part in these tests."""

    def __init__(self, **_options: Any) -> None:
        out = io.BytesIO()
        Image.new("RGB", (32, 21), (150, 160, 150)).save(out, "JPEG")
        self.content = out.getvalue()

    def __enter__(self) -> OneGreySquare:
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def submit(self, *_call: Any) -> Future[bytes]:
        done: Future[bytes] = Future()
        done.set_result(self.content)
        return done

    def shutdown(self, **_options: Any) -> None:
        pass


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The demonstration in an otherwise empty database; gives what the command printed."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(media, "ProcessPoolExecutor", OneGreySquare)
        with transaction.atomic():
            for page in Page.objects.filter(depth=2):
                page.delete()
            User.objects.all().delete()
            Organisation.objects.all().delete()
            out = io.StringIO()
            call_command("build_demo", stdout=out)
            yield out.getvalue()
            transaction.set_rollback(True)
        Site.clear_site_root_paths_cache()
        cache.clear()


def counts() -> dict[str, int]:
    return {
        "pages": Page.objects.count(),
        "strings": StringTranslation.objects.count(),
        "images": CustomImage.objects.count(),
        "users": User.objects.count(),
    }


def test_every_file_is_a_public_page_in_the_languages_it_promises(demo):
    expected = Counter(language for entry in ENTRIES for language in entry.languages)
    expected.update({"sv": len(SECTIONS), "en": len(SECTIONS)})
    found = Counter(public_pages().values_list("locale__language_code", flat=True))
    assert found == expected


def test_the_tree_is_sound_and_begins_at_the_swedish_front_page(demo):
    assert not any(Page.find_problems())
    assert Site.objects.get().root_page.locale.language_code == "sv"
    assert Page.objects.filter(depth=2).count() == 2


def test_every_english_segment_is_translated(demo):
    stale = [entry.slug("sv") for entry in ENTRIES if entry.data["english"] == "stale"]
    waiting = Page.objects.filter(slug__in=stale, locale__language_code="sv").values("translation_key")
    for source in TranslationSource.objects.exclude(object_id__in=waiting):
        for segment in source.stringsegment_set.select_related("context"):
            assert StringTranslation.objects.filter(
                translation_of_id=segment.string_id,
                context_id=segment.context_id,
                locale__language_code="en",
                has_error=False,
            ).exists(), f"{source}: {segment.context.path}"


def test_states_of_translations_are_as_the_files_say(demo):
    english = {page.translation_key: page.specific for page in public_pages().filter(locale__language_code="en")}
    for entry in ENTRIES:
        swedish = Page.objects.get(slug=entry.slug("sv"), locale__language_code="sv")
        translated = english.get(swedish.translation_key)
        state = translated.translation_state if translated else None
        expected = {"translated": "current", "stale": "outdated", "untranslated": None}[entry.data["english"]]
        assert state == expected, entry.key


def test_history_looks_as_if_people_had_made_it(demo):
    page = CaseStudyPage.objects.get(slug="slussfors-varubox")
    assert page.first_published_at.date().isoformat() == "2026-03-12"
    assert page.last_published_at == page.live_revision.created_at
    assert page.review_due_on.year == page.reviewed_on.year + 1
    assert page.quality_level == "reviewed"
    state = page.workflow_states.get()
    assert state.status == "approved"
    finished = [task.finished_by.username for task in state.task_states.order_by("pk")]
    assert finished == ["redaktor", "redaktor", "granskare"], "the check, nobody to ask, four eyes"


def test_registers_are_linked(demo):
    assert Municipality.objects.get(code="2421").coordinator.role_email == "servicesamordnare@storuman.example"
    assert County.objects.get(code="24").region.code == "region-vasterbotten"
    assert Organisation.objects.filter(member_of_network=True).count() == 7


def test_the_date_of_a_confirmation_is_known(demo):
    assert Confirmation.objects.exists()
    assert CaseStudyPage.objects.get(slug="slussfors-varubox").confirmed_on.isoformat() == "2026-09-15"


def test_accounts_are_named_and_can_sign_in(demo):
    assert "skribent" in demo
    assert User.objects.get(username="granskare").check_password(settings.DEMO_PASSWORD)
    assert not User.objects.filter(is_superuser=True).exists()


def test_a_second_run_changes_nothing(demo):
    before, out = counts(), io.StringIO()
    call_command("build_demo", stdout=out)
    assert "nothing was changed" in out.getvalue()
    assert counts() == before


def test_private_data_is_on_no_public_page(demo):
    client, private = Client(), [owner["email"] for owner in read("beside")["owners"]]
    private += [item["email"] for item in read("registers")["contacts"] if not item["show_publicly"]]
    for page in public_pages().filter(locale__language_code="sv"):
        html = client.get(page.url).content.decode()
        assert [address for address in private if address in html] == [], page.url


def test_every_page_answers_and_every_link_on_it_leads_somewhere(demo):
    client, answers = Client(), {}

    def status(path: str) -> int:
        if path not in answers:
            answers[path] = client.get(path, follow=True).status_code
        return answers[path]

    links: dict[str, str] = {}
    for page in public_pages():
        response = client.get(page.url)
        assert response.status_code == 200, page.url
        for link in BROKEN.findall(response.content.decode()):
            path = link.replace("&amp;", "&")
            if not path.startswith(SKIPPED):
                links.setdefault(path, page.url)
    # Filters multiply without end: of each index, those that its first page offers.
    broken = {path: found_on for path, found_on in links.items() if urlsplit(path).path and status(path) != 200}
    assert broken == {}
