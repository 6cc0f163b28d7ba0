"""The list of what a readiness check finds in a page, and the form that lets something pass."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET
from wagtail.admin import messages
from wagtail.models import Page

from cms.core.models import BasePage
from cms.editorial.forms import WaiverForm
from cms.editorial.readiness.check import check, may_waive, newest_draft, waive


def page_readiness(request: HttpRequest, page_id: int) -> HttpResponse:
    """Findings of the newest draft; editors and reviewers let some pass with a reason."""
    page, user = _page(request, page_id), _user(request)
    form = WaiverForm(request.POST or None)
    if request.method == "POST":
        if not may_waive(user):
            raise PermissionDenied
        if form.is_valid():
            try:
                passed = waive(page, user, request.POST.getlist("finding"), form.cleaned_data["reason"])
            except ValidationError as error:
                form.add_error(None, error)
            else:
                text = ngettext("%(number)d finding let pass.", "%(number)d findings let pass.", len(passed))
                messages.success(request, text % {"number": len(passed)})
                return redirect("page_readiness", page.pk)
    context = {
        **context_of(page),
        "form": form,
        "chosen": request.POST.getlist("finding"),
        "may_waive": may_waive(user),
        "page_title": _("Readiness"),
        "page_subtitle": page.get_admin_display_title(),
        "header_title": page.get_admin_display_title(),
        "header_icon": "tasks",
    }
    return TemplateResponse(request, "admin/readiness/page.html", context)


@require_GET
def panel(request: HttpRequest, page_id: int) -> HttpResponse:
    """The same in short, for the page form: its script asks again when a draft has been saved."""
    context = context_of(_page(request, page_id))
    return TemplateResponse(request, "admin/readiness/panel.html", context)


def context_of(page: Page) -> dict[str, Any]:
    """What both templates need."""
    draft = newest_draft(page)
    return {
        "checked_page": page,
        "result": check(draft),
        "edit_url": reverse("wagtailadmin_pages:edit", args=(page.pk,)),
    }


def _page(request: HttpRequest, page_id: int) -> Page:
    """A page that this person may edit or moderate; all that is in its draft is shown."""
    page = get_object_or_404(Page, pk=page_id)
    user = _user(request)
    permissions = page.permissions_for_user(user)
    task = page.current_workflow_task
    may_moderate = bool(task and task.specific.user_can_access_editor(page, user))
    if not isinstance(page.specific, BasePage) or not (permissions.can_edit() or may_moderate):
        raise PermissionDenied
    return page


def _user(request: HttpRequest) -> Any:
    return request.user
