"""Every address of the admin, for every role: what the public sees changes only where the policy says so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client

from cms.core.models import User
from cms.editorial.guard import Refused
from cms.publishing.acting import Author, acting
from tests import factories
from tests.editorial.admin_routes import Things
from tests.editorial.admin_things import addresses, some_of_everything
from tests.editorial.page_forms import soup_of, values_of
from tests.editorial.public_set import public_set

ROLES = ("superuser", "network_administrator", "reviewer", "editor", "translator", "contributor")
"""The one who may most comes first: what is no method of an address for them is none for the others."""
METHODS = ("post", "put", "patch", "delete")
NO_SUCH_METHOD = 405

EVERYTHING = {
    "action-publish": "1",
    "action": "publish",
    "restriction_type": "login",
    "publish_copies": "on",
    "publish_translations": "on",
    "new_title": "Kopia",
    "update_slug": "alias",
    "comment": "Så här.",
    "reason": "Privata uppgifter.",
    "do": "1",
    "again": "1",
    "value": "Något annat",
    "position": "0",
    "collection": "1",
    "tags": "ny",
    "old_path": "/sv/en-gammal-adress",
    "redirect_link": "https://example.org/",
}
"""Whatever some view might ask for, with the answer that changes the most."""

FORM = "application/x-www-form-urlencoded"

ADMINISTRATORS = {"network_administrator", "superuser"}
EDITORS = {"editor", *ADMINISTRATORS}
TERMS = ("audience", "level", "phase", "servicetype", "solutiontype", "successfactor", "theme")
MAY_CHANGE: dict[str, set[str]] = {
    # The last approval, by somebody who has not written in the page.
    "wagtailadmin_pages:workflow_action": {"reviewer", "superuser"},
    # Taking down at once, with a reason.
    "take_page_down": {"reviewer", *ADMINISTRATORS},
    # What somebody else has proposed.
    "proposal": {"reviewer", *ADMINISTRATORS},
    # A redirect to what was deleted comes back with it. It leads nowhere until the draft has been approved.
    "trash_restore": EDITORS,
    # Rows of registers.
    **{f"{term}:edit": EDITORS for term in TERMS},
    **{f"{term}:delete": ADMINISTRATORS for term in TERMS},
    "wagtailsnippets_registers_organisation:edit": EDITORS,
    # Redirects, the site, collections.
    "wagtailredirects:add": ADMINISTRATORS,
    "wagtailredirects:edit": ADMINISTRATORS,
    "wagtailredirects:delete": ADMINISTRATORS,
    "wagtailsites:edit": ADMINISTRATORS,
    "wagtailsites:copy": {"superuser"},
    "wagtailadmin_collections:set_privacy": ADMINISTRATORS,
}
"""Address → roles for whom the public set changes, here: those rows of the policy that one person may do."""
BREAK_ON_NONSENSE = {
    "post wagtailredirects:process_import",
    "post wagtailsnippetchoosers_registers_contactperson:create",
    "post wagtailsnippetchoosers_registers_organisation:create",
}
"""Views of Wagtail's own that answer nonsense with a server error. Nothing is left of it, as of every such request."""


@pytest.fixture
def things(cast: factories.Cast) -> Things:
    return some_of_everything(cast)


class Walker:
    """Sends a form to an address and undoes it."""

    def __init__(self, user: User, capture: Any) -> None:
        self.user, self.capture, self.before = user, capture, public_set()
        self.client = Client(raise_request_exception=False)
        self.client.force_login(user)

    def form_at(self, address: str) -> dict[str, Any]:
        """What the first form there would send, with something written in its text fields."""
        answer = self.client.get(address)
        if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
            return {}
        forms = soup_of(answer).select("main form, form[data-edit-form]")
        posting = [form for form in forms if form.get("method", "").lower() == "post"]
        values = values_of(posting[-1]) if posting else {}
        values |= {f"{block['id']}-count": "0" for form in posting[-1:] for block in form.select("[data-block][id]")}
        return {
            name: f"{value} x" if name in WRITTEN else value or EVERYTHING.get(name, "")
            for name, value in values.items()
            if value is not None
        }

    def send(self, method: str, address: str, data: dict[str, Any]) -> tuple[int, bool]:
        """Status of the answer, and whether anything that the public sees was changed."""
        with transaction.atomic():
            with self.capture() as callbacks:
                if method == "post":
                    answer = self.client.post(address, data)
                else:
                    body = urlencode({"value": "x"})
                    answer = getattr(self.client, method)(address, body, content_type=FORM)
            self._after(callbacks)
            is_changed = public_set() != self.before
            transaction.set_rollback(True)
        return answer.status_code, is_changed

    def _after(self, callbacks: list[Any]) -> None:
        """What a request leaves for after its commit is done in the name of whoever sent it."""
        with acting(lambda: Author(self.user.pk, "after the commit", is_judged=True)):
            for callback in callbacks:
                try:
                    callback()
                except Refused:
                    continue


def methods_of(found: Iterable[str]) -> dict[str, list[str]]:
    """Address → methods to try there. What a view takes beside POST does not hang on the numbers in its address."""
    methods: dict[str, list[str]] = {}
    seen: set[str] = set()
    for address in found:
        view = re.sub("[0-9]+", "", address.partition("?")[0])
        methods.setdefault(address, [*METHODS] if view not in seen else [*METHODS[:1]])
        seen.add(view)
    return methods


WRITTEN = {"title", "name", "name_sv", "name_en", "summary", "alt_sv", "role_sv", "hostname", "site_name"}


def test_the_public_set_changes_only_where_the_policy_says_so(
    things: Things, cast: factories.Cast, django_capture_on_commit_callbacks: Any
) -> None:
    superuser = Walker(cast.superuser, django_capture_on_commit_callbacks)
    forms = {address: superuser.form_at(address) for _route, address in addresses(things)}
    changed: defaultdict[str, set[str]] = defaultdict(set)
    broken: set[str] = set()
    methods = methods_of(address for _route, address in addresses(things))
    extra = {**EVERYTHING, "new_parent_page": things.parent.pk, "locales": [factories.languages()[1].pk]}
    for role in ROLES:
        walker = Walker(getattr(cast, role), django_capture_on_commit_callbacks)
        for route, address in addresses(things):
            data = {**extra, "new_slug": f"kopia-{role}", **forms[address]}
            for method in list(methods[address]):
                status, is_changed = walker.send(method, address, data)
                if status == NO_SUCH_METHOD:
                    methods[address].remove(method)
                if is_changed:
                    changed[route.name].add(role)
                if status >= 500:
                    broken.add(f"{method} {route.name}")
    assert dict(changed) == MAY_CHANGE
    assert broken == BREAK_ON_NONSENSE
