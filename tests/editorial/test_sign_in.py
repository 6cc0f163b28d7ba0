"""Signing in: one way, with a second step for those who need it, and no way past it."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from wagtail.users.models import UserProfile

from cms.core.forgiving_cache import ForgivingRedisCache
from cms.core.models import User
from cms.editorial.sign_in import urls as sign_in_urls
from cms.editorial.sign_in.adapters import AccountAdapter
from cms.editorial.sign_in.middleware import TO_SET_IT_UP
from tests import factories
from tests.editorial.page_forms import soup_of

SIGN_IN = "/admin/login/"
STEP = "/admin/login/step/"
HOME = "/admin/"
NEW_PASSWORD = "granar-och-myrar-17"


def credentials(user: User, password: str = factories.PASSWORD) -> dict[str, str]:
    return {"username": user.username, "password": password}


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


class App:
    """Somebody's app for codes, with a clock that can be put forward by half minutes."""

    def __init__(self, user: User) -> None:
        self.secret = generate_totp_secret()
        TOTP.activate(user, self.secret)

    @classmethod
    def with_secret(cls, secret: str) -> App:
        """As the app is that has read the picture."""
        app = cls.__new__(cls)
        app.secret = secret
        return app

    def code_now(self) -> str:
        return self.code(time.time())

    def code(self, at: float) -> str:
        return format_hotp_value(hotp_value(self.secret, int(at) // 30))


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> float:
    """The first moment of a half minute, which stands still."""
    moment = 1_790_000_010.0
    monkeypatch.setattr(time, "time", lambda: moment)
    return moment


@pytest.fixture
def app(cast: factories.Cast) -> App:
    return App(cast.reviewer)


@pytest.fixture
def production(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def views_below(patterns: list[Any], prefix: str = "/") -> Iterator[tuple[str, Any]]:
    for entry in patterns:
        pattern = str(entry.pattern).lstrip("^").removesuffix("$")
        if isinstance(entry, URLPattern):
            yield f"{prefix}{pattern}", entry.callback
        else:
            yield from views_below(entry.url_patterns, f"{prefix}{pattern}")


def addresses_that_may_sign_in() -> list[str]:
    """Every address of the site whose name or code has to do with accounts."""
    hints = re.compile(r"log_?in|sign_?in|password|auth|session|account|token|confirm", re.IGNORECASE)
    found = []
    for address, view in views_below(get_resolver().url_patterns):
        made_of = getattr(view, "view_class", view)
        if hints.search(address) or hints.search(f"{made_of.__module__}.{made_of.__qualname__}"):
            found.append(re.sub(r"\(\?P<[^>]+>[^)]*\)|<[^>]+>", "1", address).replace("\\", ""))
    return found


class TestOneWayIn:
    @pytest.mark.parametrize("named_by", ["username", "email"])
    def test_name_or_address_and_password(self, named_by: str, cast: factories.Cast, client: Client) -> None:
        User.objects.filter(pk=cast.editor.pk).update(email="rut@example.org")
        cast.editor.refresh_from_db()
        data = {"username": getattr(cast.editor, named_by), "password": factories.PASSWORD}
        answer = client.post(f"{SIGN_IN}?next=/admin/account/", data)
        assert answer["Location"] == "/admin/account/"
        assert is_in(client)

    def test_it_leads_to_no_other_host(self, cast: factories.Cast, client: Client) -> None:
        answer = client.post(f"{SIGN_IN}?next=https://example.com/", credentials(cast.editor))
        assert answer["Location"] == HOME

    def test_unknown_name_and_wrong_password_are_answered_alike(self, cast: factories.Cast, client: Client) -> None:
        wrong = client.post(SIGN_IN, credentials(cast.editor, "wrong"))
        unknown = client.post(SIGN_IN, {"username": "nobody", "password": "wrong"})
        told = [soup_of(answer).select_one("[role=status]").get_text(strip=True) for answer in (wrong, unknown)]
        assert told == ["Namnet eller lösenordet stämmer inte."] * 2

    def test_no_address_of_the_site_lets_the_password_alone_in(
        self, cast: factories.Cast, app: App, client: Client
    ) -> None:
        addresses = addresses_that_may_sign_in()
        assert {"/admin/login/", "/admin/password_reset/", "/sv/_util/login/"} <= set(addresses)
        assert len(addresses) > 30
        both = {**credentials(cast.reviewer), "login": cast.reviewer.username, "code": "000000"}
        for address in addresses:
            client = Client(raise_request_exception=False)
            client.get(address)
            client.post(address, both)
            assert not is_in(client), address
            assert client.get("/admin/account/").status_code == 302, address

    def test_wagtails_own_forms_are_not_reached(self) -> None:
        ours = [pattern for pattern in sign_in_urls.urlpatterns if pattern not in sign_in_urls.of_wagtail]
        match = get_resolver().resolve
        for name, args in (
            ("wagtailadmin_login", ()),
            ("wagtailadmin_password_reset", ()),
            ("wagtailadmin_password_reset_done", ()),
            ("wagtailadmin_password_reset_confirm", ("1", "a-b")),
            ("wagtailadmin_password_reset_complete", ()),
        ):
            found = match(reverse(name, args=args))
            assert found.func in [pattern.callback for pattern in ours], name
        assert Client().get("/sv/_util/login/")["Location"] == SIGN_IN

    @pytest.mark.parametrize("credential", ["", "x", "[]", "{}", '{"id": "x"}', '{"response": {"userHandle": "MQ"}}'])
    def test_what_is_no_passkey_is_refused(
        self, credential: str, cast: factories.Cast, app: App, client: Client
    ) -> None:
        answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
        assert answer["Location"] == SIGN_IN
        client.post(SIGN_IN, credentials(cast.reviewer))
        assert client.post(STEP, {"credential": credential}).status_code == 200
        assert not is_in(client)
        client.force_login(cast.editor)
        set_up(client)
        adding = client.post(reverse("mfa_add_webauthn"), {"credential": credential, "name": "Telefon"})
        assert adding.status_code == 200
        assert not Authenticator.objects.filter(type="webauthn").exists()

    def test_the_account_page_leads_to_ones_own_sign_in(self, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.contributor)
        link = soup_of(client.get("/admin/account/")).select_one(f"a[href='{reverse('mfa_index')}']")
        assert link.get_text(strip=True).startswith("Din inloggning")
        assert client.get(link["href"]).status_code == 200

    def test_nobody_signs_up(self, cast: factories.Cast) -> None:
        names = {pattern.name for pattern in sign_in_urls.urlpatterns if isinstance(pattern, URLPattern)}
        assert not {name for name in names if name and "signup" in name}
        assert not AccountAdapter().is_open_for_signup(None)

    def test_a_member_is_told_that_the_admin_is_not_for_them(self, cast: factories.Cast, client: Client) -> None:
        assert client.post(SIGN_IN, credentials(cast.member))["Location"] == "/"
        answer = client.get(HOME, follow=True)
        assert answer.status_code == 403
        assert "Du har inga arbetsuppgifter här" in answer.content.decode()

    def test_the_form_speaks_english_too(self, client: Client, site: factories.Tree) -> None:
        swedish = client.get(SIGN_IN)
        link = soup_of(swedish).select_one(".sb-sign-in__language a")["href"]
        english = soup_of(client.get(link))
        assert english.select_one("h1").get_text(strip=True) == "Sign in to Servicebanken"
        assert english.select_one("html")["lang"] == "en"

    def test_visitors_still_get_no_cookie(self, client: Client, site: factories.Tree) -> None:
        answer = client.get("/sv/")
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")


class TestSecondStep:
    def test_password_and_code(self, cast: factories.Cast, app: App, now: float, client: Client) -> None:
        answer = client.post(f"{SIGN_IN}?next=/admin/account/", credentials(cast.reviewer))
        assert answer["Location"] == STEP
        assert not is_in(client)
        answer = client.post(STEP, {"code": app.code(now)})
        assert answer["Location"] == "/admin/account/"
        assert is_in(client)

    def test_it_is_asked_for_in_ones_own_language(self, cast: factories.Cast, app: App, client: Client) -> None:
        UserProfile.objects.update_or_create(user=cast.reviewer, defaults={"preferred_language": "en"})
        page = soup_of(client.post(SIGN_IN, credentials(cast.reviewer), follow=True))
        assert page.select_one("h1").get_text(strip=True) == "One step left"

    def test_wrong_code(self, cast: factories.Cast, app: App, now: float, client: Client) -> None:
        client.post(SIGN_IN, credentials(cast.reviewer))
        answer = client.post(STEP, {"code": app.code(now - 3000)})
        assert "Koden stämmer inte" in answer.content.decode()
        assert not is_in(client)

    @pytest.mark.parametrize("late", [0, 31, 49])
    def test_a_code_works_once(
        self,
        late: int,
        cast: factories.Cast,
        app: App,
        now: float,
        monkeypatch: pytest.MonkeyPatch,
        settings: Any,
    ) -> None:
        memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": f"once {late}"}
        settings.CACHES = {**settings.CACHES, "default": memory}  # Redis has a clock of its own
        code = app.code(now)
        first, second = Client(), Client()
        for client in (first, second):
            client.post(SIGN_IN, credentials(cast.reviewer))
        first.post(STEP, {"code": code})
        assert is_in(first)
        monkeypatch.setattr(time, "time", lambda: now + late)
        second.post(STEP, {"code": code})
        assert not is_in(second)

    def test_a_recovery_code_works_once(self, cast: factories.Cast, app: App) -> None:
        codes = RecoveryCodes.activate(cast.reviewer).get_unused_codes()
        for expected in (True, False):
            client = Client()
            client.post(SIGN_IN, credentials(cast.reviewer))
            client.post(STEP, {"code": codes[0]})
            assert is_in(client) == expected

    def test_a_session_that_came_by_password_alone_is_asked(
        self, cast: factories.Cast, now: float, client: Client
    ) -> None:
        client.post(SIGN_IN, credentials(cast.reviewer))
        assert client.get(HOME).status_code == 200
        app = App(cast.reviewer)
        answer = client.get("/admin/account/")
        assert answer["Location"] == "/admin/confirm/code/?next=%2Fadmin%2Faccount%2F"
        assert client.post("/admin/account/", {}).status_code == 403
        answer = client.post(answer["Location"], {"code": app.code(now)})
        assert answer["Location"] == "/admin/account/"
        assert client.get("/admin/account/").status_code == 200


def set_up(client: Client, password: str = factories.PASSWORD) -> App:
    """Go through the pages that set up an app, as somebody who is signed in."""
    address = reverse("mfa_activate_totp")
    asked = client.get(address)
    if asked.status_code == 302:
        client.post(asked["Location"], {"password": password})
    page = soup_of(client.get(address))
    return App.with_secret(page.select_one(".sb-sign-in__secret").get_text(strip=True))


@pytest.mark.usefixtures("production")
class TestWhoNeedsOne:
    @pytest.mark.parametrize("role", ["reviewer", "network_administrator", "superuser"])
    def test_those_who_decide_set_one_up_first(
        self, role: str, cast: factories.Cast, now: float, client: Client
    ) -> None:
        client.post(SIGN_IN, credentials(getattr(cast, role)))
        for address in (HOME, "/admin/pages/", "/admin/account/", "/admin/password/"):
            assert client.get(address)["Location"].startswith("/admin/sign-in/?next="), address
        assert client.post("/admin/pages/2/edit/", {"title": "x"}).status_code == 403
        assert client.get("/admin/api/main/pages/").status_code == 403
        app = set_up(client)
        answer = client.post(reverse("mfa_activate_totp"), {"code": app.code(now)})
        assert answer["Location"] == reverse("mfa_view_recovery_codes")
        assert len(soup_of(client.get(answer["Location"])).select(".sb-sign-in__codes li")) == 10
        assert client.get(HOME).status_code == 200

    @pytest.mark.parametrize("role", ["contributor", "editor", "translator"])
    def test_the_others_may_do_without(self, role: str, cast: factories.Cast, client: Client) -> None:
        client.post(SIGN_IN, credentials(getattr(cast, role)))
        assert client.get(HOME).status_code == 200

    def test_a_role_that_comes_later_counts_at_once(self, cast: factories.Cast, client: Client) -> None:
        client.post(SIGN_IN, credentials(cast.editor))
        assert client.get(HOME).status_code == 200
        cast.editor.groups.add(Group.objects.get(name="reviewer"))
        assert client.get(HOME)["Location"].startswith("/admin/sign-in/")

    def test_every_address_of_the_admin_leads_there(self, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.reviewer)
        for address, _view in views_below(get_resolver().url_patterns):
            address = re.sub(r"\(\?P<[^>]+>[^)]*\)|<[^>]+>", "1", address).replace("\\", "")
            if not address.startswith("/admin/"):
                continue
            if (match := get_resolver().resolve(address)).url_name in TO_SET_IT_UP:
                continue
            answer = client.get(address)
            leads = answer.get("Location", "").startswith("/admin/sign-in/?next=")
            assert leads or answer.status_code == 403, (address, match.url_name)

    def test_until_then_closed_files_are_closed_to_them(self, cast: factories.Cast, client: Client) -> None:
        document = factories.make_document()
        client.post(SIGN_IN, credentials(cast.reviewer))
        assert client.get(document.url).status_code == 404

    def test_the_last_one_stays(self, cast: factories.Cast, now: float, client: Client) -> None:
        client.post(SIGN_IN, credentials(cast.reviewer))
        app = set_up(client)
        client.post(reverse("mfa_activate_totp"), {"code": app.code(now)})
        answer = client.post(reverse("mfa_deactivate_totp"))
        assert "Lägg till ett annat" in answer.content.decode()
        assert Authenticator.objects.filter(user=cast.reviewer, type="totp").exists()

    def test_the_last_passkey_stays(self, cast: factories.Cast, now: float, client: Client) -> None:
        client.post(SIGN_IN, credentials(cast.reviewer))
        app = set_up(client)
        client.post(reverse("mfa_activate_totp"), {"code": app.code(now)})
        key = Authenticator.objects.create(user=cast.reviewer, type="webauthn", data={"name": "Telefon"})
        address = reverse("mfa_remove_webauthn", args=(key.pk,))
        Authenticator.objects.filter(user=cast.reviewer, type="totp").update(user=cast.editor)
        client.post(address)
        assert Authenticator.objects.filter(pk=key.pk).exists()
        Authenticator.objects.filter(user=cast.editor, type="totp").update(user=cast.reviewer)
        client.post(address)
        assert not Authenticator.objects.filter(pk=key.pk).exists()

    def test_nobody_removes_the_passkey_of_another(self, cast: factories.Cast, client: Client) -> None:
        key = Authenticator.objects.create(user=cast.reviewer, type="webauthn", data={"name": "Telefon"})
        client.post(SIGN_IN, credentials(cast.editor))
        set_up(client)
        assert client.post(reverse("mfa_remove_webauthn", args=(key.pk,))).status_code == 404


class TestLockOut:
    def test_after_five_attempts_the_account_waits(self, cast: factories.Cast, client: Client) -> None:
        User.objects.filter(pk=cast.editor.pk).update(email="rut@example.org")
        for name in ("editor", "EDITOR", "rut@example.org", "editor", "Rut@example.org"):
            client.post(SIGN_IN, {"username": name, "password": "wrong"})
        answer = client.post(SIGN_IN, credentials(cast.editor))
        assert answer.status_code == 429
        assert 240 < int(answer["Retry-After"]) <= 300
        assert "Försök igen om 5 min." in answer.content.decode()
        assert not is_in(client)
        client.post(SIGN_IN, credentials(cast.translator))
        assert is_in(client)

    def test_an_address_waits_whatever_names_it_tries(
        self, cast: factories.Cast, client: Client, settings: Any
    ) -> None:
        settings.TRUSTED_PROXIES = 1
        for number in range(10):
            forwarded = f"10.0.0.{number}, 192.0.2.1"
            client.post(SIGN_IN, {"username": f"name{number}", "password": "x"}, headers={"x-forwarded-for": forwarded})
        assert (
            client.post(SIGN_IN, credentials(cast.editor), headers={"x-forwarded-for": "192.0.2.1"}).status_code == 429
        )
        client.post(SIGN_IN, credentials(cast.editor), headers={"x-forwarded-for": "192.0.2.2"})
        assert is_in(client)

    def test_attempts_are_counted_while_redis_is_gone(
        self,
        cast: factories.Cast,
        settings: Any,
        caplog: pytest.LogCaptureFixture,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(ForgivingRedisCache, "_back_at", 0.0)
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            nowhere = f"redis://127.0.0.1:{unused.getsockname()[1]}/0"
            backend = "cms.core.forgiving_cache.ForgivingRedisCache"
            options = {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 1}
            settings.CACHES = {
                **settings.CACHES,
                "default": {"BACKEND": backend, "LOCATION": nowhere, "OPTIONS": options},
            }
            app = App(cast.reviewer)
            for expected in (True, False):
                client = Client()
                client.post(SIGN_IN, credentials(cast.reviewer))
                client.post(STEP, {"code": app.code_now()})
                assert is_in(client) == expected, "a code works once"
            client = Client()
            for _attempt in range(5):
                client.post(SIGN_IN, {"username": "editor", "password": "wrong"})
            assert client.post(SIGN_IN, credentials(cast.editor)).status_code == 429
        assert [record.getMessage() for record in caplog.records if record.name.startswith("cms")] == [
            "attempts to sign in are counted in each process: ConnectionInterrupted"
        ]
        private = ("reviewer", factories.PASSWORD, "127.0.0.1")
        assert not [word for word in private if word in caplog.text]

    def test_codes_are_counted_too(self, cast: factories.Cast, app: App, now: float, client: Client) -> None:
        client.post(SIGN_IN, credentials(cast.reviewer))
        for number in range(5):
            client.post(STEP, {"code": f"00000{number}"})
        answer = client.post(STEP, {"code": app.code(now)})
        assert "Försök igen om fem minuter" in answer.content.decode()
        assert not is_in(client)


class TestForgottenPassword:
    def asked(self, client: Client, address: str) -> Any:
        return client.post(reverse("account_reset_password"), {"email": address}, follow=True)

    def test_a_link_by_mail_works_once_and_the_second_step_stays(
        self, cast: factories.Cast, app: App, client: Client
    ) -> None:
        User.objects.filter(pk=cast.reviewer.pk).update(email="greta@example.org")
        self.asked(client, "greta@example.org")
        [message] = mail.outbox
        assert message.subject == "Välj ett nytt lösenord till Servicebanken"
        link = re.search(r"http://testserver(/\S+)", message.body).group(1)
        form = client.get(link)["Location"]
        client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
        assert not is_in(client)
        assert "fungerar inte längre" in client.get(link).content.decode()
        client.post(SIGN_IN, credentials(cast.reviewer, NEW_PASSWORD))
        assert not is_in(client)
        assert client.get(STEP).status_code == 200
        assert not EmailAddress.objects.exists(), "a second place for addresses, where they would grow old"

    def test_an_unknown_address_is_answered_alike_and_gets_no_mail(self, cast: factories.Cast, client: Client) -> None:
        User.objects.filter(pk=cast.editor.pk).update(email="rut@example.org")
        known = self.asked(client, "rut@example.org")
        mail.outbox.clear()
        unknown = self.asked(client, "nobody@example.org")
        assert soup_of(known).select_one("main").get_text() == soup_of(unknown).select_one("main").get_text()
        User.objects.filter(pk=cast.editor.pk).update(is_active=False)
        self.asked(client, "rut@example.org")
        assert mail.outbox == []
