"""The admin's own search boxes: they read words as the site does, and show what the person may see there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.users.models import UserProfile

from cms.core.models import User
from search.vocabularies import take_in_words
from tests.editorial.page_forms import soup_of
from tests.factories import Cast, Tree, make_case, make_document, make_image, translate_page

TITLE, DRAFT = "Drivmedelsstation i Slussfors", "Drivmedelsstation som utkast"

pytestmark = pytest.mark.django_db


def everywhere(parent: Page) -> str:
    return reverse("wagtailadmin_pages:search")


def below(parent: Page) -> str:
    return reverse("wagtailadmin_explore", args=[parent.pk])


def in_the_chooser(parent: Page) -> str:
    return reverse("wagtailadmin_choose_page_search")


BOXES = [everywhere, below, in_the_chooser]


def texts(client: Client, address: str, **parameters: str) -> str:
    response = client.get(address, parameters)
    assert response.status_code == 200
    page = soup_of(response)
    return " ".join((page.select_one("main") or page).get_text().split())


@pytest.fixture
def pages(site: Tree, cast: Cast) -> Any:
    make_case(title=TITLE, owner=cast.superuser)
    make_case(title=DRAFT, published=False, owner=cast.contributor)
    make_case(title="Zebra i byn", owner=cast.superuser)
    take_in_words()
    return site.cases


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("role", ["editor", "contributor"])
class TestPages:
    @pytest.mark.parametrize(
        "asked", ["mack", "macken", "drivmedelsstationer", "drivmed", "STATION", "drivmedelsstaton"]
    )
    def test_are_found_as_on_the_site_and_while_typing(
        self, asked: str, role: str, box: Any, pages: Page, cast: Cast, client: Client
    ):
        client.force_login(getattr(cast, role))
        found = texts(client, box(pages), q=asked)
        assert TITLE in found
        assert DRAFT in found
        assert "Zebra" not in found

    @pytest.mark.parametrize(
        "asked",
        ['"', '"mack', 'mack "', "'", "mack AND", "(", "*", "a:b", "\\", "\0", "-", pytest.param("å" * 500, id="long")],
    )
    def test_any_sign_is_just_text(self, asked: str, role: str, box: Any, pages: Page, cast: Cast, client: Client):
        client.force_login(getattr(cast, role))
        texts(client, box(pages), q=asked)

    def test_phrases_are_phrases(self, role: str, box: Any, pages: Page, cast: Cast, client: Client):
        client.force_login(getattr(cast, role))
        assert "Zebra i byn" in texts(client, box(pages), q='"zebra i byn"')
        assert "Zebra i byn" not in texts(client, box(pages), q='"zebra text"')


@pytest.mark.parametrize("box", BOXES)
def test_language_of_the_admin_makes_no_difference(box: Any, pages: Page, cast: Cast, client: Client):
    english = translate_page(make_case(title="Butik"), title="Grocery stores of the north")
    profile = UserProfile.get_for_user(cast.editor)
    client.force_login(cast.editor)
    for language in ("sv", "en"):
        profile.preferred_language = language
        profile.save()
        assert TITLE in texts(client, box(pages), q="macken")
        assert "Grocery stores" in texts(client, box(english.get_parent()), q="shop")


@pytest.mark.parametrize("box", BOXES)
def test_title_that_begins_so_comes_before_what_means_the_same(box: Any, site: Tree, cast: Cast, client: Client):
    make_case(title="Mackens historia")
    make_case(title="Drivmedelsstation")
    make_case(title="Om mackar", lessons="<p>Macken, macken och macken.</p>")
    client.force_login(cast.editor)
    found = texts(client, box(site.cases), q="macke")
    assert found.index("Mackens historia") >= 0
    found = texts(client, box(site.cases), q="mackens")
    assert found.index("Mackens historia") < found.index("Drivmedelsstation")


class TestRights:
    def test_contributor_sees_no_page_outside_what_may_be_explored(self, site: Tree, cast: Cast, client: Client):
        translate_page(make_case(title="Butik"), title="A petrol quagga")
        client.force_login(cast.contributor)
        assert "petrol quagga" not in texts(client, everywhere(site.cases), q="quagga")
        client.force_login(cast.editor)
        assert "petrol quagga" in texts(client, everywhere(site.cases), q="quagga")

    @pytest.mark.parametrize("role", ["member", "stranger"])
    @pytest.mark.parametrize("box", BOXES)
    def test_who_may_not_be_there_finds_nothing(self, role: str, box: Any, pages: Page, cast: Cast, client: Client):
        client.force_login(getattr(cast, role))
        response = client.get(box(pages), {"q": "mack"})
        assert response.status_code in (302, 403)
        assert TITLE.encode() not in response.content


FILES = {
    "images": (make_image, "wagtailimages:index", "uploaded_by_user"),
    "documents": (make_document, "wagtaildocs:index", "uploaded_by_user"),
}


@pytest.mark.parametrize("kind", FILES)
class TestFiles:
    def make(self, kind: str, owner: User, title: str = TITLE) -> None:
        make, _index, uploader = FILES[kind]
        make(title=title, **{uploader: owner})

    @pytest.mark.parametrize("asked", ["mack", "drivmedelsstationen", "drivmed"])
    def test_editor_finds_them_in_the_list_and_when_choosing(self, asked: str, kind: str, cast: Cast, client: Client):
        self.make(kind, cast.superuser)
        client.force_login(cast.editor)
        assert TITLE in texts(client, reverse(FILES[kind][1]), q=asked)
        assert TITLE in texts(
            client, reverse(f"wagtail{'docs' if kind == 'documents' else 'images'}_chooser:choose_results"), q=asked
        )

    def test_contributor_finds_own_ones_in_the_list_and_all_when_choosing(self, kind: str, cast: Cast, client: Client):
        self.make(kind, cast.contributor, "Drivmedelsstation, min egen")
        self.make(kind, cast.superuser)
        client.force_login(cast.contributor)
        found = texts(client, reverse(FILES[kind][1]), q="mack")
        assert "min egen" in found
        assert TITLE not in found
        chooser = reverse(f"wagtail{'docs' if kind == 'documents' else 'images'}_chooser:choose_results")
        assert TITLE in texts(client, chooser, q="mack")

    def test_it_makes_no_difference_in_which_language_they_were_uploaded(self, kind: str, cast: Cast, client: Client):
        from django.utils import translation

        for language in ("sv", "en"):
            with translation.override(language):
                self.make(kind, cast.superuser, f"Drivmedelsstationer {language}")
                self.make(kind, cast.superuser, f"Grocery stores {language}")
        client.force_login(cast.editor)
        found = texts(client, reverse(FILES[kind][1]), q="mack")
        assert "Drivmedelsstationer sv" in found
        assert "Drivmedelsstationer en" in found
        found = texts(client, reverse(FILES[kind][1]), q="shop")
        assert "Grocery stores sv" in found
        assert "Grocery stores en" in found

    @pytest.mark.parametrize("asked", ['"', '"mack', "'", "(", "*", "a:b", "\\", "\0", "-"])
    def test_any_sign_is_just_text(self, asked: str, kind: str, cast: Cast, client: Client):
        client.force_login(cast.editor)
        texts(client, reverse(FILES[kind][1]), q=asked)


def test_registers_are_found_so_too(cast: Cast, client: Client):
    client.force_login(cast.editor)
    address = reverse("wagtailsnippets_registers_municipality:list")
    for asked in ("Storuman", "storumans kommun"[:8], "ostersund", "Östersund"):
        assert len(soup_of(client.get(address, {"q": asked})).select("tbody tr")) == 1, asked
