"""The editor's side of previews: buttons in the page editors, links to send, and who looks after front ends."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, TranslationSource

from bank.models import CaseStudyPage
from cms.api.models import FrontEnd, Preview
from cms.api.previews import links
from cms.core.models import User
from cms.editorial import moderation
from cms.editorial.translation import translate
from tests import factories
from tests.editorial.page_forms import edit_url, filled_in, send, soup_of
from tests.editorial.test_roles import RIGHTS
from tests.editorial.test_roles import pages as pages  # the same pages, for the same table

PREVIEW = "/api/v2/preview/"


@pytest.fixture
def storuman(site: factories.Tree) -> FrontEnd:
    return factories.make_front_end(label="Storumans webbplats", address="https://www.storuman.example/visa#{token}")


@pytest.fixture
def draft(cast: factories.Cast, storuman: FrontEnd) -> CaseStudyPage:
    return factories.make_case(title="Boxen i byn", owner=cast.contributor, published=False)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def buttons_in(response: Any) -> list[str]:
    found = soup_of(response).select(".sb-previews button")
    return [" ".join(button.get_text().split()) for button in found]


def on(website: str) -> str:
    return gettext("Preview on %(website)s") % {"website": website}


def open_url(page: Page, front_end: FrontEnd) -> str:
    return reverse("open_preview", args=[page.pk, front_end.pk])


def links_url(page: Page) -> str:
    return reverse("page_previews", args=[page.pk])


def address_in(response: Any) -> str:
    """Where the new window is led."""
    assert response.status_code == 200, response.get("Location")
    return soup_of(response).select_one("meta[http-equiv=refresh]")["content"].partition("url=")[2]


def title_behind(address: str) -> str | None:
    """What a front end shows of the address it is opened at."""
    response = Client().get(PREVIEW, headers={"Preview-Token": address.partition("#")[2]})
    return response.json()["title"] if response.status_code == 200 else None


class TestTheButton:
    def test_opens_the_front_end_with_what_was_saved_last(
        self, draft: CaseStudyPage, storuman: FrontEnd, cast: factories.Cast
    ) -> None:
        client = signed_in(cast.contributor)
        editor = client.get(edit_url(draft))
        assert buttons_in(editor) == [on("Storumans webbplats")]
        form = soup_of(editor).select_one(".sb-previews form")
        assert (form["method"], form["target"], form["action"]) == ("post", "_blank", open_url(draft, storuman))
        send(client, edit_url(draft), title="Boxen vid vägen")
        response = client.post(form["action"])
        assert address_in(response).startswith("https://www.storuman.example/visa#")
        assert title_behind(address_in(response)) == "Boxen vid vägen"

    def test_tells_neither_cache_nor_front_end_where_it_came_from(
        self, draft: CaseStudyPage, storuman: FrontEnd, cast: factories.Cast
    ) -> None:
        response = signed_in(cast.contributor).post(open_url(draft, storuman))
        assert response["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response["Cache-Control"]

    def test_twice_is_one_link(self, draft: CaseStudyPage, storuman: FrontEnd, cast: factories.Cast) -> None:
        client = signed_in(cast.contributor)
        first, second = (address_in(client.post(open_url(draft, storuman))) for _time in range(2))
        assert first == second
        assert Preview.objects.count() == 1

    def test_is_there_for_front_ends_of_the_page_s_language_only(
        self, draft: CaseStudyPage, storuman: FrontEnd, cast: factories.Cast
    ) -> None:
        english = factories.make_front_end(label="Visit", language="en")
        factories.make_front_end(label="Bygden", language="sv")
        client = signed_in(cast.editor)
        assert buttons_in(client.get(edit_url(draft))) == [on("Bygden"), on("Storumans webbplats")]
        client.post(open_url(draft, english))
        assert not Preview.objects.exists()

    def test_is_not_there_without_front_ends(self, cast: factories.Cast) -> None:
        draft = factories.make_case(published=False)
        assert not soup_of(signed_in(cast.editor).get(edit_url(draft))).select(".sb-previews")

    def test_makes_nothing_by_looking_or_from_another_site(
        self, draft: CaseStudyPage, storuman: FrontEnd, cast: factories.Cast
    ) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(cast.contributor)
        assert client.get(open_url(draft, storuman)).status_code == 405
        assert client.post(open_url(draft, storuman)).status_code == 403
        client.get(links_url(draft))
        assert not Preview.objects.exists()


@pytest.mark.parametrize("role", RIGHTS)
def test_role_previews_exactly_what_it_may_edit(
    role: str, cast: factories.Cast, pages: Any, storuman: FrontEnd
) -> None:
    user = User.objects.get(pk=getattr(cast, role).pk)
    client = signed_in(user)
    found = set()
    for name, page in pages(user).items():
        if client.post(open_url(page, storuman)).status_code == 200:
            found.add(name)
    assert found == {name for name, rights in RIGHTS[role].items() if "edit" in rights}


class TestTheTranslationEditor:
    @pytest.fixture
    def english(self, cast: factories.Cast, storuman: FrontEnd) -> CaseStudyPage:
        """Started, with nothing translated."""
        case = factories.make_case(title="Boxen i byn")
        page = translate(case, Locale.objects.get(language_code="en"), {}, cast.translator)
        return CaseStudyPage.objects.get(pk=page.pk)

    def put(self, client: Client, page: CaseStudyPage, swedish: str, text: str) -> None:
        """Write one text, as the editor of wagtail-localize does."""
        source = source_of(page)
        segment = source.stringsegment_set.get(string__data=swedish, context__path="title")
        url = reverse(
            "wagtail_localize:edit_string_translation",
            kwargs={
                "translation_id": source.translations.get().pk,
                "string_segment_id": segment.pk,
            },
        )
        response = client.put(url, f"value={text}", content_type="application/x-www-form-urlencoded")
        assert response.status_code == 201, response.content

    @pytest.mark.parametrize("role", ["translator", "editor", "reviewer"])
    def test_has_the_button_too(self, role: str, english: CaseStudyPage, cast: factories.Cast) -> None:
        response = signed_in(getattr(cast, role)).get(edit_url(english))
        assert "wagtail_localize/admin/edit_translation.html" in [template.name for template in response.templates]
        assert buttons_in(response) == [on("Storumans webbplats")]

    def test_shows_what_the_translator_has_written_so_far(
        self, english: CaseStudyPage, storuman: FrontEnd, cast: factories.Cast
    ) -> None:
        client = signed_in(cast.translator)
        self.put(client, english, "Boxen i byn", "The+box")
        address = address_in(client.post(open_url(english, storuman)))
        assert title_behind(address) == "The box"
        assert address_in(client.post(open_url(english, storuman))) == address, "nothing new was written"
        assert not CaseStudyPage.objects.get(pk=english.pk).live

    def test_saves_nothing_in_the_name_of_whoever_only_looks(
        self, english: CaseStudyPage, storuman: FrontEnd, cast: factories.Cast
    ) -> None:
        self.put(signed_in(cast.translator), english, "Boxen i byn", "The+box")
        before = english.get_latest_revision()
        address_in(signed_in(cast.reviewer).post(open_url(english, storuman)))
        assert CaseStudyPage.objects.get(pk=english.pk).get_latest_revision() == before
        moderation.submit(CaseStudyPage.objects.get(pk=english.pk), cast.translator)
        moderation.approve(english, cast.reviewer)
        assert CaseStudyPage.objects.get(pk=english.pk).live

    def test_leaves_what_waits_for_review_as_it_is(
        self, english: CaseStudyPage, storuman: FrontEnd, cast: factories.Cast
    ) -> None:
        moderation.submit(english, cast.translator)
        StringTranslation.objects.create(
            translation_of=source_of(english).stringsegment_set.get(context__path="title").string,
            context=source_of(english).stringsegment_set.get(context__path="title").context,
            locale=english.locale,
            data="Later",
            last_translated_by=cast.translator,
        )
        before = english.get_latest_revision()
        address = address_in(signed_in(cast.translator).post(open_url(english, storuman)))
        assert title_behind(address) == "Boxen i byn"
        assert CaseStudyPage.objects.get(pk=english.pk).get_latest_revision() == before


def source_of(page: Page) -> Any:
    return TranslationSource.objects.get(object_id=page.translation_key)


class TestLinksToSend:
    def made(self, client: Client, page: Page, front_end: FrontEnd) -> str:
        """Make a link on the page of links, and read it there."""
        response = client.post(links_url(page), {"front_end": front_end.pk}, follow=True)
        return soup_of(response).select_one("input[readonly]")["value"]

    def test_can_be_copied_and_works_for_whoever_has_it(
        self, draft: CaseStudyPage, storuman: FrontEnd, cast: factories.Cast
    ) -> None:
        client = signed_in(cast.contributor)
        address = self.made(client, draft, storuman)
        assert title_behind(address) == "Boxen i byn"
        assert self.made(client, draft, storuman) == address
        assert "no-store" in client.get(links_url(draft))["Cache-Control"]

    def test_are_new_after_each_save_and_the_old_stay_what_they_were(
        self, draft: CaseStudyPage, storuman: FrontEnd, cast: factories.Cast
    ) -> None:
        client = signed_in(cast.contributor)
        old = self.made(client, draft, storuman)
        send(client, edit_url(draft), title="Boxen vid vägen")
        assert not soup_of(client.get(links_url(draft))).select("input[readonly]")
        new = self.made(client, draft, storuman)
        assert (title_behind(old), title_behind(new)) == ("Boxen i byn", "Boxen vid vägen")
        assert len(soup_of(client.get(links_url(draft))).select(".sb-links li")) == 1

    def test_are_renewed_as_they_are(self, draft: CaseStudyPage, storuman: FrontEnd, cast: factories.Cast) -> None:
        client = signed_in(cast.contributor)
        address = self.made(client, draft, storuman)
        with time_machine.travel(timezone.now() + dt.timedelta(hours=25)):
            client = signed_in(cast.contributor)
            assert title_behind(address) is None
            page = soup_of(client.get(links_url(draft)))
            assert gettext("The time of this link is over.") in page.get_text()
            client.post(reverse("renew_preview", args=[Preview.objects.get().pk]))
            assert title_behind(address) == "Boxen i byn"

    def test_end_when_somebody_who_may_edit_says_so(
        self, draft: CaseStudyPage, storuman: FrontEnd, cast: factories.Cast
    ) -> None:
        address = self.made(signed_in(cast.contributor), draft, storuman)
        pk = Preview.objects.get().pk
        colleague = signed_in(cast.editor)
        assert len(soup_of(colleague.get(links_url(draft))).select(".sb-links li")) == 1
        assert address not in colleague.get(links_url(draft)).content.decode()
        assert colleague.post(reverse("renew_preview", args=[pk])).status_code in (302, 403)
        assert Preview.objects.get().expires_at <= timezone.now() + links.LIFE
        colleague.post(reverse("end_preview", args=[pk]))
        assert title_behind(address) is None

    @pytest.mark.parametrize("role", ["other_contributor", "translator", "member", "stranger"])
    def test_are_nobody_else_s(self, role: str, draft: CaseStudyPage, storuman: FrontEnd, cast: factories.Cast) -> None:
        address = self.made(signed_in(cast.contributor), draft, storuman)
        until, pk = Preview.objects.get().expires_at, Preview.objects.get().pk
        client = signed_in(getattr(cast, role))
        assert client.get(links_url(draft)).status_code in (302, 403)
        assert client.post(links_url(draft), {"front_end": storuman.pk}).status_code in (302, 403)
        for name in ("renew_preview", "end_preview"):
            assert client.post(reverse(name, args=[pk])).status_code in (302, 403)
        assert Preview.objects.get().expires_at == until
        assert title_behind(address) == "Boxen i byn"

    def test_stand_in_the_history_of_the_page(
        self, draft: CaseStudyPage, storuman: FrontEnd, cast: factories.Cast
    ) -> None:
        client = signed_in(cast.contributor)
        self.made(client, draft, storuman)
        client.post(reverse("end_preview", args=[Preview.objects.get().pk]))
        history = client.get(reverse("wagtailadmin_pages:history", args=[draft.pk])).content.decode()
        for text in ("A link to a preview was made", "A link to a preview was taken back"):
            assert gettext(text) in history

    @pytest.mark.parametrize("wrong", ["", "x", "99999999999999999999999", "0", "-1"])
    def test_wrong_choice_of_a_website_is_no_error_of_ours(
        self, wrong: str, draft: CaseStudyPage, cast: factories.Cast
    ) -> None:
        response = signed_in(cast.contributor).post(links_url(draft), {"front_end": wrong})
        assert response.status_code in (302, 404)
        assert not Preview.objects.exists()


class TestFrontEnds:
    def add(self, user: User, **values: str) -> Any:
        client = signed_in(user)
        shown = filled_in(client.get(reverse("frontend:add")))
        return client.post(reverse("frontend:add"), {**shown, "label": "Kommunen", "language": "", **values})

    @pytest.mark.parametrize(
        "address",
        [
            "https://www.storuman.example/visa#{token}",
            "https://www.storuman.example/api/draft?secret={token}&to=/",
            "https://storuman.example/visa/{token}/",
            "http://localhost:3000/visa#{token}",
            "http://127.0.0.1:3000/?t={token}",
        ],
    )
    def test_network_administrator_adds_one(self, address: str, cast: factories.Cast) -> None:
        assert self.add(cast.network_administrator, address=address).status_code == 302
        assert FrontEnd.objects.get().address == address

    @pytest.mark.parametrize(
        "address",
        [
            "http://www.storuman.example/visa#{token}",
            "https://www.storuman.example/visa",
            "https://{token}.example/visa",
            "https://www.storuman.example{token}",
            "https://www.storuman.example/{token}#{token}",
            "https://www.storuman.example/{token}/{page}",
            "https://user:password@www.storuman.example/{token}",
            "javascript:alert('{token}')",
            "ftp://www.storuman.example/{token}",
            "//www.storuman.example/{token}",
            "https://[www.storuman.example/{token}",
            "https://www.storuman.example/ {token}",
            "{token}",
        ],
    )
    def test_address_that_cannot_be_is_refused_with_a_reason(self, address: str, cast: factories.Cast) -> None:
        response = self.add(cast.network_administrator, address=address)
        assert response.status_code == 200
        assert response.context["form"].errors["address"]
        assert not FrontEnd.objects.exists()

    def test_has_no_http_where_we_have_https(self, cast: factories.Cast, settings: Any) -> None:
        settings.HTTPS = True
        response = self.add(cast.network_administrator, address="http://localhost:3000/#{token}")
        assert response.context["form"].errors["address"]

    def test_removed_one_takes_its_links_with_it(
        self, draft: CaseStudyPage, storuman: FrontEnd, cast: factories.Cast
    ) -> None:
        address = address_in(signed_in(cast.contributor).post(open_url(draft, storuman)))
        signed_in(cast.network_administrator).post(reverse("frontend:delete", args=[storuman.pk]))
        assert not FrontEnd.objects.exists()
        assert title_behind(address) is None

    @pytest.mark.parametrize("role", ["contributor", "editor", "translator", "reviewer", "member", "stranger"])
    def test_others_do_not_touch_them(self, role: str, storuman: FrontEnd, cast: factories.Cast) -> None:
        client = signed_in(getattr(cast, role))
        for name, args in (("index", []), ("add", []), ("edit", [storuman.pk]), ("delete", [storuman.pk])):
            url = reverse(f"frontend:{name}", args=args)
            assert client.get(url).status_code in (302, 403)
            client.post(url, {"label": "x", "address": "https://evil.example/{token}", "language": ""})
        assert list(FrontEnd.objects.values_list("label", flat=True)) == ["Storumans webbplats"]
