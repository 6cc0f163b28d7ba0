"""Taking a step, and giving it back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page, TaskState

from cms.editorial import claims
from cms.editorial.dashboard.rows import name_of


@require_POST
@transaction.atomic
def take_step(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """One of those who can decide says that they will."""
    state, page = _state(task_state_id)
    user: Any = request.user
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    if not page.workflow_in_progress or page.current_workflow_task_state != state:
        messages.warning(request, _("“%(title)s” does not wait for anybody any more.") % {"title": page.draft_title})
        return _back(request)
    before = claims.take(state, page, user)
    values = {"title": page.draft_title, "who": name_of(before.user if before else None)}
    if before is None or before.user == user:
        messages.success(request, _("You have taken “%(title)s”.") % values)
    else:
        messages.success(request, _("You have taken “%(title)s” over from %(who)s.") % values)
    return _back(request)


@require_POST
@transaction.atomic
def give_step_back(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """Nobody has it then; for those who do not have it, nothing happens."""
    state, page = _state(task_state_id)
    user: Any = request.user
    if claims.give_back(state, user):
        messages.success(request, _("You have given “%(title)s” back.") % {"title": page.draft_title})
    return _back(request)


def _state(task_state_id: int) -> tuple[TaskState, Page]:
    # The row is locked: of two who take it at once, the second takes over from the first.
    state = get_object_or_404(TaskState.objects.select_for_update(of=("self",)), pk=task_state_id)
    page = state.workflow_state.content_object
    if not isinstance(page, Page):
        raise PermissionDenied
    return state, page


def _back(request: HttpRequest) -> HttpResponse:
    address = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return redirect(address)
    return redirect("wagtailadmin_home")
