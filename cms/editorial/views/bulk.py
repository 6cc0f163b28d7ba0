"""Bulk actions in the listings of pages: what is chosen there becomes work for the worker."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page, WorkflowState

from cms.editorial.batches.working import ask_for
from cms.editorial.models import Batch

VERSION = re.compile("[0-9]{1,18}")


class WorkForTheWorker(PageBulkAction):
    """Asks once, hands the pages to the worker, and shows how it goes. Whether it is possible is told page by page."""

    template_name = "admin/bulk.html"
    kind: Batch.Kind
    question: Any
    yes: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"question": self.question, "yes": self.yes, "heading": self.display_name}
        return {**super().get_context_data(**kwargs), **words}

    def prepare_action(self, objects: list[Page], _objects_without_access: dict[str, Any]) -> HttpResponse:
        """In the place of Wagtail's own execution, which does all in one transaction while the browser waits."""
        rows = [{"page_id": page.pk, "title": page.get_admin_display_title(), **self.of(page)} for page in objects]
        return redirect("batch", ask_for(self.kind, rows, self.request.user).pk)

    def of(self, page: Page) -> dict[str, Any]:
        """What else the worker needs to know of a page."""
        return {}


class SubmitPages(WorkForTheWorker):
    display_name = _("Send for review")
    action_type = "submit"
    aria_label = _("Send the chosen pages for review")
    action_priority = 20
    kind = Batch.Kind.SUBMIT
    question = _("Send these pages for review?")
    yes = _("Yes, send them")

    def check_perm(self, page: Page) -> bool:
        return bool(page.permissions_for_user(self.request.user).can_edit())


class ApprovePages(WorkForTheWorker):
    display_name = _("Approve")
    action_type = "approve"
    aria_label = _("Approve the chosen pages")
    action_priority = 21
    kind = Batch.Kind.APPROVE
    question = _(
        "Approve these pages in the step where they wait? You answer for each of them as if you had opened it."
    )
    yes = _("Yes, approve them")

    def annotate_items(self, items: list[Page]) -> list[Page]:
        """Which version of each waits: the form carries it, so that no later one is approved unseen."""
        states = WorkflowState.objects.active().filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=[str(page.pk) for page in items],
        )
        self.waiting = dict(states.values_list("object_id", "current_task_state__revision_id"))
        return items

    def check_perm(self, page: Page) -> bool:
        return bool(page.permissions_for_user(self.request.user).can_edit())

    def object_context(self, page: Page) -> dict[str, Any]:
        return {**super().object_context(page), "version": self.waiting.get(str(page.pk))}

    def of(self, page: Page) -> dict[str, Any]:
        shown = self.request.POST.get(f"version-{page.pk}", "")
        return {"revision_id": int(shown) if VERSION.fullmatch(shown) else None}
