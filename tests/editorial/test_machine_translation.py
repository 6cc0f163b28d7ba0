"""Words of a machine: off by default, never before the check for personal data, marked, never public as they are.

The provider here stands for somebody else's service (traps, row 41).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest
import requests
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail.users.models import UserProfile
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue

from bank.models import CaseStudyPage
from cms.core.jobs import jobs
from cms.editorial import moderation
from cms.editorial.contributions import writers_since_publication
from cms.editorial.readiness.check import check, waive
from cms.editorial.translation import translate
from tests import factories
from tests.editorial.page_forms import edit_url, soup_of

SECRET = "Byn köper affären i hemlighet."
MARK = "Machine-translated, not reviewed"


class Provider(BaseMachineTranslator):
    """Says everything in English, and what it was sent."""

    display_name = "Polyglot"
    calls: list[list[str]] = []
    fails_from = 99
    """The call that is not answered, counted from 0."""
    failure: Exception = KeyError("translations")
    answers: dict[str, str | None] = {}

    def translate(self, source_locale: Locale, target_locale: Locale, strings: Iterable[StringValue]) -> Any:
        texts = list(strings)
        self.calls.append([text.data for text in texts])
        if len(self.calls) > self.fails_from:
            raise self.failure
        said = {text: self.answers.get(text.data, f"{text.data} [machine]") for text in texts}
        return {text: StringValue(answer) for text, answer in said.items() if answer is not None}

    def can_translate(self, source_locale: Locale, target_locale: Locale) -> bool:
        return True


def refusal(status: int) -> requests.HTTPError:
    """As a provider's library raises it."""
    response = requests.Response()
    response.status_code = status
    return requests.HTTPError(f"{status}: {SECRET}", response=response)


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> type[Provider]:
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": f"{__name__}.Provider"}
    monkeypatch.setattr(Provider, "calls", [])
    monkeypatch.setattr(Provider, "answers", {})
    monkeypatch.setattr(Provider, "fails_from", 99)
    return Provider


@pytest.fixture
def case(cast: factories.Cast) -> CaseStudyPage:
    return factories.make_case(title="Boxen i byn", need="<p>Affären stängde.</p>")


@pytest.fixture
def page(case: CaseStudyPage, cast: factories.Cast) -> Any:
    """Begun in English, nothing translated."""
    UserProfile.objects.update_or_create(user=cast.translator, defaults={"preferred_language": "en"})
    return translate(case, Locale.objects.get(language_code="en"), {}, cast.translator)


def fresh(page: Page) -> Any:
    return type(page).objects.get(pk=page.pk)


def url(page: Page, name: str, *more: int) -> str:
    translation = Translation.objects.get(source__object_id=page.translation_key)
    return reverse(f"wagtail_localize:{name}", args=(translation.pk, *more))


def press(client: Client, page: Page) -> str:
    """The button, and what the worker does; returns what the editor says then."""
    client.post(url(page, "machine_translate"))
    next(job for job in jobs if job.name == "translate_by_machine").function()
    return editor_of(client, page)[0].get_text(" ", strip=True)


def editor_of(client: Client, page: Page) -> tuple[BeautifulSoup, dict[str, Any]]:
    soup = soup_of(client.get(edit_url(page), follow=True))
    return soup, json.loads(soup.select_one(".js-translation-editor")["data-props"])


def save(client: Client, page: Page, path: str, text: str | None = None) -> None:
    """What a translator sends who reads a text, mends it perhaps, and saves it."""
    segment = StringSegment.objects.get(source__object_id=page.translation_key, context__path=path)
    row = StringTranslation.objects.get(translation_of_id=segment.string_id, context_id=segment.context_id)
    address = url(page, "edit_string_translation", segment.pk)
    client.put(address, f"value={text or row.data}", content_type="application/x-www-form-urlencoded")


def submit(client: Client, page: Page, **values: Any) -> str:
    answer = client.post(reverse("submit_translation_for_review", args=(page.pk,)), values, follow=True)
    return soup_of(answer).get_text(" ", strip=True)


class TestByDefault:
    def test_no_machine_is_asked_and_there_is_no_button(
        self, page: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.translator)
        assert editor_of(client, page)[1]["machineTranslator"] is None
        assert client.post(url(page, "machine_translate")).status_code == 404
        assert not StringTranslation.objects.exists()


