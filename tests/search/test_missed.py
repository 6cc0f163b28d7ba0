"""Questions that found nothing are counted, and nobody is known by them."""

from __future__ import annotations

import datetime as dt
import pickle
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from search.missed import counting, handing
from search.missed.counting import Counts, counts
from search.missed.taking_in import forget_old_missed_questions, take_in_missed_questions
from search.models import MissedQuestion
from tests.api.test_read_only import read_only_database
from tests.editorial.page_forms import soup_of
from tests.factories import Cast, Tree, make_case

PAGE, API = "/sv/sok/", "/api/v2/search/"
FILES = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache"}
REPORT = "/admin/search-words/without-hits/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    counts.forget()
    yield
    counts.forget()


def ask(client: Client, question: str, times: int = 1, path: str = PAGE, **more: str) -> None:
    for _time in range(times):
        assert client.get(path, {"q": question, **more}).status_code == 200


def later() -> dict[str, int]:
    """Every process hands over what it has, the worker takes it in: words with their numbers."""
    counts.hand_over()
    take_in_missed_questions()
    return dict(MissedQuestion.objects.values_list("words", "times"))


class TestWhatIsCounted:
    def test_questions_without_hits_on_the_page_and_in_the_api(self, site: Tree, client: Client):
        ask(client, "Zyxhotell", 2)
        ask(client, "zyxhotell", 2, API, locale="sv")
        assert later() == {"zyxhotell": 4}
        [row] = MissedQuestion.objects.all()
        assert (row.language, row.day) == ("sv", timezone.localdate())

    def test_each_language_for_itself(self, site: Tree, client: Client):
        ask(client, "zyxhotel", 3)
        ask(client, "zyxhotel", 4, "/en/search/")
        ask(client, "zyxhotel", 1, API, locale="en")
        later()
        assert set(MissedQuestion.objects.values_list("language", "times")) == {("sv", 3), ("en", 5)}

    def test_not_what_found_something(self, site: Tree, client: Client):
        make_case(title="Zebra")
        ask(client, "zebra", 3)
        assert later() == {}

    def test_not_what_a_filter_left_nothing_of(self, site: Tree, client: Client):
        make_case(title="Zebra")
        ask(client, "zebra", 3, county="01")
        ask(client, "zebra", 3, API, county="01")
        assert later() == {}

    def test_only_from_three_times_a_day_on(self, site: Tree, client: Client):
        ask(client, "zyxhotell", 2)
        assert later() == {}
        ask(client, "zyxhotell")
        assert later() == {"zyxhotell": 3}
        ask(client, "zyxhotell", 2)
        assert later() == {"zyxhotell": 5}

    def test_not_over_two_days(self, site: Tree, client: Client):
        yesterday = timezone.localdate() - dt.timedelta(days=1)
        with patch("django.utils.timezone.localdate", return_value=yesterday):
            ask(client, "zyxhotell", 2)
        ask(client, "zyxhotell", 2)
        assert later() == {}

    def test_yesterdays_last_ones_are_taken_in_after_midnight(self, site: Tree, client: Client):
        yesterday = timezone.localdate() - dt.timedelta(days=1)
        with patch("django.utils.timezone.localdate", return_value=yesterday):
            ask(client, "zyxhotell", 3)
        later()
        assert MissedQuestion.objects.get().day == yesterday

    @pytest.mark.parametrize(
        "question",
        [
            "anna@exempel.se",
            "zyx anna (at) exempel",
            "zyx snabel-a",
            "www.zyxhotell",
            "zyxhotell.se",
            "https://zyx/hotell",
            "19121212-1212",
            "zyx 121212 1212",
            "121212+1212",
            "zyx 1 2 1 2 1 2",
            "070-123 45 67",
            "(070) 123",
            "zyx 92396",
            "zyx1234567",
            "zyx ett två tre fyra fem",
            "zyx" * 30,
        ],
    )
    def test_never_what_may_tell_of_somebody(self, question: str, site: Tree, client: Client):
        ask(client, question, 5)
        assert later() == {}

    def test_but_years_and_codes(self, site: Tree, client: Client):
        ask(client, "zyxhotell 2026", 3)
        assert later() == {"zyxhotell 2026": 3}

    def test_words_without_their_signs(self, site: Tree, client: Client):
        ask(client, '"Zyxhotell, för HUNDAR!"', 3)
        assert later() == {"zyxhotell för hundar": 3}


