"""Pages of the admin: whom we have asked about which case, what they answered, and what is left to do."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from bank.models import CaseStudyPage, OwnerRequest
from bank.owner.addresses import newest_note, warning
from bank.owner.asking import ask_again, withdraw
from cms.editorial.guard import roles_of
from cms.editorial.roles import RoleName

A_PAGE = 30
WHO = {RoleName.EDITOR.value, RoleName.REVIEWER.value, RoleName.NETWORK_ADMINISTRATOR.value}
AGAIN, WITHDRAW, HANDLED = BUTTONS = ("again", "withdraw", "handled")


def may_see(user: Any) -> bool:
    return bool(WHO & roles_of(user))


def owner_requests(request: HttpRequest) -> HttpResponse:
    """What has to be done, what waits, then everything else; of one case where the address names it."""
    if not may_see(request.user):
        raise PermissionDenied
    rows = OwnerRequest.objects.select_related("case", "owner")
    wanted, case = request.GET.get("case", ""), None
    if wanted:
        case = get_object_or_404(CaseStudyPage, pk=int(wanted) if wanted.isdecimal() and len(wanted) < 10 else 0)
        rows = rows.filter(case=case)
    waiting, to_do = rows.open(), rows.to_do()
    rest = rows.exclude(pk__in=waiting.values("pk")).exclude(pk__in=to_do.values("pk"))
    page = Paginator(rest, A_PAGE).get_page(request.GET.get("p"))
    title = _("Answers from case owners") if case is None else _("Questions to the owner")
    return _answer(
        request,
        "index",
        title,
        case=case,
        waiting=list(waiting),
        to_do=list(to_do),
        rest=page,
        elided_page_range=page.paginator.get_elided_page_range(page.number),
    )


def owner_request(request: HttpRequest, owner_request_id: int) -> HttpResponse:
    """One question: what was answered, and the buttons."""
    if not may_see(request.user):
        raise PermissionDenied
    found = get_object_or_404(
        OwnerRequest.objects.select_related("case", "owner", "asked_by", "handled_by"), pk=owner_request_id
    )
    button = next((name for name in BUTTONS if name in request.POST), None)
    if button:
        try:
            return _done(request, found, button)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    is_open, note = found.is_open, newest_note(found.case)
    return _answer(
        request,
        "request",
        str(found.get_kind_display()).capitalize(),
        page_subtitle=found.case.draft_title or found.case.title,
        question=found,
        address=note,
        address_warning=warning(note) if note else "",
        is_open=is_open,
        may_ask_again=is_open or (not found.answered_at and found.closed_why in ("", OwnerRequest.Closed.WITHDRAWN)),
        is_to_do=found.outcome == OwnerRequest.Outcome.NOT_RUNNING and not found.handled_at,
    )


def _done(request: HttpRequest, found: OwnerRequest, button: str) -> HttpResponse:
    user: Any = request.user
    if button == AGAIN:
        found = ask_again(found, user)
        messages.success(request, _("Sent. The link in the earlier mail does not work any more."))
    elif button == WITHDRAW:
        withdraw(found, user)
        messages.success(request, _("Taken back. The link does not work any more."))
    elif found in OwnerRequest.objects.to_do():
        found.handled_at, found.handled_by = timezone.now(), user
        found.save(update_fields=["handled_at", "handled_by"])
        messages.success(request, _("Noted as done."))
    return redirect("owner_request", found.pk)


def _answer(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    titles = {"page_title": title, "header_title": title, "header_icon": "mail"}
    return TemplateResponse(request, f"admin/owners/{template}.html", titles | context)