class TestPersonalData:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("Ring Kim på 070-123 45 67.", "070-123 45 67 looks like a private telephone."),
            ("Kim är 811218-9876.", "811218-9876 is somebody's personal identity number."),
            ("Skriv till kim.handlare@gmail.com.", "kim.handlare@gmail.com looks like a private address."),
        ],
    )
    def test_in_the_swedish_text_keeps_all_of_it_here(
        self, text: str, said: str, provider: type[Provider], cast: factories.Cast, client: Client
    ) -> None:
        case = factories.make_case(lessons=f"<p>{text}</p>")
        UserProfile.objects.update_or_create(user=cast.translator, defaults={"preferred_language": "en"})
        page = translate(case, Locale.objects.get(language_code="en"), {}, cast.translator)
        client.force_login(cast.translator)
        shown = press(client, page)
        assert "Nothing was sent" in shown
        assert said in shown
        assert provider.calls == []

    def test_that_was_let_pass_for_our_page_is_not_let_pass_for_others(
        self, provider: type[Provider], cast: factories.Cast, client: Client
    ) -> None:
        case = factories.make_case(lessons="<p>Ring 070-123 45 67.</p>")
        waive(case, cast.editor, {finding.fingerprint for finding in check(case).open}, "Butikens nummer.")
        page = translate(case, Locale.objects.get(language_code="en"), {}, cast.translator)
        client.force_login(cast.translator)
        press(client, page)
        assert provider.calls == []

    def test_that_came_after_the_button_was_pressed_is_found_by_the_worker(
        self, provider: type[Provider], case: CaseStudyPage, page: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.translator)
        client.post(url(page, "machine_translate"))
        case.lessons = "<p>Ring 070-123 45 67.</p>"
        case.save_revision().publish()
        next(job for job in jobs if job.name == "translate_by_machine").function()
        assert provider.calls == []
        assert "Nothing was sent" in editor_of(client, page)[0].get_text()


