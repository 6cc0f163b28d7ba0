"""Synonyms and words that are never split."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.model import ModelViewSet

from search.models import LANGUAGES, Synonym, UnsplitWord


class CreateSynonym(CreateView):
    """The form; who comes from a question without hits finds it filled in."""

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        language = asked.get("language")
        known = {"language": language} if language in dict(LANGUAGES) else {}
        return {**super().get_initial(), **known, "word": asked.get("word", "")}


class SynonymViewSet(ModelViewSet):
    model = Synonym
    menu_name = "synonyms"
    icon = "list-ul"
    url_prefix = "search-words/synonyms"
    add_view_class = CreateSynonym
    edit_handler = ObjectList(
        [
            FieldPanel("language"),
            FieldPanel("word"),
            FieldPanel("others"),
            FieldPanel("both_ways"),
            FieldPanel("closeness"),
        ]
    )
    list_display = ["word", "others", BooleanColumn("both_ways", label=_("Both directions")), "language", "closeness"]
    list_filter = ["language", "both_ways"]
    list_per_page = 50
    search_fields = ["word", "others"]
    search_backend_name = None
    add_to_reference_index = False
    copy_view_enabled = False


class UnsplitWordViewSet(ModelViewSet):
    model = UnsplitWord
    menu_name = "unsplit-words"
    icon = "cut"
    url_prefix = "search-words/never-split"
    edit_handler = ObjectList([FieldPanel("word")])
    list_display = ["word", "changed_at"]
    list_per_page = 50
    search_fields = ["word"]
    search_backend_name = None
    add_to_reference_index = False
    copy_view_enabled = False
