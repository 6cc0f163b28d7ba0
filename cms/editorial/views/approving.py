"""Deciding on what one has seen: not on what was saved since, nor what its Swedish page has overtaken unseen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.views.pages.workflow import WorkflowActionView as StockView
from wagtail.models import Page

from cms.editorial.translations.since import changed_while_it_waited

TOLD = "changed"
"""In the address of the button: how many texts had changed in Swedish when it was shown."""


class WorkflowActionView(StockView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide on the step that the button was shown for, if it still waits."""
        if self.object.workflow_in_progress and self.task_state != self.object.current_workflow_task_state:
            messages.error(request, _("Nothing was done: the page has changed since you opened it. Look at it first."))
            return redirect("wagtailadmin_pages:edit", self.object.pk)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Approve what is as it was when the button was shown; else say what has happened."""
        changed = changed_while_it_waited(self.object) if self.action_name == "approve" else 0
        if changed > self._told:
            messages.error(request, _not_approved(changed))
            return redirect("wagtailadmin_pages:edit", self.object.pk)
        response: HttpResponse = super().post(request, *args, **kwargs)
        waiting = Page.objects.get(pk=self.object.pk).current_workflow_task_state
        if self.action_name == "approve" and waiting and waiting.revision_id != self.task_state.revision_id:
            messages.warning(
                request, _("The page was changed after the version that you approved: the new one is reviewed first.")
            )
        return response

    def get_submit_url(self) -> str:
        """Of the dialogue with a comment."""
        url: str = super().get_submit_url()
        return f"{url}?{TOLD}={self._told}" if self._told else url

    @property
    def _told(self) -> int:
        number = self.request.GET.get(TOLD, "")
        return int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0


def _not_approved(changed: int) -> str:
    return ngettext(
        "Not approved: the Swedish page has changed since the translation was sent for review. %(number)d text would"
        " be another now. Approve what was sent all the same, or send it back.",
        "Not approved: the Swedish page has changed since the translation was sent for review. %(number)d texts would"
        " be others now. Approve what was sent all the same, or send it back.",
        changed,
    ) % {"number": changed}
