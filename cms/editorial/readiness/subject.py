"""The page that is checked, with what several rules ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from cms.core.models import BasePage, CustomImage
from cms.core.translation_state import is_source
from cms.editorial.readiness.content import Content, content_of
from cms.editorial.readiness.findings import Finding
from cms.registers.models import ContactPerson


class Subject:
    """A draft as it is, in memory: nothing of it need be stored."""

    def __init__(self, page: BasePage) -> None:
        self.page = page

    @cached_property
    def content(self) -> Content:
        return content_of(self.page)

    @cached_property
    def is_source(self) -> bool:
        """Whether it is Swedish: language, facts and sources are checked once, there."""
        return is_source(self.page)

    @cached_property
    def images(self) -> dict[int, CustomImage]:
        wanted = {int(reference.pk) for reference in self.content.images}
        return CustomImage.objects.in_bulk(wanted) if wanted else {}

    @cached_property
    def contacts(self) -> dict[int, ContactPerson]:
        wanted = {int(reference.pk) for reference in self.content.contacts}
        return ContactPerson.objects.in_bulk(wanted) if wanted else {}


Rule = Callable[[Subject], Iterator[Finding]]
