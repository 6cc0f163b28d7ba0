"""How a refusal of the guard looks: a page that says why, or JSON where a script has asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib.messages.storage import default_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page
from wagtail.users.models import UserProfile

from cms.core.translation_state import is_source
from cms.editorial.guard import Reason, RefusedToAdministrator
from cms.editorial.policy import Change
from cms.editorial.proposals.deciding import may_propose
from cms.publishing.guarding import Refused
from cms.publishing.middleware import REASON

FORBIDDEN = 403
FILE_FORMS = {"wagtailimages:edit", "wagtaildocs:edit"}
PROPOSED = {Change.MOVE, Change.RESTRICT, Change.OPEN, Change.DELETE}


def answer(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """403 with the reasons in the user's language. An administrator is asked for a reason, if it may be at all."""
    # What the view was glad of has not happened.
    request._messages = default_storage(request)  # type: ignore[attr-defined]  # as Django's own middleware sets it
    may_override = isinstance(refusal, RefusedToAdministrator)
    with override(_language_of(request)):
        reasons = [str(reason) for reason in refusal.reasons]
        if _wants_json(request):
            body = {
                "success": False,
                "error_code": "refused",
                "error_message": " ".join(reasons),
                "detail": reasons,
                "may_override": may_override,
            }
            return JsonResponse(body, status=FORBIDDEN)
        context = {
            "reasons": reasons,
            "may_override": may_override and not request.FILES,
            "fields": list(sent_again(request, leave_out={REASON})) if not request.FILES else [],
            "reason_name": REASON,
            "propose_url": _where_to_propose(request, refusal),
            "propose_file_url": _where_to_propose_for_a_file(request, refusal),
        }
        return TemplateResponse(request, "admin/refused.html", context, status=FORBIDDEN).render()


def _where_to_propose(request: HttpRequest, refusal: Refused) -> str | None:
    """Where two people can do it, if that is what is missing and it is about one page."""
    user: Any = request.user
    pages = {reason.page_id for reason in refusal.reasons if isinstance(reason, Reason) and reason.change in PROPOSED}
    page = Page.objects.filter(pk__in=pages, depth__gt=2).select_related("locale").first() if len(pages) == 1 else None
    if page is None or not is_source(page) or not may_propose(user):
        return None
    kind = next(reason.change for reason in refusal.reasons if reason.page_id == page.pk)
    return f"{reverse('propose', args=(page.pk,))}?{urlencode({'kind': kind.value})}"


def _where_to_propose_for_a_file(request: HttpRequest, refusal: Refused) -> str | None:
    """The same, where it is what the form of one picture or file says that was to change."""
    user: Any = request.user
    which = {reason.which for reason in refusal.reasons if isinstance(reason, Reason)}
    is_form = request.resolver_match is not None and request.resolver_match.view_name in FILE_FORMS
    if not is_form or request.FILES or len(which) != 1 or not may_propose(user):
        return None
    model, _space, pk = which.pop().partition(" ")
    return reverse("propose_for_file", args=(model, pk)) if pk else None


def sent_again(request: HttpRequest, *, leave_out: Collection[str], prefix: str = "-") -> Iterator[tuple[str, str]]:
    """Fields of what was sent, for a form that sends it again; without some, and without those that begin so."""
    for name, values in request.POST.lists():
        if name not in leave_out and name != "csrfmiddlewaretoken" and not name.startswith(prefix):
            yield from ((name, str(value)) for value in values)


def _wants_json(request: HttpRequest) -> bool:
    accepted = request.headers.get("Accept", "")
    return (
        "/api/" in request.path
        or request.headers.get("X-Requested-With") == "XMLHttpRequest"
        or request.content_type == "application/json"
        or request.method in ("PUT", "PATCH", "DELETE")
        or ("application/json" in accepted and "text/html" not in accepted)
    )


def _language_of(request: HttpRequest) -> str:
    profile = UserProfile.objects.filter(user_id=request.user.pk).first() or UserProfile()
    return profile.get_preferred_language()
