"""The page on which a reviewer takes a page from the public."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms.editorial.forms import TakeDownForm
from cms.editorial.take_down import may_take_down, take_down


def take_page_down(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask for the reason; with it, the page is gone in every language when the answer is sent."""
    user: Any = request.user
    page = get_object_or_404(Page, pk=page_id)
    if not may_take_down(user):
        raise PermissionDenied
    form = TakeDownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            gone = take_down(page, user, form.cleaned_data["reason"])
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            titles = ", ".join(_("“%(title)s”") % {"title": version.title} for version in gone)
            messages.success(request, _("Taken down: %(titles)s.") % {"titles": titles})
        return redirect("wagtailadmin_home")
    context = {
        "form": form,
        "page_to_take_down": page,
        "versions": [version for version in (page, *page.get_translations()) if version.live],
        "edit_url": reverse("wagtailadmin_explore", args=(page.pk,)),
        "page_title": _("Take down"),
        "header_title": _("Take down"),
        "header_icon": "download",
    }
    return TemplateResponse(request, "admin/take_down.html", context)
