"""Every address of the admin, for every role: what the public sees changes only where the policy says so."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from bank.models import CaseOwner, CaseStudyPage, Confirmation
from bank.owner.asking import ask_whether_it_still_runs
from cms.core.models import User
from cms.editorial import moderation
from cms.editorial.guard import Refused
from cms.editorial.models import Proposal
from cms.editorial.proposals.deciding import propose
from cms.editorial.translation import translate
from cms.publishing.acting import Author, acting
from cms.publishing.recording import catch_up
from tests import factories
from tests.editorial.admin_routes import Route, Things, routes
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
BROKEN_ON_PURPOSE = {"wagtailadmin_error_test"}
ENDS_THE_SESSION = {"account_logout", "wagtailadmin_logout"}

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
    "post wagtailadmin_choose_page_external_link",
    "post wagtailredirects:process_import",
    "post wagtailsnippetchoosers_registers_contactperson:create",
    "post wagtailsnippetchoosers_registers_organisation:create",
}
"""Views of Wagtail's own that answer nonsense with a server error. Nothing is left of it, as of every such request."""


@pytest.fixture
def things(cast: factories.Cast) -> Things:
    """Public pages with drafts that nobody has approved, one that waits for the last approval, a hidden section."""
    image = factories.make_image()
    case = factories.make_case(title="Boxen", main_image=image, owner=cast.contributor)
    english_draft = translate(case, factories.languages()[1], lambda _path, text: text, cast.translator)
    english_draft.latest_revision.publish()
    Confirmation.objects.create(case=case, asked_at=timezone.now(), answered_at=timezone.now(), outcome="confirmed")
    section = factories.make_content_page(title="Gömd avdelning")
    factories.make_content_page(parent=section)
    section.unpublish()
    target = factories.make_content_page(title="Annan plats")
    Redirect.objects.create(old_path="/sv/fore", redirect_page=case)
    CaseOwner.objects.create(case=case, name="Kim Handlare", email="handlaren@blavagen.example")
    with time_machine.travel(timezone.now() + dt.timedelta(days=400)):
        ask_whether_it_still_runs()
    waiting = factories.make_case(title="Väntar", owner=cast.contributor, published=False)
    moderation.submit(waiting, cast.contributor)
    factories.bring_to_four_eyes(waiting, cast)
    english = CaseStudyPage.objects.get(pk=english_draft.pk)
    pages: list[Page] = [case, english, section, target]
    for page in pages:
        draft = page.specific.get_latest_revision_as_object()
        draft.summary = "Ingen har granskat det här."
        draft.slug = f"ny-adress-{page.pk}"
        draft.save_revision(user=cast.contributor)
    state = Page.objects.get(pk=waiting.pk).current_workflow_task_state
    actions = [
        {"page_id": waiting.pk, "action_name": name, "task_state_id": state.pk} for name in ("approve", "reject")
    ]
    gone = factories.make_case(title="Borttagen")
    Redirect.objects.create(old_path="/sv/borttagen", redirect_page=gone)
    gone.delete()
    catch_up()
    proposal = propose(Proposal(page=case, kind="delete", reason="Dubblett."), cast.editor)
    return Things(
        pages=pages,
        target=target,
        parent=case.get_parent(),
        waiting=waiting,
        revision_of={page.pk: Page.objects.get(pk=page.pk).latest_revision_id for page in pages},
        special={
            "wagtailadmin_pages:workflow_action": actions,
            "wagtailadmin_pages:collect_workflow_action_data": actions,
            "proposal": [{"proposal_id": proposal.pk}],
            "propose_for_file": [{"model": "core.customimage", "pk": image.pk}],
            "wagtail_localize:snippets_api_listing": [{"app_label": "registers", "model_name": "theme"}],
            "wagtail_localize:snippets_api_detail": [
                {"app_label": "registers", "model_name": "theme", "pk": factories.term("theme", "safety").pk}
            ],
            "wagtail_localize:submit_snippet_translation": [
                {"app_label": "registers", "model_name": "theme", "pk": factories.term("theme", "safety").pk}
            ],
        },
    )


def addresses(things: Things) -> Iterator[tuple[Route, str]]:
    for route in routes():
        if route.name in BROKEN_ON_PURPOSE | ENDS_THE_SESSION:
            continue
        for arguments in things.arguments(route):
            yield route, _address(route, arguments)


def _address(route: Route, arguments: dict[str, Any]) -> str:
    named = route.name != route.pattern
    if named:
        address = reverse(route.name, kwargs=arguments)
    else:
        address = f"/admin/{route.pattern}"
        for name, value in arguments.items():
            address = address.replace(f"<int:{name}>", str(value))
        address = address.replace("^.*/$", "nowhere/")
    if route.name == "wagtail_bulk_action":
        model = {"page": Page, "customimage": factories.CustomImage, "customdocument": factories.CustomDocument}
        row = model.get(arguments["model_name"], Page).objects.order_by("pk")
        chosen = row.filter(title="Boxen") if arguments["model_name"] == "page" else row
        return f"{address}?" + "&".join(f"id={pk}" for pk in chosen.values_list("pk", flat=True))
    return address


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


WRITTEN = {"title", "name", "name_sv", "name_en", "summary", "alt_sv", "role_sv", "hostname", "site_name"}


def test_the_public_set_changes_only_where_the_policy_says_so(
    things: Things, cast: factories.Cast, django_capture_on_commit_callbacks: Any
) -> None:
    superuser = Walker(cast.superuser, django_capture_on_commit_callbacks)
    forms = {address: superuser.form_at(address) for _route, address in addresses(things)}
    changed: defaultdict[str, set[str]] = defaultdict(set)
    broken: set[str] = set()
    methods: dict[str, list[str]] = {}
    extra = {**EVERYTHING, "new_parent_page": things.parent.pk, "locales": [factories.languages()[1].pk]}
    for role in ROLES:
        walker = Walker(getattr(cast, role), django_capture_on_commit_callbacks)
        for route, address in addresses(things):
            data = {**extra, "new_slug": f"kopia-{role}", **forms[address]}
            known = methods.get(address)
            methods.setdefault(address, [])
            for method in METHODS if known is None else known:
                status, is_changed = walker.send(method, address, data)
                if status != NO_SUCH_METHOD and known is None:
                    methods[address].append(method)
                if is_changed:
                    changed[route.name].add(role)
                if status >= 500:
                    broken.add(f"{method} {route.name}")
    assert dict(changed) == MAY_CHANGE
    assert broken <= BREAK_ON_NONSENSE
