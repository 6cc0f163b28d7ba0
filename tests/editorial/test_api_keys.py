"""Partners' keys in the admin: a network administrator makes them, changes their secret, and ends them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.api import keys
from cms.api.models import PartnerKey
from tests import factories
from tests.editorial.page_forms import filled_in, soup_of

PAGES = "/api/v2/pages/"


@pytest.fixture
def admin(cast: factories.Cast, client: Client) -> Client:
    """The browser of a network administrator."""
    client.force_login(cast.network_administrator)
    return client


@pytest.fixture
def section(site: factories.Tree) -> Any:
    page = factories.make_content_page(title="Medlemsrummet")
    factories.restrict(page, groups=("member",))
    return page


def form_of(client: Client, url: str, /, **changes: Any) -> Any:
    """The answer to the form at an address, as the browser fills it in, with these changes."""
    page = client.get(url)
    shown = filled_in(page) if soup_of(page).select_one("form[data-edit-form]") else {}
    return client.post(url, {**shown, **changes})


def secret_in(answer: Any) -> str:
    assert answer.status_code == 200, answer.content[:500]
    return soup_of(answer).select_one("#secret").get_text(strip=True)


def works(secret: str, address: str = PAGES) -> bool:
    return Client().get(address, headers={"Authorization": f"Bearer {secret}"}).status_code == 200


NEW = {"label": "Webben", "organisation": "Storumans kommun", "contact_email": "webb@example.org"}


class TestMaking:
    def test_secret_is_shown_and_works(self, admin: Client, section: Any, cast: factories.Cast) -> None:
        answer = form_of(admin, reverse("partnerkey:add"), **NEW, sections=[section.pk])
        assert works(secret_in(answer), f"{PAGES}{section.pk}/")
        key = PartnerKey.objects.get()
        assert (key.created_by, list(key.sections.all())) == (cast.network_administrator, [section.page_ptr])
        assert [entry.action for entry in ModelLogEntry.objects.for_instance(key)] == [keys.CREATED]

    def test_secret_is_shown_once_and_kept_nowhere(self, admin: Client, site: factories.Tree) -> None:
        answer = form_of(admin, reverse("partnerkey:add"), **NEW)
        secret = secret_in(answer)
        assert "no-store" in answer["Cache-Control"]
        key = PartnerKey.objects.get()
        for name, args in (("index", []), ("edit", [key.pk]), ("history", [key.pk]), ("rotate", [key.pk])):
            assert secret not in admin.get(reverse(f"partnerkey:{name}", args=args)).content.decode()
        for session in Session.objects.all():
            assert secret not in str(session.get_decoded())

    def test_form_suggests_a_year(self, admin: Client, site: factories.Tree) -> None:
        form_of(admin, reverse("partnerkey:add"), **NEW)
        left = PartnerKey.objects.get().expires_at - timezone.now()
        assert dt.timedelta(days=364) < left <= dt.timedelta(days=365)

    def test_key_may_live_for_ever(self, admin: Client, site: factories.Tree) -> None:
        form_of(admin, reverse("partnerkey:add"), **NEW, expires_at="")
        assert PartnerKey.objects.get().expires_at is None

    @pytest.mark.parametrize(
        "wrong",
        [
            {"label": ""},
            {"organisation": ""},
            {"contact_email": "nobody"},
            {"expires_at": "2020-01-01 00:00"},
            {"requests_per_minute": "0"},
        ],
    )
    def test_what_is_wrong_makes_no_key(self, wrong: dict[str, str], admin: Client, site: factories.Tree) -> None:
        answer = form_of(admin, reverse("partnerkey:add"), **{**NEW, **wrong})
        assert answer.status_code == 200
        assert 'id="secret"' not in answer.content.decode()
        assert not PartnerKey.objects.exists()

    def test_only_pages_that_a_restriction_stands_on_are_offered(
        self, admin: Client, section: Any, site: factories.Tree
    ) -> None:
        factories.make_content_page(parent=section)
        boxes = soup_of(admin.get(reverse("partnerkey:add"))).select("[name=sections]")
        assert [box["value"] for box in boxes] == [str(section.pk)]
        answer = form_of(admin, reverse("partnerkey:add"), **NEW, sections=[site.home.pk])
        assert not PartnerKey.objects.exists(), answer


class TestKeeping:
    def test_list_tells_keys_apart(self, admin: Client, site: factories.Tree) -> None:
        used = timezone.now().replace(year=2026, month=11, day=3, hour=12)
        key, secret = factories.make_key(label="Webben", last_used_at=used)
        factories.make_key(label="Gammal", expires_at=timezone.now() - dt.timedelta(days=1))
        revoked, _secret = factories.make_key(label="Slut")
        keys.revoke(revoked, by=None)
        rows = soup_of(admin.get(reverse("partnerkey:index"))).select("tbody tr")
        texts = {row.select_one("a").get_text(strip=True): re.sub(r"\s+", " ", row.get_text(" ")) for row in rows}
        assert f"sb_{key.prefix}…" in texts["Webben"]
        assert "2026-11-03" in texts["Webben"]
        assert [state in texts[label] for label, state in STATES.items()] == [True] * 3
        assert secret not in str(texts)

    def test_changing_a_key_leaves_its_secret(self, admin: Client, section: Any) -> None:
        key, secret = factories.make_key(section)
        answer = form_of(admin, reverse("partnerkey:edit", args=[key.pk]), label="Nytt namn", sections=[])
        assert answer.status_code == 302
        key.refresh_from_db()
        assert (key.label, key.sections.count()) == ("Nytt namn", 0)
        assert works(secret)
        assert not works(secret, f"{PAGES}{section.pk}/")

    def test_section_that_is_open_now_stays_ticked(self, admin: Client, section: Any) -> None:
        key, _secret = factories.make_key(section)
        section.view_restrictions.all().delete()
        form_of(admin, reverse("partnerkey:edit", args=[key.pk]))
        assert key.sections.count() == 1

    def test_nobody_deletes_a_key(self, admin: Client, cast: factories.Cast) -> None:
        key, _secret = factories.make_key()
        url = reverse("partnerkey:delete", args=[key.pk])
        for person in (cast.network_administrator, cast.superuser):
            admin.force_login(person)
            assert admin.post(url).status_code == 302
            assert url not in admin.get(reverse("partnerkey:index")).content.decode()
        assert PartnerKey.objects.exists()


STATES = {"Webben": "aktiv", "Gammal": "utgången", "Slut": "återkallad"}


class TestNewSecret:
    @pytest.mark.parametrize(("days", "old_works"), [("0", False), ("7", True)])
    def test_old_one_stops_when_it_was_chosen(self, days: str, old_works: bool, admin: Client, site: Any) -> None:
        key, old = factories.make_key()
        answer = form_of(admin, reverse("partnerkey:rotate", args=[key.pk]), grace_days=days)
        assert "no-store" in answer["Cache-Control"]
        assert works(secret_in(answer))
        assert works(old) is old_works

    def test_longer_than_a_week_cannot_be_chosen(self, admin: Client, site: factories.Tree) -> None:
        key, old = factories.make_key()
        answer = form_of(admin, reverse("partnerkey:rotate", args=[key.pk]), grace_days="30")
        assert 'id="secret"' not in answer.content.decode()
        assert works(old)

    def test_looking_changes_nothing(self, admin: Client, site: factories.Tree) -> None:
        key, secret = factories.make_key()
        for name in ("rotate", "revoke"):
            assert admin.get(reverse(f"partnerkey:{name}", args=[key.pk])).status_code == 200
        assert works(secret)


class TestRevoking:
    def test_asks_first_and_ends_it(self, admin: Client, site: factories.Tree) -> None:
        key, secret = factories.make_key()
        url = reverse("partnerkey:revoke", args=[key.pk])
        assert form_of(admin, url).status_code == 302
        assert not works(secret)
        for name in ("revoke", "rotate"):
            assert admin.post(reverse(f"partnerkey:{name}", args=[key.pk]), {"grace_days": "0"}).status_code == 302
        key.refresh_from_db()
        assert key.revoked_at is not None

    def test_history_tells_who_did_what(self, admin: Client, cast: factories.Cast) -> None:
        key, _secret = factories.make_key()
        form_of(admin, reverse("partnerkey:rotate", args=[key.pk]), grace_days="1")
        form_of(admin, reverse("partnerkey:revoke", args=[key.pk]))
        text = soup_of(admin.get(reverse("partnerkey:history", args=[key.pk]))).get_text(" ")
        assert "Nyckeln fick en ny hemlighet" in text
        assert "Nyckeln återkallades" in text


def test_history_of_the_site_tells_of_keys_only_to_those_who_mind_them(cast: factories.Cast, client: Client) -> None:
    key, _secret = factories.make_key(label="Hemlig partner")
    keys.revoke(key, by=cast.network_administrator)
    seen = {}
    for role in ("contributor", "editor", "translator", "reviewer", "network_administrator"):
        client.force_login(getattr(cast, role))
        page = client.get(reverse("wagtailadmin_reports:site_history"))
        seen[role] = key.label in page.content.decode()
    assert [role for role, tells in seen.items() if tells] == ["network_administrator"]


@pytest.mark.parametrize("role", ["contributor", "editor", "translator", "reviewer", "member", "stranger"])
def test_others_cannot_touch_keys(role: str, cast: factories.Cast, client: Client) -> None:
    key, secret = factories.make_key()
    client.force_login(getattr(cast, role))
    for name, args in (("add", []), ("edit", [key.pk]), ("rotate", [key.pk]), ("revoke", [key.pk])):
        url = reverse(f"partnerkey:{name}", args=args)
        assert client.get(url).status_code in (302, 403)
        assert client.post(url, {**NEW, "grace_days": "0"}).status_code in (302, 403)
    assert PartnerKey.objects.count() == 1
    assert works(secret)
