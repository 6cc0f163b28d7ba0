"""Fields that the quality level "reviewed" asks for: the approval gives a page that level."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.core.models import BasePage
from cms.editorial.readiness.content import relations_of
from cms.editorial.readiness.findings import Code, Finding, Place
from cms.editorial.readiness.subject import Subject

FACET = "_links"
"""Terms stand in rows of their own, ``phase_links``; the form has one field for them, ``phases``."""


def required_fields(subject: Subject) -> Iterator[Finding]:
    if not subject.is_source:
        return
    for name, label in subject.page.fields_missing_for_review().items():
        place = Place(name, _anchor(subject.page, name), capfirst(label))
        yield Finding(Code.REQUIRED, place, _("A reviewed page needs this field."))


def _anchor(page: BasePage, name: str) -> str:
    if name in relations_of(type(page)):
        return f"id_{name}-FORMS"
    if name.endswith(FACET):
        name = f"{name.removesuffix(FACET)}s"
    return f":w:contentpath={page.fields_of_properties.get(name, name)}"
