"""From the codes and keys of the content files to the rows of the database."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import models
from wagtail.models import Page

from cms.core.models import CustomDocument, CustomImage


class UnknownCode(Exception):
    """A code or key that nothing in the database or the files has."""


@dataclass
class Lookup:
    """Primary keys by code. Registers are read once; pages and media are filled in as they are made."""

    pages: dict[str, int] = field(default_factory=dict)
    """Key of a content file → id of its Swedish page."""
    documents: dict[str, int] = field(default_factory=dict)
    images: dict[str, int] = field(default_factory=dict)
    """Key of a page, or key and place of a block in it → id of its picture."""
    _registers: dict[type[models.Model], dict[str, int]] = field(default_factory=dict)

    def pk(self, model: type[models.Model], code: str) -> int:
        """The id that `code` stands for where a field points at `model`."""
        found = self._table(model).get(code)
        if found is None:
            raise UnknownCode(f"{model._meta.verbose_name} “{code}” is not known")
        return found

    def _table(self, model: type[models.Model]) -> dict[str, int]:
        if issubclass(model, Page):
            return self.pages
        if model is CustomDocument:
            return self.documents
        if model is CustomImage:
            return self.images
        if model not in self._registers:
            self._registers[model] = dict(model._default_manager.values_list("code", "pk"))
        return self._registers[model]
