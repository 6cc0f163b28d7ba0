"""Questions that found nothing, by day and number, each with a way to a synonym."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from search import added_words
from search.models import MissedQuestion


class QuestionColumn(Column):
    """A question with a way to a synonym, or the words that stand for it already, and to how the search reads it."""

    cell_template_name = "admin/search/question.html"

    def get_cell_context_data(self, instance: MissedQuestion, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        asked = {"word": instance.words, "language": instance.language}
        added = added_words.of_language(instance.language)
        words = instance.words.split()
        context["synonyms"] = list(
            dict.fromkeys(pair.finds for place in range(len(words)) for _n, pair in added.at(words, place))
        )
        context["make_synonym"] = f"{reverse('synonym:add')}?{urlencode(asked)}"
        context["try_it"] = f"{reverse('try-a-question:index')}?{urlencode({**asked, 'q': instance.words})}"
        return context


class NobodyWrites(ModelPermissionPolicy):
    """Only the worker adds rows and takes them away; superusers look at them like everybody else."""

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return "view" in actions and super().user_has_any_permission(user, ["view"])

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)


register_permission_policy(MissedQuestion, NobodyWrites(MissedQuestion))


class MissedQuestionViewSet(ModelViewSet):
    model = MissedQuestion
    menu_name = "missed-questions"
    icon = "warning"
    url_prefix = "search-words/without-hits"
    form_fields: ClassVar = ["words"]
    list_display: ClassVar = [
        QuestionColumn("words", label=_("Question"), sort_key="words"),
        NumberColumn("times", label=_("Times that day"), sort_key="times"),
        Column("day", label=_("Day"), accessor=lambda row: date_format(row.day), sort_key="day"),
        Column("language", label=_("Language"), accessor="get_language_display"),
    ]
    list_filter: ClassVar = ["language", "day"]
    ordering = ("-day", "-times", "words")
    list_per_page = 50
    search_fields: ClassVar = ["words"]
    search_backend_name = None
    add_to_reference_index = False
    copy_view_enabled = False

    def get_urlpatterns(self) -> list[Any]:
        """The list and nothing else."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in ("index", "index_results")]
