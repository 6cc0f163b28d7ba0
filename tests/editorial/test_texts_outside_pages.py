"""Menu, footer, front page and registers in English: nothing but pages is translated, and registers are told of."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.contrib.settings.registry import registry
from wagtail.models import Locale, ModelLogEntry, Page, TranslatableMixin
from wagtail.snippets.models import get_snippet_models

from bank.models import CaseStudyPage
from cms.editorial import moderation
from cms.editorial.notifications.digest import send_digest
from cms.editorial.translation import translate
from cms.publishing.models import ContentChange
from cms.publishing.recording import catch_up
from cms.registers.models import Theme
from tests import factories
from tests.editorial.page_forms import soup_of, values_of


def fresh(page: Page) -> Any:
    return type(page).objects.get(pk=page.pk)


class TestWhatIsTranslated:
    def test_is_pages_and_their_rows_and_nothing_else(self) -> None:
        """A snippet that is translated would be public at once, without a workflow of its own."""
        others = [model for model in apps.get_models() if issubclass(model, TranslatableMixin)]
        rows = [model for model in others if not issubclass(model, Page)]
        assert rows
        for model in rows:
            assert any(isinstance(field, ParentalKey) for field in model._meta.fields), f"{model} is part of no page"

    def test_is_no_snippet_and_no_setting_of_the_site(self) -> None:
        """Registers have both languages in one row, and the texts of menu and footer are titles of pages."""
        assert {model._meta.app_label for model in get_snippet_models()} == {"registers"}
        assert list(registry) == []


class TestEnglishTextsOfTheSite:
    """They wait for an approval like every page."""

    def html(self, client: Client) -> str:
        client.logout()
        return client.get("/en/").content.decode()

    def test_in_menu_and_footer_stay_until_somebody_has_approved(
        self, site: factories.Tree, cast: factories.Cast, client: Client
    ) -> None:
        english = Locale.objects.get(language_code="en")
        about = factories.make_content_page(title="Om oss", show_in_menus=True)
        draft = translate(about, english, {"Om oss": "About us"}, cast.translator)
        moderation.submit(draft, cast.translator)
        assert "About us" not in self.html(client)
        moderation.approve(draft, cast.reviewer)
        # Header and footer.
        assert self.html(client).count(">About us<") == 2
        draft = translate(fresh(about), english, {"Om oss": "Who we are"}, cast.translator)
        moderation.submit(draft, cast.translator)
        assert ("Who we are" in self.html(client), "About us" in self.html(client)) == (False, True)
        moderation.approve(draft, cast.reviewer)
        assert "Who we are" in self.html(client)

    def test_on_the_front_page_stay_until_somebody_has_approved(
        self, site: factories.Tree, cast: factories.Cast, client: Client
    ) -> None:
        home = fresh(site.home)
        home.summary = "Lokal service."
        home.save_revision().publish()
        strings = {home.slug: site.home_en.slug, "Lokal service.": "Zyx service where people live."}
        draft = translate(fresh(home), site.home_en.locale, strings, cast.translator)
        moderation.submit(draft, cast.translator)
        assert "Zyx service" not in self.html(client)
        moderation.approve(draft, cast.reviewer)
        assert "Zyx service where people live." in self.html(client)


class TestEnglishColumnsOfARegister:
    """The exception of the policy: an editor changes them at once, and reviewers read about it on Monday."""

    def change(self, client: Client, term: Theme) -> None:
        form = soup_of(client.get(reverse("theme:edit", args=(term.pk,)), follow=True)).select_one(
            "main form[method=post], main form[method=POST]"
        )
        values = values_of(form) if form is not None else {"name_sv": term.name_sv, "code": term.code}
        client.post(reverse("theme:edit", args=(term.pk,)), {**values, "name_en": "Zyx safety"})

    @pytest.fixture
    def term(self, cast: factories.Cast) -> Theme:
        term: Theme = factories.term("theme", "safety")
        return term

    @pytest.mark.parametrize("role", ["translator", "contributor", "reviewer", "member"])
    def test_are_not_changed_by(self, role: str, term: Theme, cast: factories.Cast, client: Client) -> None:
        client.force_login(getattr(cast, role))
        self.change(client, term)
        term.refresh_from_db()
        assert term.name_en != "Zyx safety"

    def test_are_changed_by_an_editor_logged_and_told_of(
        self, term: Theme, cast: factories.Cast, client: Client
    ) -> None:
        monday = dt.datetime(2026, 3, 9, 8, tzinfo=timezone.get_default_timezone())
        with time_machine.travel(monday - dt.timedelta(days=3)):
            case = factories.make_case(themes=["safety"])
            english: CaseStudyPage = factories.translate_page(case)
            catch_up()
            before = ContentChange.objects.order_by("-pk").values_list("pk", flat=True)[0]
            client.force_login(cast.editor)
            self.change(client, term)
        client.logout()
        assert "Zyx safety" in client.get(english.url).content.decode()
        assert ModelLogEntry.objects.filter(user=cast.editor, action="wagtail.edit", object_id=term.pk).exists()
        assert ContentChange.objects.filter(pk__gt=before).exists()
        mail.outbox.clear()
        with time_machine.travel(monday, tick=False):
            send_digest()
        [told] = [message.body for message in mail.outbox if message.to == [cast.reviewer.email]]
        assert term.name_sv in told
