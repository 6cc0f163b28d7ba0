"""How far the worker has come with a section that is to be translated."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cms.editorial.models import BatchedPage, TranslationBatch
from cms.editorial.roles import START_TRANSLATION
from cms.editorial.translations.batches import try_again

State = BatchedPage.State


def translation_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Numbers, and the pages that were not possible with the reason; a button tries those again."""
    if not request.user.has_perm(START_TRANSLATION):
        raise PermissionDenied
    batch = get_object_or_404(TranslationBatch, pk=batch_id)
    if request.method == "POST":
        try_again(batch)
        return redirect("translation_batch", batch.pk)
    numbers = dict(batch.pages.values_list("state").annotate(Count("pk")))
    total = sum(numbers.values())
    context = {
        "batch": batch,
        "total": total,
        "done": total - numbers.get(State.WAITING, 0),
        "waiting": numbers.get(State.WAITING, 0),
        "begun": numbers.get(State.BEGUN, 0),
        "existed": numbers.get(State.EXISTED, 0),
        "failed": batch.pages.filter(state=State.FAILED).order_by("pk"),
        "page_title": _("Translation of a section"),
        "header_title": batch.title,
        "header_icon": "wagtail-localize-language",
    }
    return TemplateResponse(request, "admin/translation_batch.html", context)
