"""The admin: which doors open for whom, in whose language, and under our name."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms.core.models import User
from tests import factories
from tests.editorial.page_forms import filled_in, soup_of

STAFF = {"contributor", "editor", "translator", "reviewer", "network_administrator"}
MAKES_FILES = {"contributor", "editor", "network_administrator"}
KEEPS_REGISTERS = {"editor", "network_administrator"}
KNOWS_OWNERS = {"editor", "reviewer", "network_administrator"}
ADMINISTRATORS = {"network_administrator"}

OPEN_TO: dict[str, set[str]] = {
    "wagtailadmin_home": STAFF,
    "wagtailadmin_account": STAFF,
    "wagtailimages:index": MAKES_FILES,
    "wagtailimages:add": MAKES_FILES,
    "wagtaildocs:index": MAKES_FILES,
    "wagtaildocs:add": MAKES_FILES,
    "wagtailsnippets_registers_municipality:list": KEEPS_REGISTERS,
    "wagtailsnippets_registers_organisation:list": KEEPS_REGISTERS,
    "wagtailsnippets_registers_organisation:add": KEEPS_REGISTERS,
    "wagtailsnippets_registers_contactperson:list": KEEPS_REGISTERS,
    "wagtailsnippets_registers_contactperson:add": KEEPS_REGISTERS,
    "county:index": KEEPS_REGISTERS,
    "servicetype:index": KEEPS_REGISTERS,
    "servicetype:add": KEEPS_REGISTERS,
    "caseowner:index": KNOWS_OWNERS,
    "caseowner:add": KNOWS_OWNERS,
    "confirmation:index": KNOWS_OWNERS,
    "confirmation:add": ADMINISTRATORS,
    "wagtailadmin_reports:workflow": STAFF,
    "wagtailadmin_reports:site_history": STAFF,
    "wagtailadmin_reports:locked_pages": ADMINISTRATORS,
    "wagtailredirects:index": ADMINISTRATORS,
    "wagtailredirects:add": ADMINISTRATORS,
    "wagtailadmin_collections:index": ADMINISTRATORS,
    "wagtailusers_users:index": ADMINISTRATORS,
    "wagtailusers_users:add": ADMINISTRATORS,
    "wagtailusers_groups:index": ADMINISTRATORS,
    "wagtailsites:index": ADMINISTRATORS,
    "partnerkey:index": ADMINISTRATORS,
    "partnerkey:add": ADMINISTRATORS,
    "frontend:index": ADMINISTRATORS,
    "frontend:add": ADMINISTRATORS,
    "wagtailsites:add": set(),
    "wagtailadmin_workflows:index": set(),
    "wagtailadmin_workflows:add": set(),
    "wagtailadmin_workflows:task_index": set(),
    "wagtaillocales:index": set(),
    "wagtailsnippets_registers_municipality:add": set(),
    "county:add": set(),
}


@pytest.mark.parametrize("role", [*sorted(STAFF), "member", "stranger"])
def test_doors_open_for_exactly_these(role: str, cast: factories.Cast, client: Client) -> None:
    client.force_login(getattr(cast, role))
    opened = {name for name in OPEN_TO if client.get(reverse(name)).status_code == 200}
    assert opened == {name for name, roles in OPEN_TO.items() if role in roles}


def test_visitor_is_sent_to_sign_in(site: factories.Tree, client: Client) -> None:
    for name in OPEN_TO:
        answer = client.get(reverse(name))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("wagtailadmin_login"))


@pytest.mark.usefixtures("site")
class TestSigningIn:
    def test_says_where_one_is(self, client: Client) -> None:
        page = soup_of(client.get(reverse("wagtailadmin_login")))
        assert page.select_one("h1").get_text(strip=True) == "Logga in i Servicebanken"
        assert "Wagtail" not in page.select_one("title").get_text()
        assert page.select_one(".sb-wordmark").get_text(strip=True) == "Servicebanken"
        assert page.select_one('link[rel="icon"]')["href"].endswith(".svg")


class TestDashboard:
    @pytest.mark.parametrize(
        ("language", "greeting"), [("sv", "Välkommen, Siv Skribent!"), ("en", "Welcome, Siv Skribent!")]
    )
    def test_greets_in_the_language_one_has_chosen(
        self, language: str, greeting: str, cast: factories.Cast, client: Client
    ) -> None:
        User.objects.filter(pk=cast.contributor.pk).update(first_name="Siv", last_name="Skribent")
        UserProfile.objects.update_or_create(user=cast.contributor, defaults={"preferred_language": language})
        client.force_login(cast.contributor)
        page = soup_of(client.get(reverse("wagtailadmin_home")))
        assert page.select_one("h1").get_text(strip=True) == greeting
        assert page.select_one("html")["lang"] == language

    @pytest.mark.parametrize(
        ("role", "buttons"),
        [("contributor", 2), ("editor", 2), ("network_administrator", 2), ("translator", 0), ("reviewer", 0)],
    )
    def test_says_what_one_does_and_where_to_begin(
        self, role: str, buttons: int, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(getattr(cast, role))
        panel = soup_of(client.get(reverse("wagtailadmin_home"))).select_one(".sb-welcome")
        assert len(panel.select("p")) == 1
        links = [link["href"] for link in panel.select("a")]
        assert len(links) == buttons
        assert all(client.get(link).status_code == 200 for link in links)


class TestPeople:
    """A network administrator minds people and stays below the superuser."""

    def test_administrator_makes_a_user(self, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.network_administrator)
        url, group = reverse("wagtailusers_users:add"), Group.objects.get(name="contributor")
        data = {"username": "ny", "email": "ny@example.org", "first_name": "Ny", "last_name": "Skribent"}
        answer = client.post(url, {**data, "groups": [group.pk]})
        assert answer.status_code == 302
        assert User.objects.get(username="ny").groups.get() == group

    def test_administrator_makes_nobody_superuser(self, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.network_administrator)
        url = reverse("wagtailusers_users:add")
        data = {"username": "ny", "email": "ny@example.org", "first_name": "Ny", "last_name": "Skribent"}
        client.post(url, {**data, "is_superuser": "on"})
        assert not User.objects.get(username="ny").is_superuser

        url = reverse("wagtailusers_users:edit", args=(cast.contributor.pk,))
        client.post(url, {**data, "username": "contributor", "email": "c@example.org", "is_superuser": "on"})
        assert not User.objects.get(pk=cast.contributor.pk).is_superuser
        assert User.objects.get(pk=cast.contributor.pk).first_name == "Ny"

    def test_administrator_does_not_edit_a_superuser(self, cast: factories.Cast, client: Client) -> None:
        """A new password for a superuser would be a way to become one."""
        client.force_login(cast.network_administrator)
        url = reverse("wagtailusers_users:edit", args=(cast.superuser.pk,))
        assert client.get(url).status_code == 302
        password = "a-long-enough-secret"
        client.post(url, {"username": "superuser", "password1": password, "password2": password})
        assert User.objects.get(pk=cast.superuser.pk).check_password(factories.PASSWORD)

    def test_superuser_edits_everybody(self, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.superuser)
        url = reverse("wagtailusers_users:edit", args=(cast.network_administrator.pk,))
        answer = client.get(url)
        assert answer.status_code == 200
        assert "disabled" not in soup_of(answer).select_one("[name=is_superuser]").attrs


def test_contributor_sees_only_sections_that_lead_to_their_work(
    site: factories.Tree, cast: factories.Cast, client: Client
) -> None:
    client.force_login(cast.contributor)
    listing = soup_of(client.get(reverse("wagtailadmin_explore", args=(site.home.pk,)))).select_one("#listing-results")
    text = listing.get_text(" ")
    assert "Banken" in text
    assert "Nätverket" in text
    assert "Teman" not in text
    english = client.get(reverse("wagtailadmin_explore", args=(site.bank_en.pk,)))
    assert english.status_code in (302, 404)


def test_form_of_a_page_says_in_swedish_what_is_meant(
    site: factories.Tree, cast: factories.Cast, client: Client
) -> None:
    client.force_login(cast.contributor)
    answer = client.get(reverse("wagtailadmin_pages:add", args=("bank", "casestudypage", site.cases.pk)))
    assert filled_in(answer)["title"] == ""
    text = soup_of(answer).get_text(" ")
    assert "Behovet" in text
    assert "The need" not in text
