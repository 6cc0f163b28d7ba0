"""The button of the translation editor that asks a machine; the worker does the rest."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import Translation

from cms.editorial.translations.machine import ask_for, may_be_written


@require_POST
def machine_translate(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Not there at all while no provider is set, see docs/operations.md."""
    user: Any = request.user
    if get_machine_translator() is None:
        raise Http404
    translation = get_object_or_404(Translation.objects.select_related("source"), pk=translation_id, enabled=True)
    page = get_object_or_404(Page, translation_key=translation.source.object_id, locale=translation.target_locale_id)
    if not may_be_written(translation, user):
        raise PermissionDenied
    try:
        ask_for(translation, user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request, _("A machine translates what has no translation yet. Load the page again in a moment to see it.")
        )
    return redirect("wagtailadmin_pages:edit", page.pk)
