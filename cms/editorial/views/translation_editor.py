"""wagtail-localize's editor asks only whether one may edit the page; here it also asks whether it is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from rest_framework.exceptions import APIException
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import OverridableSegment, StringSegment, Translation
from wagtail_localize.views import edit_translation as stock

from cms.editorial.guard import Reason
from cms.editorial.policy import Change
from cms.editorial.translations.choosing import check_choice
from cms.editorial.translations.lengths import check_length
from cms.editorial.translations.notes import with_warning
from cms.editorial.translations.po_files import read_po_file
from cms.publishing.guarding import Refused

View = Callable[..., HttpResponse]
WAITS = gettext_lazy("The translation is locked, or waits for review. Its texts stay as they are until that is over.")


def only_while_open(view: View) -> View:
    """Refuse to write in a translation that waits for review, except by those who review it now."""

    @wraps(view)
    def guarded(request: HttpRequest, translation_id: int, **kwargs: Any) -> HttpResponse:
        translation = get_object_or_404(Translation, pk=translation_id)
        page = translation.get_target_instance()
        if isinstance(page, Page) and page.permissions_for_user(request.user).page_locked():
            raise Refused([Reason(Change.UPDATE, page.title, WAITS)])
        return view(request, translation_id, **kwargs)

    return guarded


@require_POST
@only_while_open
def upload_pofile(request: HttpRequest, translation_id: int) -> HttpResponse:
    """A file that is missing, damaged, another page's or too long somewhere changes nothing, and says so."""
    user: Any = request.user
    translation = get_object_or_404(Translation, pk=translation_id)
    target = translation.get_target_instance()
    if not stock.user_can_edit_instance(user, target):
        raise PermissionDenied
    file = request.FILES.get("file")
    try:
        if not isinstance(file, UploadedFile):
            raise ValidationError(_("Choose the file first."))
        read_po_file(translation, file.read(), user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The translations of the file are saved."))
    return redirect("wagtailadmin_pages:edit", target.pk)


@only_while_open
def edit_string(request: HttpRequest, translation_id: int, string_segment_id: int) -> HttpResponse:
    """wagtail-localize's, with a look at the length first: a text that is too long would break when it is saved."""
    translation = get_object_or_404(Translation.objects.select_related("source"), pk=translation_id)
    segment = get_object_or_404(StringSegment.objects.select_related("context", "string"), pk=string_segment_id)
    text = None
    if request.method == "PUT":
        text = _value_of(request)
        if text is None:
            return JsonResponse({"error": _("The text is missing.")}, status=400)
        try:
            check_length(translation.source, segment.context, text)
        except ValidationError as error:
            return JsonResponse({"error": " ".join(error.messages)}, status=400)
    response: Any = stock.edit_string_translation(
        request, translation_id=translation_id, string_segment_id=string_segment_id
    )
    if text and "comment" in (getattr(response, "data", None) or {}):
        response.data["comment"] = with_warning(response.data["comment"], segment.string.data, text)
    return response


def _value_of(request: HttpRequest) -> str | None:
    """`value` of a form that was sent by PUT, which Django itself reads for POST only."""
    _read_before_others = request.body
    try:
        sent: Any = Request(request, parsers=[MultiPartParser(), FormParser()]).data
    except APIException:
        return None
    return sent.get("value")


@only_while_open
def edit_override(request: HttpRequest, translation_id: int, overridable_segment_id: int) -> HttpResponse:
    """wagtail-localize's, with a look at what was chosen first: it may be gone, or a page in another language."""
    translation = get_object_or_404(Translation.objects.select_related("source", "target_locale"), pk=translation_id)
    segments = OverridableSegment.objects.filter(source=translation.source).select_related("context")
    segment = get_object_or_404(segments, pk=overridable_segment_id)
    if request.method == "PUT":
        value = _value_of(request)
        if value is None:
            return JsonResponse({"error": _("Nothing was chosen.")}, status=400)
        try:
            check_choice(translation, segment, value)
        except ValidationError as error:
            return JsonResponse({"error": " ".join(error.messages)}, status=400)
    return stock.edit_override(request, translation_id=translation_id, overridable_segment_id=overridable_segment_id)


stop_translation = only_while_open(stock.stop_translation)
