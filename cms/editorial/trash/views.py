"""The list of deleted pages, bringing one back, and ending one for good."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page

from cms.editorial.forms import PurgeForm
from cms.editorial.models import DeletedPage
from cms.editorial.trash import restoring

A_PAGE = 50


def trash(request: HttpRequest) -> HttpResponse:
    """What lies there, the newest first."""
    user: Any = request.user
    if not restoring.may_restore(user):
        raise PermissionDenied
    rows = Paginator(DeletedPage.objects.select_related("by", "locale"), A_PAGE).get_page(request.GET.get("p"))
    context = {"rows": rows, "may_purge": restoring.may_purge(user), "page_title": _("Trash"), "header_icon": "bin"}
    return TemplateResponse(request, "admin/trash/index.html", {**context, "header_title": _("Trash")})


@require_POST
def restore(request: HttpRequest, deleted_id: int) -> HttpResponse:
    user: Any = request.user
    try:
        page, problems = restoring.restore(deleted_id, user)
    except DeletedPage.DoesNotExist:
        return _lies_here_no_more(request)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("trash")
    messages.success(request, _("“%(title)s” is back as a draft. Send it for review to publish it.") % {"title": page})
    for problem in problems:
        messages.warning(request, problem)
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def purge(request: HttpRequest, deleted_id: int) -> HttpResponse:
    user: Any = request.user
    if not restoring.may_purge(user):
        raise PermissionDenied
    deleted = DeletedPage.objects.filter(pk=deleted_id).first()
    if deleted is None:
        return _lies_here_no_more(request)
    form = PurgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            restoring.purge(deleted.pk, user, form.cleaned_data["reason"])
        except DeletedPage.DoesNotExist:
            return _lies_here_no_more(request)
        messages.success(request, _("The page is gone for good."))
        return redirect("trash")
    titles = {"page_title": _("Delete for good"), "page_subtitle": deleted.title, "header_title": deleted.title}
    context = {"form": form, "deleted": deleted, "header_icon": "bin", **titles}
    return TemplateResponse(request, "admin/trash/purge.html", context)


def _lies_here_no_more(request: HttpRequest) -> HttpResponse:
    """Somebody else was faster, or its 30 days are over."""
    messages.warning(request, _("This page does not lie in the trash any more."))
    return redirect("trash")


def say_where_it_lies(request: HttpRequest, page: Page) -> None:
    """After a deletion in Wagtail's own view."""
    deleted = DeletedPage.objects.filter(page_id=page.pk).first()
    if deleted is not None:
        until = date_format(localtime(deleted.until), "DATE_FORMAT")
        messages.info(request, _("It lies in the trash until %(day)s. An editor can bring it back.") % {"day": until})