class TestWordsOfAMachine:
    @pytest.fixture(autouse=True)
    def translated(self, provider: type[Provider], page: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.translator)
        press(client, page)

    def test_are_marked_until_somebody_has_saved_them(self, page: CaseStudyPage, client: Client) -> None:
        soup, props = editor_of(client, page)
        rows = {row["data"]: row for row in props["initialStringTranslations"]}
        assert len(rows) > 3
        assert all(MARK in row["error"] and "Polyglot" in row["comment"] for row in rows.values())
        panel = soup.select_one(".sb-review").get_text(" ", strip=True)
        assert f"{StringTranslation.objects.count()} of these have words of a machine" in panel
        save(client, page, "title", "The box")
        save(client, page, "need")
        rows = {row["data"]: row for row in editor_of(client, page)[1]["initialStringTranslations"]}
        assert rows["The box"]["error"] is None
        assert rows["Affären stängde. [machine]"]["error"] is None
        assert sum(MARK in (row["error"] or "") for row in rows.values()) == len(rows) - 2

    def test_leave_the_address_to_people(self, provider: type[Provider], page: CaseStudyPage) -> None:
        assert page.slug not in provider.calls[0]
        assert not StringTranslation.objects.filter(context__path="slug").exists()

    def test_count_as_missing_when_the_translation_is_sent_for_review(
        self, page: CaseStudyPage, client: Client
    ) -> None:
        assert "have no translation" in submit(client, page)
        assert not fresh(page).workflow_in_progress

    def test_stand_in_no_draft_and_never_on_the_page(
        self, page: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        """Whoever ticks that the rest stays Swedish gets Swedish there."""
        save(client, page, "title", "The box")
        box = editor_of(client, page)[0].select_one("input[name=with_swedish]")
        submit(client, page, with_swedish=box["value"])
        assert fresh(page).workflow_in_progress
        moderation.approve(page, cast.reviewer)
        shown = fresh(page)
        assert (shown.live, shown.title, shown.need) == (True, "The box", "<p>Affären stängde.</p>")
        assert "[machine]" not in client.get(shown.url).content.decode()

    def test_that_somebody_took_are_published_as_theirs(
        self, page: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        save(client, page, "title")
        save(client, page, "need")
        submit(client, page, with_swedish=99)
        moderation.approve(page, cast.reviewer)
        assert (fresh(page).title, "[machine]" in fresh(page).need) == ("Boxen i byn [machine]", True)

    def test_are_not_public_by_an_administrators_reason_either(
        self, page: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.superuser)
        client.post(edit_url(page), {"action": "publish", "override_reason": "Brådskande."})
        address = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "publish"))
        client.post(f"{address}?id={page.pk}", {"override_reason": "Brådskande."})
        assert "[machine]" not in fresh(page).title

    def test_make_whoever_asked_and_whoever_took_them_writers(
        self, page: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        assert cast.translator.pk in writers_since_publication(fresh(page))
        client.force_login(cast.reviewer)
        assert cast.reviewer.pk not in writers_since_publication(fresh(page))
        save(client, page, "title")
        assert cast.reviewer.pk in writers_since_publication(fresh(page))

    def test_do_not_come_over_what_somebody_wrote(
        self, provider: type[Provider], page: CaseStudyPage, client: Client
    ) -> None:
        save(client, page, "title", "The box")
        press(client, page)
        assert len(provider.calls) == 1
        assert StringTranslation.objects.filter(data="The box").exists()


class TestAProvider:
    @pytest.fixture
    def long(self, page: CaseStudyPage, case: CaseStudyPage) -> CaseStudyPage:
        """Of some 120 paragraphs: three calls."""
        case = fresh(case)
        case.what_was_done = "".join(f"<p>Stycke {number}.</p>" for number in range(110))
        case.save_revision().publish()
        return page

    @pytest.mark.parametrize(
        ("failure", "logged"),
        [
            (refusal(413), "HTTPError, status 413"),
            (refusal(429), "HTTPError, status 429"),
            (requests.Timeout(SECRET), "Timeout, status unknown"),
            (TimeoutError(SECRET), "TimeoutError, status unknown"),
            (KeyError(SECRET), "KeyError, status unknown"),
            (requests.JSONDecodeError("Expecting value", SECRET, 0), "JSONDecodeError, status unknown"),
        ],
        ids=["too large", "too many", "no answer in time", "no connection in time", "malformed", "broken JSON"],
    )
    def test_that_fails_is_told_of_and_what_it_gave_is_kept(
        self,
        failure: Exception,
        logged: str,
        provider: type[Provider],
        long: CaseStudyPage,
        cast: factories.Cast,
        client: Client,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        monkeypatch.setattr(Provider, "fails_from", 1)
        monkeypatch.setattr(Provider, "failure", failure)
        client.force_login(cast.translator)
        assert "Polyglot stopped answering. 50 texts were translated" in press(client, long)
        assert [len(call) for call in provider.calls] == [50, 50]
        assert StringTranslation.objects.count() == 50
        assert logged in caplog.text
        assert SECRET not in caplog.text, "what the provider says may hold the texts of a draft"
        monkeypatch.setattr(Provider, "fails_from", 99)
        assert "stopped answering" not in press(client, long)
        assert StringTranslation.objects.count() > 110

    def test_is_not_waited_for_without_end(
        self,
        provider: type[Provider],
        long: CaseStudyPage,
        cast: factories.Cast,
        client: Client,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("cms.editorial.translations.machine.SECONDS", -1)
        client.force_login(cast.translator)
        assert "Polyglot stopped answering. 0 texts" in press(client, long)
        assert provider.calls == []

    def test_that_says_nothing_usable_leaves_the_text_to_people(
        self, provider: type[Provider], page: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        provider.answers = {
            "Boxen i byn": "x" * 120,
            "Affären stängde.": 'See <a id="a7">this</a>',
            fresh(page).summary: None,
        }
        client.force_login(cast.translator)
        assert "3 texts were left out" in press(client, page)
        assert not StringTranslation.objects.filter(context__path__in=("title", "need", "summary")).exists()

    def test_is_not_asked_for_somebody_who_may_not_write_there(
        self, provider: type[Provider], page: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        for user in (cast.contributor, cast.member):
            client.force_login(user)
            client.post(url(page, "machine_translate"))
        client.force_login(cast.translator)
        submit(client, page, with_swedish=99)
        for user in (cast.translator, cast.reviewer):
            client.force_login(user)
            client.post(url(page, "machine_translate"))
        next(job for job in jobs if job.name == "translate_by_machine").function()
        assert provider.calls == []

    def test_is_not_asked_for_what_was_sent_for_review_meanwhile(
        self, provider: type[Provider], page: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.translator)
        client.post(url(page, "machine_translate"))
        submit(client, page, with_swedish=99)
        next(job for job in jobs if job.name == "translate_by_machine").function()
        assert provider.calls == []
        assert "is not open" in editor_of(client, page)[0].select_one(".sb-review").get_text()

    def test_is_not_asked_by_synchronising(
        self, provider: type[Provider], page: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.translator)
        source = Translation.objects.get().source_id
        address = reverse("wagtail_localize:update_translations", args=(source,))
        assert "use_machine_translation" not in client.get(address).content.decode()
        client.post(address, {"use_machine_translation": "on"})
        assert provider.calls == []
