"""How far the worker has come with work on many pages."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cms.editorial.batches.working import try_again
from cms.editorial.guard import roles_of
from cms.editorial.models import Batch, BatchedPage
from cms.editorial.roles import START_TRANSLATION, RoleName

State = BatchedPage.State


def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Numbers, and the pages that were not possible with the reason; a button tries those again.

    A translation for those who translate, other work for whoever asked for it, and administrators.
    """
    user: Any = request.user
    found = get_object_or_404(Batch.objects.select_related("by"), pk=batch_id)
    if not _may_see(found, user):
        raise PermissionDenied
    is_translation = found.kind == Batch.Kind.TRANSLATE
    is_own = is_translation or found.by_id == user.pk
    if request.method == "POST":
        if not is_own:
            raise PermissionDenied
        try_again(found)
        return redirect("batch", found.pk)
    numbers = dict(found.pages.values_list("state").annotate(Count("pk")))
    total = sum(numbers.values())
    context = {
        "batch": found,
        "is_translation": is_translation,
        "may_try_again": is_own,
        "total": total,
        "finished": total - numbers.get(State.WAITING, 0),
        "waiting": numbers.get(State.WAITING, 0),
        "done": numbers.get(State.DONE, 0),
        "existed": numbers.get(State.EXISTED, 0),
        "failed": found.pages.filter(state=State.FAILED).order_by("pk"),
        "succeeded": found.pages.filter(state=State.DONE).order_by("pk"),
        "page_title": _("Translation of a section") if is_translation else found.get_kind_display(),
        "header_title": found.title if is_translation else found.get_kind_display(),
        "header_icon": "list-ul",
    }
    return TemplateResponse(request, "admin/batch.html", context)


def _may_see(found: Batch, user: Any) -> bool:
    if found.kind == Batch.Kind.TRANSLATE:
        return bool(user.has_perm(START_TRANSLATION))
    return found.by_id == user.pk or RoleName.NETWORK_ADMINISTRATOR in roles_of(user)
