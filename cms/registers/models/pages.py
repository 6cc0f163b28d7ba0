"""Pages that can be found by facet: what bank and network add to the base page."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.api import APIField
from wagtail.search import index

from cms.core.api_fields import RegistersField, RowsField, WordsField
from cms.core.models import BasePage
from cms.core.translation import TranslationRule, shared, translated
from cms.registers.forms import FacetPageForm
from cms.registers.models.facets import FACET_LINKS, link_name

FACETS_SEARCHED = ("service_types", "solution_types", "themes")
OF_PLACES = ("places__municipality", "places__county")
COMMON_FACETS = ("service_types", "solution_types", "levels", "audiences", "themes")


class FacetedPage(BasePage):
    """A page with service types, solution types, levels, audiences, themes, keywords and places."""

    keywords = models.CharField(
        _("keywords"),
        max_length=250,
        blank=True,
        help_text=_("Words that people search for and that the text does not use, with commas between."),
    )

    # The domain asks for content on every page. Here the page's own sections carry it, and they are what a form insists
    # on: a draft is not held up by the free part, while a reviewed page should have some. A plain page is nothing but
    # its content, and insists on it; front page, indexes and topics show what others hold.
    required_from_reviewed = (*BasePage.required_from_reviewed, "body")
    base_form_class = FacetPageForm
    required_facets: ClassVar[tuple[str, ...]] = ()
    """Facets that the form insists on."""

    facet_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [FieldPanel(facet, required_on_save=False) for facet in COMMON_FACETS], heading=_("Where it belongs")
        ),
        FieldPanel("keywords"),
        InlinePanel(
            "places",
            heading=_("Places"),
            label=_("Place"),
            help_text=_("Places that the page is about. They decide where it is found by county and municipality."),
        ),
    ]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("keywords", boost=2),
        index.SearchField("get_facet_labels", boost=3),
        index.SearchField("get_organisation_names", boost=2),
    ]
    api_fields = [
        *BasePage.api_fields,
        *(APIField(facet, serializer=RegistersField(source=link_name(facet))) for facet in COMMON_FACETS),
        APIField("keywords", serializer=WordsField()),
        APIField("places", serializer=RowsField()),
    ]
    translatable_fields: ClassVar[list[TranslationRule]] = [
        *BasePage.translatable_fields,
        *translated("keywords"),
        *shared(*(link_name(facet) for facet in FACET_LINKS), "places"),
    ]

    class Meta:
        abstract = True

    def missing_required(self) -> dict[str, str]:
        """Required things that no single field can demand: field name → what to do. Not asked of drafts."""
        return {}

    def required_rows(self) -> dict[str, str]:
        """Child relations that need a row: name → what to do. Not asked of drafts."""
        return {}

    def terms(self, facet: str) -> list[Any]:
        """The terms of one facet, in their order."""
        return [link.term for link in getattr(self, link_name(facet)).all()]

    @classmethod
    def relations_searched(cls) -> tuple[str, ...]:
        facets = [f"{link_name(facet)}__term" for facet in FACETS_SEARCHED]
        return (*super().relations_searched(), *facets, *OF_PLACES)

    def get_facet_labels(self) -> str:
        """Labels for the search index, in the page's language."""
        suffix = "en" if self.locale.language_code == "en" else "sv"
        labels = [getattr(term, f"name_{suffix}") for facet in FACETS_SEARCHED for term in self.terms(facet)]
        labels += [str(place) for place in self.places.all()]
        return " ".join(labels)

    def _label_of(self, name: str) -> str:
        for facet, link in FACET_LINKS.items():
            if name == link_name(facet):
                return str(link._meta.get_field("term").related_model._meta.verbose_name_plural)
        return super()._label_of(name)
