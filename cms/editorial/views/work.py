"""A whole list of work, and taking back what one has sent for review."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page

from cms.editorial.dashboard.lists import BY_NAME

A_PAGE = 50


def work_list(request: HttpRequest, work: str) -> HttpResponse:
    """Everything in one list, a page at a time."""
    user: Any = request.user
    found = BY_NAME.get(work)
    if found is None:
        raise Http404
    if not found.is_for(user):
        raise PermissionDenied
    things = Paginator(found.find(user), A_PAGE).get_page(request.GET.get("p"))
    context = {
        "work": found,
        "things": things,
        "rows": found.rows(list(things), user),
        "here": request.get_full_path(),
        "page_title": found.heading,
        "header_title": found.heading,
    }
    return TemplateResponse(request, "admin/dashboard/list.html", context)


@require_POST
@transaction.atomic
def withdraw(request: HttpRequest, page_id: int) -> HttpResponse:
    """The author takes back what waits: the draft stays, and nobody is asked about it any more."""
    user: Any = request.user
    page = get_object_or_404(Page, pk=page_id).specific
    state = page.current_workflow_state
    if state is None:
        messages.warning(request, _("“%(title)s” does not wait for anybody any more.") % {"title": page.draft_title})
        return redirect("wagtailadmin_home")
    if user not in (state.requested_by, page.owner) or not state.user_can_cancel(user):
        raise PermissionDenied
    state.cancel(user=user)
    messages.success(request, _("“%(title)s” is a draft again.") % {"title": page.draft_title})
    return redirect("wagtailadmin_home")
