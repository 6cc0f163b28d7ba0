"""wagtail-localize's editor asks only whether one may edit the page; here it also asks whether it is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views import edit_translation as stock

from cms.editorial.guard import Reason
from cms.editorial.policy import Change
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


@only_while_open
def upload_pofile(request: HttpRequest, translation_id: int) -> HttpResponse:
    """A file that is missing, or was not made here, is told of instead of breaking."""
    try:
        return stock.upload_pofile(request, translation_id)
    except (KeyError, LookupError, UnicodeDecodeError):
        messages.error(request, _("This is no file of translations of this page. Download the file here and use that."))
        translation = get_object_or_404(Translation, pk=translation_id)
        return redirect("wagtailadmin_pages:edit", translation.get_target_instance().pk)


edit_string = only_while_open(stock.edit_string_translation)
edit_override = only_while_open(stock.edit_override)
machine_translate = only_while_open(stock.machine_translate)
stop_translation = only_while_open(stock.stop_translation)
