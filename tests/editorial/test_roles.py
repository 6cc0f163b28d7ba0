"""Each role has these rights and no others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.admin.menu import admin_menu
from wagtail.models import Collection, GroupCollectionPermission, Page

from cms.core.models import User
from tests import factories

ACTIONS = ("edit", "add_subpage", "delete", "publish", "unpublish", "move", "lock", "set_view_restrictions")

NOTHING: set[str] = set()
EVERYTHING_ON_DRAFT = {"edit", "delete", "move"}
FOR_ADMINISTRATORS = {"publish", "lock", "set_view_restrictions"}

RIGHTS: dict[str, dict[str, set[str]]] = {
    "contributor": {
        "own draft": {"edit", "delete", "move"},
        "own page": {"edit"},
        "somebody's draft": NOTHING,
        "somebody's page": NOTHING,
        "index of cases": {"add_subpage"},
        "bank": NOTHING,
        "front page": NOTHING,
        "English page": NOTHING,
        "English index": NOTHING,
    },
    "editor": {
        "own draft": EVERYTHING_ON_DRAFT,
        "own page": {"edit"},
        "somebody's draft": EVERYTHING_ON_DRAFT,
        "somebody's page": {"edit"},
        "index of cases": {"edit", "add_subpage"},
        "bank": {"edit", "add_subpage"},
        "front page": {"edit", "add_subpage"},
        "English page": {"edit"},
        "English index": {"edit"},
    },
    "translator": {
        "own draft": NOTHING,
        "own page": NOTHING,
        "somebody's draft": NOTHING,
        "somebody's page": NOTHING,
        "index of cases": NOTHING,
        "bank": NOTHING,
        "front page": NOTHING,
        "English page": {"edit"},
        "English index": {"edit"},
    },
    "reviewer": {
        "own draft": EVERYTHING_ON_DRAFT,
        "own page": {"edit"},
        "somebody's draft": EVERYTHING_ON_DRAFT,
        "somebody's page": {"edit"},
        "index of cases": {"edit"},
        "bank": {"edit"},
        "front page": {"edit"},
        "English page": {"edit"},
        "English index": {"edit"},
    },
    "network_administrator": {
        "own draft": EVERYTHING_ON_DRAFT | FOR_ADMINISTRATORS,
        "own page": {*EVERYTHING_ON_DRAFT, *FOR_ADMINISTRATORS, "unpublish"},
        "somebody's draft": EVERYTHING_ON_DRAFT | FOR_ADMINISTRATORS,
        "somebody's page": {*EVERYTHING_ON_DRAFT, *FOR_ADMINISTRATORS, "unpublish"},
        "index of cases": {*EVERYTHING_ON_DRAFT, *FOR_ADMINISTRATORS, "unpublish", "add_subpage"},
        "bank": {*EVERYTHING_ON_DRAFT, *FOR_ADMINISTRATORS, "unpublish", "add_subpage"},
        "front page": {*EVERYTHING_ON_DRAFT, *FOR_ADMINISTRATORS, "unpublish", "add_subpage"},
        "English page": {*EVERYTHING_ON_DRAFT, *FOR_ADMINISTRATORS, "unpublish"},
        "English index": {*EVERYTHING_ON_DRAFT, *FOR_ADMINISTRATORS, "unpublish"},
    },
}
for nobody in ("member", "stranger"):
    RIGHTS[nobody] = dict.fromkeys(RIGHTS["contributor"], NOTHING)


@pytest.fixture
def pages(site: factories.Tree, cast: factories.Cast) -> Any:
    """Pages by what they are to one person."""
    theirs = factories.make_case(owner=cast.superuser)

    def of(user: User) -> dict[str, Page]:
        return {
            "own draft": factories.make_case(owner=user, published=False),
            "own page": factories.make_case(owner=user),
            "somebody's draft": factories.make_case(owner=cast.superuser, published=False),
            "somebody's page": theirs,
            "index of cases": site.cases,
            "bank": site.bank,
            "front page": site.home,
            "English page": factories.translate_page(theirs),
            "English index": site.cases_en,
        }

    return of


@pytest.mark.parametrize("role", RIGHTS)
def test_role_may_do_with_pages_exactly_this(role: str, cast: factories.Cast, pages: Any) -> None:
    user = User.objects.get(pk=getattr(cast, role).pk)
    found = {}
    for name, page in pages(user).items():
        tester = page.permissions_for_user(user)
        found[name] = {action for action in ACTIONS if getattr(tester, f"can_{action}")()}
    assert found == RIGHTS[role]


FILES = {
    "contributor": {"add_image", "choose_image", "add_document", "choose_document"},
    "editor": {"add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"},
    "translator": {"choose_image", "choose_document"},
    "reviewer": {"choose_image", "choose_document"},
    "network_administrator": {
        *("add_image", "change_image", "choose_image", "delete_image"),
        *("add_document", "change_document", "choose_document", "delete_document"),
        *("add_collection", "change_collection", "delete_collection"),
    },
    "member": set(),
}


@pytest.mark.parametrize("role", FILES)
def test_role_may_do_with_files_exactly_this(role: str, site: factories.Tree) -> None:
    rights = GroupCollectionPermission.objects.filter(group__name=role, collection=Collection.get_first_root_node())
    assert set(rights.values_list("permission__codename", flat=True)) == FILES[role]
    assert GroupCollectionPermission.objects.filter(group__name=role).count() == len(FILES[role])


def of_registers(*actions: str) -> set[str]:
    terms = ("servicetype", "solutiontype", "level", "audience", "theme", "phase", "successfactor")
    rows = (*terms, "organisation", "contactperson")
    places = {"registers.change_county", "registers.change_municipality"}
    return {f"registers.{action}_{row}" for row in rows for action in actions} | places


OF_CASES = {"bank.add_caseowner", "bank.change_caseowner", "bank.view_confirmation"}


SEARCH_WORDS = {
    "search.view_missedquestion",
    *(f"search.{action}_{row}" for row in ("synonym", "unsplitword") for action in ("add", "change", "delete")),
}


def whole(model: str) -> set[str]:
    app, name = model.split(".")
    return {f"{app}.{action}_{name}" for action in ("add", "change", "delete")}


TRANSLATE = "wagtail_localize.submit_translation"
ADMIN = "wagtailadmin.access_admin"
PERMISSIONS = {
    "contributor": {ADMIN},
    "editor": {ADMIN, TRANSLATE, *of_registers("add", "change"), *OF_CASES, *SEARCH_WORDS},
    "translator": {ADMIN, TRANSLATE},
    "reviewer": {ADMIN, *OF_CASES},
    "network_administrator": {
        *(ADMIN, TRANSLATE, "wagtailcore.change_site"),
        *of_registers("add", "change", "delete"),
        *whole("bank.caseowner"),
        *whole("bank.confirmation"),
        *SEARCH_WORDS,
        *whole("wagtailredirects.redirect"),
        *whole("core.user"),
        *whole("auth.group"),
        *("api.add_partnerkey", "api.change_partnerkey"),
        *whole("api.frontend"),
        *whole("publishing.webhooksubscription"),
    },
    "member": set(),
    "stranger": set(),
}


@pytest.mark.parametrize("role", PERMISSIONS)
def test_role_has_exactly_these_permissions(role: str, cast: factories.Cast) -> None:
    user = User.objects.get(pk=getattr(cast, role).pk)
    assert user.get_all_permissions() == PERMISSIONS[role]
    assert not user.is_superuser


def test_wagtails_own_groups_are_gone(site: factories.Tree) -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(factories.ROLES)


# --- The menu -----------------------------------------------------------------------------------------------------

REPORTS = {"workflows", "workflow-tasks", "site-history", "aging-pages", "page-types-usage"}
HELP = {"how-we-work", "keyboard-shortcuts-trigger"}
REGISTERS = {
    *("municipalities", "counties", "organisations", "contacts"),
    *("servicetype", "solutiontype", "level", "audience", "theme", "phase", "successfactor"),
}
WORD_LISTS = {"synonyms", "unsplit-words", "missed-questions", "try-a-question"}
MENUS: dict[str, dict[str, set[str]]] = {
    "contributor": {"explorer": set(), "images": set(), "documents": set(), "reports": REPORTS, "help": HELP},
    "editor": {
        "explorer": set(),
        "images": set(),
        "documents": set(),
        "registers": REGISTERS,
        "case-owners": {"owners", "confirmations"},
        "search-words": WORD_LISTS,
        "reports": {*REPORTS, "translations", "proposals", "trash", "owner-requests"},
        "help": HELP,
    },
    "translator": {"explorer": set(), "reports": {*REPORTS, "translations"}, "help": HELP},
    "reviewer": {
        "explorer": set(),
        "case-owners": {"owners", "confirmations"},
        "reports": {*REPORTS, "proposals", "owner-requests"},
        "help": HELP,
    },
    "network_administrator": {
        "explorer": set(),
        "images": set(),
        "documents": set(),
        "registers": REGISTERS,
        "case-owners": {"owners", "confirmations"},
        "search-words": WORD_LISTS,
        "reports": {*REPORTS, "locked-pages", "translations", "proposals", "trash", "owner-requests"},
        "settings": {"collections", "redirects", "sites", "users", "groups", "api-keys", "front-ends", "webhooks"},
        "help": HELP,
    },
}


def names_in(menu: Any, request: Any) -> Iterator[tuple[str, set[str]]]:
    for item in menu.menu_items_for_request(request):
        submenu = getattr(item, "menu", None)
        names = {child.name for child in submenu.menu_items_for_request(request)} if submenu else set()
        # wagtail-localize names its item by its label, in the language of whoever opens the menu first.
        yield item.name, {"translations" if name == "oversattningar" else name for name in names}


@pytest.mark.parametrize("role", MENUS)
def test_menu_shows_what_the_role_can_use_and_nothing_else(role: str, cast: factories.Cast, client: Client) -> None:
    client.force_login(getattr(cast, role))
    request = client.get(reverse("wagtailadmin_home")).wsgi_request
    assert dict(names_in(admin_menu, request)) == MENUS[role]
