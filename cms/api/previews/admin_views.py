"""The editor's side of previews: open one in a front end, make a link to send, renew it, take it back."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.api.models import FrontEnd, Preview
from cms.api.previews import links
from cms.editorial.translation import save_own_words


@require_POST
def open_preview(request: HttpRequest, page_id: int, front_end_id: int) -> HttpResponse:
    """Make a preview of what was saved last, and lead the new window to the front end.

    By a page of our own and not by a redirect: browsers let no form lead to another site under our content policy.
    """
    page = _page(page_id, request)
    try:
        preview = _make(request, page, front_end_id)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("page_previews", page.pk)
    context = {"front_end": preview.front_end, "address": links.address_of(preview)}
    response = render(request, "admin/previews/open.html", context)
    response["Referrer-Policy"] = "no-referrer"
    add_never_cache_headers(response)
    return response


class PreviewLinksView(WagtailAdminTemplateMixin, View):
    """All links to one page: for each front end the one that shows the newest revision, and those made before."""

    page_title = gettext_lazy("Links to send")
    template_name = "admin/previews/links.html"
    header_icon = "view"

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        page = _page(page_id, request)
        revision, user = page.get_latest_revision(), request.user
        previews = list(links.of_page(page, user))
        current = {
            preview.front_end_id: preview
            for preview in previews
            if revision is not None
            and (preview.user_id, preview.revision_id, preview.saved_at) == (user.pk, revision.pk, revision.created_at)
        }
        context = {
            **self.get_context_data(),
            "page": page,
            "header_title": f"{self.page_title}: {page.get_admin_display_title()}",
            "page_subtitle": page.get_admin_display_title(),
            "breadcrumbs_items": [],
            "offers": [(front_end, _shown(current.get(front_end.pk))) for front_end in links.front_ends_for(page)],
            "others": [preview for preview in previews if preview not in current.values() and not preview.is_over],
        }
        response: HttpResponse = self.render_to_response(context)
        add_never_cache_headers(response)
        return response

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Make a link."""
        page = _page(page_id, request)
        try:
            _make(request, page, request.POST.get("front_end", ""))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("page_previews", page.pk)


@require_POST
def renew_preview(request: HttpRequest, preview_id: uuid.UUID) -> HttpResponse:
    """Another 24 hours."""
    preview = get_object_or_404(Preview.objects.select_related("page__locale"), pk=preview_id)
    links.renew(preview, user=request.user)
    messages.success(request, _("The link works for another 24 hours."))
    return redirect("page_previews", preview.page_id)


@require_POST
def end_preview(request: HttpRequest, preview_id: uuid.UUID) -> HttpResponse:
    """Take a link back."""
    preview = get_object_or_404(Preview.objects.select_related("page__locale", "front_end"), pk=preview_id)
    links.end(preview, user=request.user)
    messages.success(request, _("The link no longer works."))
    return redirect("page_previews", preview.page_id)


def _page(page_id: int, request: HttpRequest) -> Page:
    page = get_object_or_404(Page.objects.select_related("locale"), pk=page_id)
    if not links.may_preview(request.user, page):
        raise PermissionDenied
    return page


def _make(request: HttpRequest, page: Page, front_end_id: Any) -> Preview:
    if not str(front_end_id).isdecimal():
        raise ValidationError(_("Choose a website."))
    front_end = get_object_or_404(FrontEnd, pk=int(front_end_id))
    save_own_words(page, request.user)  # type: ignore[arg-type]  # signed in
    page.refresh_from_db(fields=["latest_revision"])
    return links.make(page=page, front_end=front_end, user=request.user)


def _shown(preview: Preview | None) -> tuple[Preview, str] | None:
    return None if preview is None else (preview, links.address_of(preview))
