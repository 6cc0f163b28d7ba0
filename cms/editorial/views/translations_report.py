"""wagtail-localize's report with what is changed and what was never translated, in a few queries for the whole list."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views.report import TranslationsReportView as StockView

from cms.editorial.translations.segments import with_progress, with_state


class TranslationsReportView(StockView):
    """Its own rows ask some seven questions each, and count addresses as texts that wait."""

    def get_queryset(self) -> QuerySet[Translation]:
        waiting = with_state(OuterRef("source_id"), OuterRef("target_locale_id")).filter(is_translated=False)
        rows = Translation.objects.annotate(waiting_for_translation=Exists(waiting))
        related = ("source__locale", "source__specific_content_type", "target_locale")
        return with_progress(rows).select_related(*related).order_by("source__object_repr", "pk")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        rows = list(context["object_list"])
        pages = {
            (page.translation_key, page.locale_id): page
            for page in Page.objects.filter(translation_key__in=[row.source.object_id for row in rows])
        }
        for row in rows:
            row.swedish = pages.get((row.source.object_id, row.source.locale_id))
            row.translated = pages.get((row.source.object_id, row.target_locale_id))
        # "1 translation", which nobody has in Swedish.
        counted = context["paginator"]
        counted.verbose_name, counted.verbose_name_plural = _("translation"), _("translations")
        context["rows"] = [row for row in rows if row.swedish or row.translated]
        return context
