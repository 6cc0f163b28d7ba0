"""Listings and reports of the admin ask the same of fifty rows as of five."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, PagePermissionTester

from bank.models import CaseStudyPage
from cms.core.models import User
from cms.editorial import moderation
from cms.editorial.translation import translate
from tests import factories
from tests.editorial.page_forms import soup_of

MOST = 60
"""Queries of one listing of the admin, with menus and all."""
ROLES = ("contributor", "editor", "translator", "reviewer", "network_administrator", "superuser")


def grow(cast: factories.Cast, number: int) -> None:
    """As many case studies, pictures, files and register rows: public, with an English draft, or waiting."""
    have = CaseStudyPage.objects.filter(locale__language_code="sv").count()
    for place in range(have, number):
        case = factories.make_case(owner=cast.contributor, published=place % 3 > 0)
        if place % 3 == 0:
            moderation.submit(case, cast.contributor)
        elif place % 3 == 1:
            factories.translate_page(case)
        factories.make_image()
        factories.make_document()
        factories.contact(f"contact-{place}", organisation=factories.organisation(f"organisation-{place}"))


def listings() -> Iterator[tuple[str, str]]:
    """Name and address."""
    cases = factories.section("cases")
    english = cases.get_translations().get()
    yield "section", reverse("wagtailadmin_explore", args=(cases.pk,))
    yield "English section", reverse("wagtailadmin_explore", args=(english.pk,))
    yield "search", reverse("wagtailadmin_pages:search") + "?q=boxen"
    yield "one type", reverse("wagtailadmin_pages:type_use", args=("bank", "casestudypage"))
    for name in (
        "wagtailimages:index",
        "wagtaildocs:index",
        "wagtailsnippets_registers_organisation:list",
        "wagtailsnippets_registers_contactperson:list",
        "wagtailsnippets_registers_municipality:list",
        "servicetype:index",
        "wagtailadmin_reports:workflow",
        "wagtailadmin_reports:workflow_tasks",
        "wagtailadmin_reports:site_history",
        "wagtailadmin_reports:aging_pages",
        "wagtailadmin_reports:locked_pages",
        "wagtail_localize:translations_report",
    ):
        yield name, reverse(name)


def counted(client: Client, address: str) -> int | None:
    """Queries of a listing; None where it is not for this person."""
    with CaptureQueriesContext(connection) as queries:
        status = client.get(address).status_code
    return len(queries) if status == 200 else None


def open_all(client: Client, cast: factories.Cast) -> None:
    """Content types and the like are then known to the process, and thumbnails of pictures are made."""
    client.force_login(cast.superuser)
    for _name, address in listings():
        client.get(address)


@pytest.fixture
def own_cache(settings: Any) -> None:
    """With Redis another process that runs tests empties the cache of this one, and two more queries are asked."""
    settings.CACHES = {**settings.CACHES, "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.mark.usefixtures("words_are_kept", "own_cache")
def test_fifty_rows_ask_no_more_than_ten(cast: factories.Cast, client: Client) -> None:
    counts: dict[int, dict[tuple[str, str], int]] = {}
    for number in (10, 55):
        grow(cast, number)
        open_all(client, cast)
        counts[number] = {}
        for role in ROLES:
            client.force_login(getattr(cast, role))
            for name, address in listings():
                if (count := counted(client, address)) is not None:
                    counts[number][role, name] = count
    grown = {key: (counts[10][key], count) for key, count in counts[55].items() if count > counts[10][key]}
    assert not grown
    assert {key: count for key, count in counts[55].items() if count > MOST} == {}
    assert ("editor", "section") in counts[55]


@pytest.mark.usefixtures("own_cache")
def test_nor_does_somebody_in_thirty_groups(cast: factories.Cast, client: Client) -> None:
    grow(cast, 12)
    open_all(client, cast)
    client.force_login(cast.editor)
    address = reverse("wagtailadmin_explore", args=(factories.section("cases").pk,))
    before = counted(client, address)
    cast.editor.groups.add(*(Group.objects.create(name=f"Grupp {number}") for number in range(29)))
    assert counted(client, address) == before


# --- What the rows offer ------------------------------------------------------------------------------------------


def offers(client: Client, page: Page) -> set[str]:
    """What the menu of a row offers about translation."""
    answer = soup_of(client.get(reverse("wagtailadmin_explore", args=(page.get_parent().pk,))))
    addresses = {link["href"].partition("?")[0] for link in answer.select("table a[href*='/localize/']")}
    return {"translate" if "/submit/" in address else "update" for address in addresses}


class TestTranslationButtons:
    def test_swedish_page_can_be_translated_until_it_is(self, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.editor)
        case = factories.make_case()
        assert offers(client, case) == {"translate"}
        english = translate(case, factories.languages()[1], {}, cast.translator)
        assert offers(client, case) == {"update"}
        assert offers(client, english) == set()

    @pytest.mark.parametrize("role", ["contributor", "reviewer"])
    def test_only_for_who_starts_translations(self, role: str, cast: factories.Cast, client: Client) -> None:
        client.force_login(getattr(cast, role))
        assert offers(client, factories.make_case()) == set()

    def test_addresses_lead_somewhere(self, cast: factories.Cast, client: Client) -> None:
        case, other = factories.make_case(), factories.make_case()
        translate(case, factories.languages()[1], {}, cast.translator)
        client.force_login(cast.editor)
        listing = soup_of(client.get(reverse("wagtailadmin_explore", args=(other.get_parent().pk,))))
        links = [link["href"] for link in listing.select("table a[href*='/localize/']")]
        assert len(links) == 2
        assert all(client.get(link).status_code == 200 for link in links)


@pytest.mark.parametrize("role", ROLES)
def test_history_is_offered_to_who_may_read_it(role: str, cast: factories.Cast, client: Client) -> None:
    factories.make_case(owner=cast.contributor, published=False)
    factories.make_case(owner=cast.other_contributor)
    cases = factories.section("cases")
    client.force_login(getattr(cast, role))
    listing = soup_of(client.get(reverse("wagtailadmin_explore", args=(cases.pk,))))
    offered = {str(link["href"]) for link in listing.select("a[href$='/history/']")}
    every = {reverse("wagtailadmin_pages:history", args=(page.pk,)) for page in [cases, *cases.get_children()]}
    assert offered == {address for address in every if client.get(address).status_code == 200}


@pytest.mark.parametrize("role", [*ROLES, "member", "stranger"])
def test_who_may_delete_is_what_wagtail_says(role: str, cast: factories.Cast) -> None:
    """Asked in another way, answered the same."""
    user: User = getattr(cast, role)
    pages: list[Any] = [
        factories.make_case(owner=cast.contributor),
        factories.make_case(owner=cast.contributor, published=False),
        factories.make_case(owner=cast.other_contributor, published=False),
        factories.section("cases"),
        factories.section("plans"),
        *Page.objects.filter(depth=1),
    ]
    for page in [*pages, *(page.get_translations().first() for page in pages[3:5])]:
        for ignore_bulk in (True, False):
            ours = page.permissions_for_user(user).can_delete(ignore_bulk)
            assert ours == PagePermissionTester(user, page).can_delete(ignore_bulk), (page, ignore_bulk)


def test_report_says_where_each_page_stands(cast: factories.Cast, client: Client) -> None:
    case = factories.make_case(title="Boxen", owner=cast.contributor, published=False)
    moderation.submit(case, cast.contributor)
    client.force_login(cast.editor)
    row = soup_of(client.get(reverse("wagtailadmin_reports:workflow"))).select_one("tbody tr")
    words = " ".join(row.get_text(" ").split())
    assert words.startswith("Boxen")
    assert "Bankens innehåll" in words
    assert "Redaktionell kontroll" in words
    assert "Editorial check" not in words