class TestNobodyIsKnown:
    def test_what_stays_under_three_is_legible_nowhere(self, site: Tree, client: Client, settings: Any, tmp_path: Path):
        settings.CACHES = {**settings.CACHES, "default": {**FILES, "LOCATION": str(tmp_path)}}

        def stored() -> bytes:
            found = b""
            for path in tmp_path.glob("*"):
                with path.open("rb") as file:
                    pickle.load(file)  # noqa: S301  our own: until when it is kept
                    found += zlib.decompress(file.read())
            return found

        ask(client, "zyxhotell", 2)
        later()
        assert stored()
        assert b"zyxhotell" not in stored()
        ask(client, "zyxhotell")
        later()
        assert b"zyxhotell" in stored()

    def test_row_has_words_language_day_and_number_alone(self):
        names = {field.name for field in MissedQuestion._meta.get_fields()}
        assert names == {"id", "day", "language", "words", "times"}

    def test_asking_writes_nothing_to_the_database(self, site: Tree, client: Client):
        client.get(PAGE, {"q": "zyxhotell"})
        with read_only_database():
            ask(client, "zyxhotell", 3)
            ask(client, "zyxhotell", 3, API)
            counts.hand_over()
        assert later() == {"zyxhotell": 7}


class TestSeveralProcesses:
    @pytest.mark.parametrize("kind", ["files", "redis"])
    def test_meet_in_each_cache_that_a_site_can_have(
        self, kind: str, site: Tree, client: Client, settings: Any, tmp_path: Path, request: pytest.FixtureRequest
    ):
        of_kind = {**FILES, "LOCATION": str(tmp_path)}
        if kind == "redis":
            address = request.getfixturevalue("redis_url")
            of_kind = {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": address, "KEY_PREFIX": uuid4().hex}
        settings.CACHES = {**settings.CACHES, "default": of_kind}
        ask(client, "zyxhotell", 2)
        assert later() == {}
        ask(client, "zyxhotell", 2)
        assert later() == {"zyxhotell": 4}
        day = timezone.localdate()
        cache.delete_many([handing._name((day, "sv", "zyxhotell")), handing._name_of_list(day)])

    def test_their_numbers_are_added(self, site: Tree):
        processes = Counts(), Counts()
        for process in (*processes, *processes):
            process.add(counting.Missed(timezone.localdate(), "sv", "zyxhotell"))
        for process in processes:
            process.hand_over()
        assert later() == {"zyxhotell": 4}

    def test_a_flood_of_different_questions_takes_no_more_memory(self, site: Tree):
        process = Counts()
        for number in range(counting.MOST_KEPT * 5):
            process.add(counting.Missed(timezone.localdate(), "sv", f"zyx{number}"))
        assert len(process._counts) == counting.MOST_KEPT

    def test_nor_does_one_that_goes_on_fill_the_cache(self, site: Tree, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(counting, "MOST_OF_A_DAY", 3)
        process, today = Counts(), timezone.localdate()
        for number in range(10):
            for _time in range(3):
                process.add(counting.Missed(today, "sv", f"zyx{number}"))
            process.hand_over()
        assert len(later()) == 3
        for _time in range(3):
            process.add(counting.Missed(today + dt.timedelta(days=1), "sv", "zyx"))
        process.hand_over()
        assert handing.known_of(today + dt.timedelta(days=1)) == {("sv", "zyx"): 3}

    def test_each_hands_over_by_itself_and_nobody_waits_for_it(self, site: Tree, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(counting, "SECONDS_KEPT", 0)
        process = Counts()
        for _time in range(3):
            process.add(counting.Missed(timezone.localdate(), "sv", "zyxhotell"))
        for thread in threading.enumerate():
            if isinstance(thread, threading.Timer) and thread.function == process.hand_over:
                thread.join()
        take_in_missed_questions()
        assert MissedQuestion.objects.get().times == 3

    def test_no_more_words_of_a_day_are_known_than_so_many(self, site: Tree, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(handing, "MOST_OF_A_DAY", 2)
        for number in range(5):
            handing.hand_over({(timezone.localdate(), "sv", f"zyx{number}"): 3})
        assert len(later()) == 2

    def test_cache_that_was_emptied_takes_nothing_away(self, site: Tree, client: Client):
        ask(client, "zyxhotell", 5)
        later()
        cache.clear()
        ask(client, "zyxhotell", 3)
        assert later() == {"zyxhotell": 5}

    @pytest.mark.parametrize("wrong", [{"side_effect": OSError("disk full")}, {"return_value": None}])
    def test_cache_that_is_away_costs_counts_and_nothing_else(self, wrong: Any, site: Tree, client: Client):
        with patch.object(type(cache._connections[cache._alias]), "incr", **wrong):
            ask(client, "zyxhotell", 3)
            assert later() == {}
        ask(client, "zyxhotell", 3)
        assert "zyxhotell" in later()


def test_rows_are_forgotten_after_90_days(db: None):
    today = timezone.localdate()
    for days in (0, 90, 91):
        MissedQuestion.objects.create(day=today - dt.timedelta(days=days), language="sv", words="zyx", times=3)
    forget_old_missed_questions()
    assert {(today - row.day).days for row in MissedQuestion.objects.all()} == {0, 90}


class TestTheReport:
    @pytest.fixture(autouse=True)
    def rows(self, cast: Cast) -> None:
        for day, words, times in ((0, "zyxhotell", 3), (0, "zyxbad & bastu", 9), (1, "zyxhund", 5)):
            row = MissedQuestion(day=timezone.localdate() - dt.timedelta(days=day), language="sv")
            row.words, row.times = words, times
            row.save()

    def listed(self, client: Client, **parameters: str) -> list[str]:
        page = soup_of(client.get(REPORT, parameters))
        return [row.select_one("td strong").get_text(strip=True) for row in page.select("tbody tr")]

    def test_lists_them_by_day_and_number(self, cast: Cast, client: Client):
        client.force_login(cast.editor)
        assert self.listed(client) == ["zyxbad & bastu", "zyxhotell", "zyxhund"]
        assert self.listed(client, ordering="-times") == ["zyxbad & bastu", "zyxhund", "zyxhotell"]
        assert self.listed(client, q="hotell") == ["zyxhotell"]

    def test_leads_to_a_synonym_that_is_filled_in(self, cast: Cast, client: Client):
        client.force_login(cast.editor)
        [link] = [
            link for link in soup_of(client.get(REPORT)).select("td a[href*=synonyms]") if "bastu" in link["href"]
        ]
        form = soup_of(client.get(link["href"])).select_one("form[data-edit-form]")
        assert form.select_one("[name=word]")["value"] == "zyxbad & bastu"
        assert form.select_one("[name=language] option[selected]")["value"] == "sv"

    def test_says_what_has_a_synonym_already(self, cast: Cast, client: Client):
        client.force_login(cast.editor)
        client.post(
            "/admin/search-words/synonyms/new/",
            {"language": "sv", "word": "zyxhotell", "others": "vandrarhem", "closeness": "usual"},
        )
        from search import vocabularies

        vocabularies.forget()
        page = soup_of(client.get(REPORT))
        [row] = [row for row in page.select("tbody tr") if "zyxhotell" in row.text]
        assert "vandrarhem" in row.text
        assert not row.select("a[href*=synonyms]")

    @pytest.mark.parametrize("role", ["network_administrator", "superuser"])
    def test_is_read_by_administrators_too_and_changed_by_nobody(self, role: str, cast: Cast, client: Client):
        client.force_login(getattr(cast, role))
        assert len(self.listed(client)) == 3
        for address in ("new/", "edit/1/", "delete/1/"):
            assert client.get(f"{REPORT}{address}").status_code == 404

    @pytest.mark.parametrize("role", ["contributor", "translator", "reviewer", "member", "stranger"])
    def test_is_nobody_elses(self, role: str, cast: Cast, client: Client):
        client.force_login(getattr(cast, role))
        assert client.get(REPORT).status_code in (302, 403)
