"""Something for every address of the admin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import time_machine
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from bank.models import CaseOwner, CaseStudyPage, Confirmation
from bank.owner.asking import ask_whether_it_still_runs
from cms.editorial import moderation
from cms.editorial.batches.working import ask_for
from cms.editorial.models import Batch, Proposal
from cms.editorial.proposals.deciding import propose
from cms.editorial.translation import translate
from cms.publishing.recording import catch_up
from search.models import Synonym
from tests import factories
from tests.editorial.admin_routes import Route, Things, routes

BROKEN_ON_PURPOSE = {"wagtailadmin_error_test"}
ENDS_THE_SESSION = {"account_logout", "wagtailadmin_logout"}


def some_of_everything(cast: factories.Cast) -> Things:
    """Public pages with drafts that nobody has approved, one that waits for the last approval, a hidden section.

    With something in each of our lists.
    """
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
    factories.make_key(factories.section("cases"))
    factories.make_webhook("https://receiver.example/hook")
    factories.make_front_end()
    Synonym.objects.create(language="sv", word="bybutik", others="lanthandel")
    ask_for(Batch.Kind.SUBMIT, [{"page_id": target.pk, "title": target.title}], cast.editor)
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
            "page_changes": [{"pk": page.pk} for page in pages],
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
        if route.name not in BROKEN_ON_PURPOSE | ENDS_THE_SESSION:
            yield from ((route, address_of(route, arguments)) for arguments in things.arguments(route))


def address_of(route: Route, arguments: dict[str, Any]) -> str:
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
