"""When a Swedish page is deleted or unpublished by Wagtail's own views: what becomes of its translation is asked first.

A take-down and what two people decide take both languages with them (ADR 36). These views are for network
administrators, with a reason, and for pages that are not public. What has been translated is kept in any case.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.models import Page

from cms.core.translation_state import is_source
from cms.editorial.guard import roles_of
from cms.editorial.refusals import sent_again
from cms.editorial.roles import RoleName
from cms.publishing.acting import who_acts

CHOICE, KEEP, TOO = "translation", "keep", "too"
KEPT = "servicebanken.translation_kept"
WITHDRAWN = "servicebanken.translation_withdrawn"


def ask_before_deleting(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _ask(request, page, _translations(page))


def ask_before_unpublishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _ask(request, page, [version for version in _translations(page) if version.live])


def after_deleting(request: HttpRequest, page: Page) -> None:
    for version in _translations(page):
        if _note(request, version):
            DeletePageAction(version.specific, user=request.user).execute(skip_permission_checks=True)


def after_unpublishing(request: HttpRequest, page: Page) -> None:
    below = bool(request.POST.get("include_descendants"))
    for version in _translations(page):
        if version.live and _note(request, version):
            UnpublishPageAction(version.specific, user=request.user, include_descendants=below).execute(
                skip_permission_checks=True
            )


def not_by_the_dozen(request: HttpRequest, action_type: str, objects: list[Any], _action: Any) -> HttpResponse | None:
    """The question is about one page: with many at once it would be answered for pages that nobody has looked at."""
    if request.method != "POST" or action_type not in ("delete", "unpublish"):
        return None
    pages = [page for page in objects if isinstance(page, Page)]
    asked = [page for page in pages if _translations(page, leave_out=pages) and _is_asked(request, page)]
    if not asked:
        return None
    titles = ", ".join(f"“{page.title}”" for page in asked)
    messages.error(request, _("Do these one at a time, as they have a translation: %(titles)s.") % {"titles": titles})
    return redirect("wagtailadmin_home")


def _translations(page: Page, leave_out: list[Page] | None = None) -> list[Page]:
    """Pages that are translated from this one; none for an English page."""
    if not is_source(page):
        return []
    versions = page.get_translations().filter(alias_of__isnull=True)
    return list(versions.exclude(pk__in=[other.pk for other in leave_out or []]))


def _ask(request: HttpRequest, page: Page, versions: list[Page]) -> HttpResponse | None:
    is_answered = request.POST.get(CHOICE) in (KEEP, TOO)
    if request.method != "POST" or not versions or is_answered or not _is_asked(request, page):
        return None
    context = {
        "versions": versions,
        "page_title": _("What becomes of the translation?"),
        "header_title": page.title,
        "fields": list(sent_again(request, leave_out={CHOICE})),
        "choice": CHOICE,
    }
    return TemplateResponse(request, "admin/withdraw_translation.html", context)


def _is_asked(request: HttpRequest, page: Page) -> bool:
    """A public page goes only with an administrator's reason: until there is one, the guard refuses, and says how."""
    author = who_acts()
    has_reason = author is not None and bool(author.reason)
    return not page.live or (has_reason and RoleName.NETWORK_ADMINISTRATOR in roles_of(request.user))  # type: ignore[arg-type]


def _note(request: HttpRequest, version: Page) -> bool:
    """Write the choice into the history of the translation; True when it goes, too."""
    choice = request.POST.get(CHOICE)
    author = who_acts()
    if choice in (KEEP, TOO):
        data = {"reason": author.reason if author else ""}
        log(instance=version.specific, action=WITHDRAWN if choice == TOO else KEPT, user=request.user, data=data)
    return choice == TOO
