"""A box to try a question in: how it is read, and why pages come where they do."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Locale

from search.explaining import explain
from search.models import LANGUAGES
from search.services import LONGEST_QUERY, Question

RIGHT = "search.change_synonym"


class QuestionForm(forms.Form):
    """As on the search page."""

    q = forms.CharField(
        label=_("Question"),
        max_length=LONGEST_QUERY,
        help_text=_("Write as a visitor would, for example: macken i byn"),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial="sv")

    def clean_q(self) -> Question:
        question = Question.of(self.cleaned_data["q"])
        if not question.can_be_asked:
            raise forms.ValidationError(_("The question has no word and no number."))
        return question


class TryQuestionView(WagtailAdminTemplateMixin, View):
    page_title = _("Try a question")
    header_icon = "help"
    template_name = "admin/search/try_a_question.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        form = QuestionForm(request.GET) if "q" in request.GET else QuestionForm()
        context = self.get_context_data(form=form)
        if form.is_bound and form.is_valid():
            language = form.cleaned_data["language"]
            with translation.override(language):  # as the search page does
                explanation = explain(
                    question=form.cleaned_data["q"], locale=Locale.objects.get(language_code=language)
                )
            context["explained"] = explanation
            context["asked"] = urlencode({"word": " ".join(explanation.question.words.words), "language": language})
        return self.render_to_response(context)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class _ForEditors(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(RIGHT))


class TryQuestionViewSet(ViewSet):
    name = "try-a-question"
    menu_name = "try-a-question"
    menu_label = _("Try a question")
    icon = "help"
    url_prefix = "search-words/try"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", self.construct_view(TryQuestionView), name="index")]

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return _ForEditors
