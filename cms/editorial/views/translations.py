"""Views of translations in the admin: submitting one for review, and wagtail-localize's own where they go round it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views.update_translations import UpdateTranslationsView

from cms.editorial import moderation
from cms.editorial.translation import save_draft


@require_POST
def submit_translation(request: HttpRequest, page_id: int) -> HttpResponse:
    """Save what is translated so far as a draft and send it for review."""
    user: Any = request.user
    page = get_object_or_404(Page, pk=page_id)
    permissions = page.permissions_for_user(user)
    if not permissions.can_edit() or permissions.page_locked():
        raise PermissionDenied
    translation = get_object_or_404(
        Translation, source__object_id=page.translation_key, target_locale=page.locale, enabled=True
    )
    try:
        draft = save_draft(translation, user)
        moderation.submit(draft, user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The translation “%(title)s” waits for review.") % {"title": draft.title})
    return redirect("wagtailadmin_pages:edit", page.pk)


class SyncTranslationsView(UpdateTranslationsView):
    """Bring changes of the Swedish page to its translators.

    wagtail-localize's own also offers to publish at once, over locks and workflows, and copies or lifts restrictions.
    """

    def get_form(self) -> Form:
        form = super().get_form()
        form.fields.pop("publish_translations", None)
        return form

    def form_valid(self, form: Form) -> HttpResponse:
        self.object.update_from_db()
        messages.success(self.request, self.get_success_message())
        return redirect(self.get_success_url() or self.get_default_success_url())


def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """An alias is Swedish text at an English address: nobody makes one."""
    raise PermissionDenied
