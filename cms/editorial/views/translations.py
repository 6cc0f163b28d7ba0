"""Views of translations in the admin: submitting one for review, and wagtail-localize's own where they go round it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import CheckboxInput, Form, HiddenInput
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.admin import messages
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from cms.core.translation_state import is_source
from cms.editorial import moderation
from cms.editorial.translation import begin, save_draft
from cms.editorial.translations.batches import ask_for
from cms.editorial.translations.segments import progress
from cms.editorial.translations.sources import read_source


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
    standing = progress(translation)
    # The box has the number that was missing when it was ticked: what has changed in Swedish since is not meant by it.
    meant = request.POST.get("with_swedish", "")
    if standing.missing > (int(meant) if meant.isdecimal() else 0):
        messages.error(request, _not_whole(standing.missing))
        return redirect("wagtailadmin_pages:edit", page.pk)
    try:
        draft = save_draft(translation, user)
        moderation.submit(draft, user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The translation “%(title)s” waits for review.") % {"title": draft.title})
    return redirect("wagtailadmin_pages:edit", page.pk)


def _not_whole(missing: int) -> str:
    return ngettext(
        "%(missing)d text has no translation. Translate it, or tick that it shall stand in Swedish.",
        "%(missing)d texts have no translation. Translate them, or tick that they shall stand in Swedish.",
        missing,
    ) % {"missing": missing}


class StartTranslationView(SubmitPageTranslationView):
    """Begin the translation of a page: an unpublished English page with the Swedish texts, and its segments.

    wagtail-localize's own reads the segments one at a time, and walks the pages below within the request.
    """

    def get_object(self) -> Page:
        page = super().get_object()
        if not is_source(page):
            raise Http404
        return page

    def get_form(self) -> Form:
        form = super().get_form()
        below = self.object.get_descendants().live().count()
        field = form.fields["include_subtree"]
        field.label = ngettext("With the public page below it", "With the %(number)d public pages below it", below) % {
            "number": below
        }
        field.help_text = _("They are prepared one after the other. You can go on with other things meanwhile.")
        field.widget = CheckboxInput() if below else HiddenInput()
        if below:
            # A page that is translated has pages below it that are not.
            form.fields["locales"].queryset = Locale.objects.exclude(pk=self.object.locale_id)
        return form

    def form_valid(self, form: Form) -> HttpResponse:
        user: Any = self.request.user
        locale = form.cleaned_data["locales"].get()
        try:
            page = begin(self.object, locale, user)
        except ParentNotTranslatedError:
            messages.error(self.request, _("Translate the page above this one first."))
            return redirect("wagtailadmin_explore", self.object.get_parent().pk)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return redirect("wagtailadmin_pages:edit", self.object.pk)
        messages.success(self.request, self.get_success_message(locale.get_display_name()))
        if form.cleaned_data["include_subtree"]:
            return redirect("batch", ask_for(self.object, locale, user).pk)
        return redirect(self.get_success_url() or self.get_default_success_url(page))


class SyncTranslationsView(UpdateTranslationsView):
    """Bring changes of the Swedish page to its translators.

    wagtail-localize's own also offers to publish at once, over locks and workflows, and copies or lifts restrictions.
    """

    def get_form(self) -> Form:
        form = super().get_form()
        for name in ("publish_translations", "use_machine_translation"):
            form.fields.pop(name, None)
        return form

    def form_valid(self, form: Form) -> HttpResponse:
        read_source(self.object.get_source_instance())
        messages.success(self.request, self.get_success_message())
        return redirect(self.get_success_url() or self.get_default_success_url())


def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """An alias is Swedish text at an English address: nobody makes one."""
    raise PermissionDenied
