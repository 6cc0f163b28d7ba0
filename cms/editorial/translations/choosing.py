"""What a translator chooses instead of what the Swedish page has: a picture, a file, a page, an address.

wagtail-localize keeps whatever it is sent, and offers pages of all languages (its issue 718). Here a choice that the
page could not be built with is refused when it is made, and the chooser begins, and searches, in the language of the
translation.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.blocks import ChooserBlock, RichTextBlock
from wagtail.fields import RichTextField
from wagtail.models import Locale, Page
from wagtail.whitelist import check_url
from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation

from cms.editorial.translations.lengths import part_of

ONLY_IN = "only_in"
"""What the chooser of pages is asked with: the code of a language."""


def check_choice(translation: Translation, segment: OverridableSegment, value: str) -> None:
    """Raise ValidationError, with a sentence for the translator, where the page cannot have this there."""
    part = part_of(translation.source, segment.context)
    if isinstance(part, ChooserBlock):
        _check_chosen(part.model_class, value, translation.target_locale)
    elif isinstance(part, RichTextField | RichTextBlock):
        if check_url(value) is None:
            raise ValidationError(_("This is no address of a page, and no e-mail address or telephone number."))
    else:
        part.clean(part.to_python(value))


def _check_chosen(model: type[models.Model], value: str, locale: Locale) -> None:
    chosen = model._default_manager.filter(pk=value).first() if value.isdecimal() else None
    if chosen is None:
        raise ValidationError(_("What you chose is not there any more. Choose something else."))
    if isinstance(chosen, Page) and chosen.locale_id != locale.pk:
        raise ValidationError(
            _("“%(title)s” is a page in %(language)s. Choose one in %(target)s."),
            params={
                "title": chosen.get_admin_display_title(),
                "language": chosen.locale.get_display_name(),
                "target": locale.get_display_name(),
            },
        )


def page_chooser_address(locale: Locale) -> str:
    """Where the chooser of pages begins: at the front page in a language, with nothing but that language in it."""
    front_page = Page.objects.filter(depth=2, locale=locale).first()
    address = reverse("wagtailadmin_choose_page_child", args=(front_page.pk,)) if front_page else None
    return f"{address or reverse('wagtailadmin_choose_page')}?{urlencode({ONLY_IN: locale.language_code})}"


def only_in_language(pages: models.QuerySet[Page], request: HttpRequest) -> models.QuerySet[Page]:
    """Leave out of a chooser what is in another language than it was asked for."""
    code = request.GET.get(ONLY_IN)
    return pages.filter(locale__in=Locale.objects.filter(language_code=code)) if code else pages


def titles_of_pages(ids: Iterable[Any], locale: Locale) -> dict[int, str]:
    """What a link to each of these pages leads to in a language, by id; two queries.

    The admin's own API, which the editor would ask, tells translators nothing of Swedish pages.
    """
    pages = list(Page.objects.filter(pk__in=[pk for pk in ids if str(pk).isdecimal()]).select_related("locale"))
    translated = {
        page.translation_key: page.get_admin_display_title()
        for page in Page.objects.filter(translation_key__in={page.translation_key for page in pages}, locale=locale)
    }
    return {
        page.pk: translated.get(page.translation_key)
        or f"{page.get_admin_display_title()} ({page.locale.get_display_name()})"
        for page in pages
    }


def forget_what_is_gone(gone: models.Model) -> None:
    """A choice of something that is deleted goes with it, and so does the place where the Swedish page had it.

    wagtail-localize would look for it whenever it builds the translation, and fail.
    """
    kept = [f"{gone.pk}", f'"{gone.pk}"']
    for segment in OverridableSegment.objects.filter(data_json__in=kept).select_related("context", "source"):
        if _is_chosen(gone, segment.source, segment.context):
            segment.delete()
    for override in SegmentOverride.objects.filter(data_json__in=kept).select_related("context"):
        segment = OverridableSegment.objects.filter(context=override.context_id).select_related("source").first()
        if segment is None or _is_chosen(gone, segment.source, override.context):
            override.delete()


def _is_chosen(gone: models.Model, source: Any, context: Any) -> bool:
    part = part_of(source, context)
    return isinstance(part, ChooserBlock) and isinstance(gone, part.model_class)
