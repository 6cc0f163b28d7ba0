"""Facets as tick boxes: an editor ticks, the form keeps the link rows."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from cms.registers.models.facets import FACET_LINKS, link_name
from cms.registers.models.terms import Audience, Level, Phase, ServiceType, SolutionType, SuccessFactor, Term, Theme


def facet_field(term: type[Term], help_text: str) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        queryset=term.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=capfirst(term._meta.verbose_name_plural),
        help_text=help_text,
    )


class FacetPageForm(WagtailAdminPageForm):
    """A page form with one tick-box field for each facet that the form's panels name."""

    service_types = facet_field(ServiceType, _("What people can get done there."))
    solution_types = facet_field(SolutionType, _("What kind of place or arrangement it is."))
    levels = facet_field(Level, _("From where the experience comes."))
    audiences = facet_field(Audience, _("Who has use of the page."))
    themes = facet_field(Theme, _("Topic pages where it should be found."))
    phases = facet_field(Phase, _("When in the work it is useful."))
    success_factors = facet_field(SuccessFactor, _("What made it work."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = self._meta.fields or ()
        for facet in FACET_LINKS:
            if facet not in wanted:
                self.fields.pop(facet, None)
            elif self.instance is not None:
                self.initial[facet] = [link.term_id for link in getattr(self.instance, link_name(facet)).all()]
                self.fields[facet].required = facet in self.instance.required_facets

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.is_deferred_validation:
            for field, message in self.instance.missing_required().items():
                self.add_error(field if field in self.fields else None, message)
            for relation, message in self.instance.required_rows().items():
                if relation in self.formsets and not _has_rows(self.formsets[relation]):
                    self.formsets[relation].non_form_errors().append(message)

    def save(self, commit: bool = True) -> Any:
        for facet in FACET_LINKS:
            if facet in self.cleaned_data:
                _keep_links(self.instance, facet, list(self.cleaned_data[facet]))
        return super().save(commit=commit)


def _has_rows(formset: Any) -> bool:
    """Whether a row is left when the form is saved. The page itself knows its old rows only until then."""
    formset.non_form_errors()  # has the rows cleaned
    return any(
        form.has_changed() or form.instance.pk
        for form in formset.forms
        if not getattr(form, "cleaned_data", {}).get("DELETE")
    )


def _keep_links(page: Any, facet: str, terms: list[Any]) -> None:
    """Let the page have exactly these terms; rows that stay keep their identity."""
    relation = link_name(facet)
    existing = {link.term_id: link for link in getattr(page, relation).all()}
    links = []
    for position, term in enumerate(terms):
        link = existing.get(term.pk) or FACET_LINKS[facet](term=term)
        link.sort_order = position
        links.append(link)
    setattr(page, relation, links)
