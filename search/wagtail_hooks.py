"""The search in the admin: word lists, gathered in one menu, and its state on the front page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSetGroup

from search.admin.missed import MissedQuestionViewSet
from search.admin.trying import TryQuestionViewSet
from search.admin.wordlists import SynonymViewSet, UnsplitWordViewSet
from search.panels import StatePanel


class SearchWordsGroup(ModelViewSetGroup):
    menu_label = _("Search words")
    menu_name = "search-words"
    menu_icon = "search"
    menu_order = 520
    items = (SynonymViewSet, MissedQuestionViewSet, TryQuestionViewSet, UnsplitWordViewSet)


@hooks.register("register_admin_viewset")
def search_words() -> SearchWordsGroup:
    return SearchWordsGroup()


@hooks.register("construct_homepage_panels")
def state(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(StatePanel(request))
