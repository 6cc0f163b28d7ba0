"""What answers tell caches, and that nobody is told “unchanged” of something that has changed."""

from __future__ import annotations

import datetime as dt
import time
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from bank.models import CaseStudyPage
from cms.core.models import RelatedPage
from cms.publishing.clock import keep_the_clock
from cms.publishing.models import ContentChange
from cms.publishing.recording import catch_up
from tests import factories
from tests.factories import Tree

pytestmark = pytest.mark.django_db

API = "/api/v2/"
ANSWERS = [
    "pages/",
    "pages/?type=bank.CaseStudyPage&fields=*",
    "pages/?search=fall",
    "pages/?cursor=",
    "images/",
    "documents/",
    "municipalities/",
    "service-types/fuel/",
    "organisations/",
    "changes/?cursor=",
    "resolve/?path=/sv/",
    "search/?q=boxen&facets=county",
    "api-info",
    "exports/cases.csv",
    "exports/cases.json",
]


@pytest.fixture
def case(site: Tree) -> CaseStudyPage:
    case = factories.make_case(title="Fall", service_types=["fuel"], main_image=factories.make_image())
    keep_the_clock()
    catch_up()
    return case


def get(client: Client, address: str, **headers: str) -> Any:
    return client.get(f"{API}{address}", headers=headers)


class TestHeaders:
    @pytest.mark.parametrize("address", [*ANSWERS, "pages/{pk}/", "pages/{pk}/?fields=summary"])
    def test_every_answer_says_what_a_cache_may_do(self, case, client, address):
        answer = get(client, address.format(pk=case.pk))
        assert answer.status_code == 200
        assert answer["ETag"].startswith('"'), "a strong one"
        assert answer["Cache-Control"] in ("no-cache", "public, max-age=0, s-maxage=30, stale-while-revalidate=30")
        # A browser on another site is told that it may read; neither language nor cookies change anything.
        assert answer["Vary"].lower() == "authorization, origin"
        assert "everything" in answer["Surrogate-Key"].split()
        again = get(client, address.format(pk=case.pk), **{"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        for name in ("ETag", "Cache-Control", "Vary", "Surrogate-Key"):
            assert again[name] == answer[name]

    @pytest.mark.parametrize(
        "address", ["pages/", "pages/{pk}/", "municipalities/", "changes/?cursor=", "exports/cases.csv"]
    )
    def test_when_it_changed_last(self, case, client, address):
        moment = parsedate_to_datetime(get(client, address.format(pk=case.pk))["Last-Modified"])
        assert dt.datetime.now(tz=dt.UTC) - dt.timedelta(minutes=5) < moment <= dt.datetime.now(tz=dt.UTC)

    @pytest.mark.parametrize("address", ["pages/?x=1", "pages/999999/", "nothing/", "municipalities/9999/"])
    def test_no_mistake_is_kept(self, site, client, address):
        assert get(client, address)["Cache-Control"] == "no-store"

    @pytest.mark.parametrize("address", ANSWERS)
    def test_nothing_for_a_key_is_kept(self, case, client, address):
        _key, secret = factories.make_key()
        answer = get(client, address, Authorization=f"Bearer {secret}")
        assert answer["Cache-Control"] == "private, no-store"

    def test_names_of_what_an_answer_depends_on(self, case, client):
        def names(address: str) -> set[str]:
            return set(get(client, address)["Surrogate-Key"].split()) - {"everything"}

        assert names(f"pages/{case.pk}/") == {f"page-{case.pk}"}
        assert names("pages/") == {"pages"}
        assert names("pages/?type=bank.CaseStudyPage,home.ContentPage") == {
            "pages-bank-casestudypage",
            "pages-home-contentpage",
        }
        assert names("municipalities/") == {"registers", "core", "clock"}
        assert names("images/") == {"pages", "core", "taggit"}


class TestIfModifiedSince:
    """HTTP dates have no fractions of seconds; two versions within one must not be taken for each other."""

    def answer(self, client: Client, address: str, since: str = "") -> Any:
        return get(client, address, **({"If-Modified-Since": since} if since else {}))

    @pytest.mark.parametrize("address", ["pages/{pk}/", "pages/?type=bank.CaseStudyPage"])
    def test_versions_of_one_second_are_told_apart(self, case, client, address):
        address = address.format(pk=case.pk)
        with time_machine.travel(dt.datetime.now(tz=dt.UTC) + dt.timedelta(seconds=30), tick=False):
            seen = {}
            for title in ("Ett", "Två", "Tre"):
                case.title = title
                case.save_revision().publish()
                answer = self.answer(client, address)
                assert title in answer.content.decode()
                seen[title] = answer["Last-Modified"]
                assert parsedate_to_datetime(answer["Last-Modified"]).timestamp() <= time.time()
            assert self.answer(client, address, seen["Ett"]).status_code == 200
            assert self.answer(client, address, seen["Två"]).status_code == 200
        with time_machine.travel(dt.datetime.now(tz=dt.UTC) + dt.timedelta(seconds=60)):
            latest = self.answer(client, address)["Last-Modified"]
            assert self.answer(client, address, latest).status_code == 304

    def test_seconds_of_the_log_only_grow(self, case):
        with time_machine.travel(dt.datetime.now(tz=dt.UTC), tick=False):
            for number in range(5):
                case.title = f"Titel {number}"
                case.save_revision().publish()
        seconds = list(ContentChange.objects.filter(page_id=case.pk).values_list("modified", flat=True))
        assert seconds == sorted(set(seconds))


def test_a_change_moves_the_etag_of_all_that_shows_it(case: CaseStudyPage, client: Client):
    """What a withdrawn or changed page touches: itself, its lists, its translation, pages that embed its title."""
    other = factories.make_case(title="En annan", related_pages=[RelatedPage(target=case)])
    english = factories.translate_page(case)
    catch_up()
    addresses = [
        f"pages/{case.pk}/",
        f"pages/{english.pk}/",
        f"pages/{other.pk}/",
        "pages/",
        "pages/?type=bank.CaseStudyPage&fields=related",
    ]
    before = {address: get(client, address)["ETag"] for address in addresses}
    case.title = "Ett nytt namn"
    case.save_revision().publish()
    catch_up()
    after = {address: get(client, address)["ETag"] for address in addresses}
    assert [address for address in addresses if before[address] == after[address]] == []
