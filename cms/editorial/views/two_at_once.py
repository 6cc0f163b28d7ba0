"""Instead of a save that would overwrite what somebody else has saved: both versions side by side."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.panels import get_edit_handler
from wagtail.models import Page, PageSubscription

from cms.editorial import two_at_once
from cms.editorial.refusals import sent_again

COMPARED, CHOSEN = "compared_with", "chosen-"
OPENED = ("loaded_revision_id", "loaded_revision_created_at", "overwrite_revision_id")
MINE, THEIRS = "mine", "theirs"


def ask_before_overwriting(request: HttpRequest, page: Page) -> HttpResponse | None:
    """None where nothing would be lost, or where the form cannot be saved at all: its own view tells why."""
    if request.method != "POST" or "application/json" in request.headers.get("Accept", ""):
        return None
    latest = page.get_latest_revision()
    if latest is None or not two_at_once.somebody_saved_meanwhile(request, latest):
        return None
    theirs = latest.as_object()
    mine = _mine(request, page)
    if mine is None:
        return None
    found = list(two_at_once.differences(mine, theirs, two_at_once.opened_with(request, page)))
    if not found:
        return None
    stamp = f"{latest.pk} {latest.created_at.isoformat()}"
    chosen = {difference.name: request.POST.get(f"{CHOSEN}{difference.name}", "") for difference in found}
    if request.POST.get(COMPARED) == stamp and set(chosen.values()) <= {MINE, THEIRS}:
        taken = [name for name, choice in chosen.items() if choice == THEIRS]
        user: Any = request.user
        two_at_once.save_chosen(mine, theirs, taken, user, latest)
        messages.success(request, _("Both versions are one draft now. Read it through before you go on."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    context = {
        "differences": [(difference, chosen[difference.name] or difference.choice) for difference in found],
        "is_incomplete": COMPARED in request.POST,
        "other": latest.user,
        "is_oneself": latest.user_id == request.user.pk,
        "saved_at": latest.created_at,
        "fields": [*sent_again(request, leave_out={*OPENED, COMPARED}, prefix=CHOSEN), *_opened(request)],
        "stamp": stamp,
        "edited_page": page,
        "language": page.locale.language_code,
        "page_title": _("Somebody else has saved meanwhile"),
        "header_title": _("Somebody else has saved meanwhile"),
        "header_icon": "warning",
    }
    return TemplateResponse(request, "admin/two_at_once.html", context)


def _opened(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, request.POST[name]) for name in OPENED if name in request.POST]


def _mine(request: HttpRequest, page: Page) -> Any:
    """The page as the form would save it; None where it is locked, or where the form has errors."""
    user: Any = request.user
    lock = page.get_lock()
    if lock is not None and lock.for_user(user):
        return None
    subscription = PageSubscription(page=page, user=user)
    form = get_edit_handler(type(page)).get_form_class()(
        request.POST,
        request.FILES,
        instance=page.get_latest_revision_as_object(),
        subscription=subscription,
        parent_page=page.get_parent(),
        for_user=user,
    )
    form.defer_required_fields()
    return form.save(commit=False) if form.is_valid() else None
