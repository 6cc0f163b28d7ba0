"""What a page is found by beside its own fields: the texts of its rows, and the names of those who took part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.db.models import prefetch_related_objects
from wagtail.search import index


class WithSearchedRows:
    """Texts that readers see on a page and that stand in rows of their own. Each page type names them."""

    titles_searched: ClassVar[Mapping[str, tuple[str, ...]]] = {"attachments": ("title",)}
    """Relation → fields of its rows that are short and telling."""
    texts_searched: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Relation → fields of its rows that are running text."""
    organisations_searched: ClassVar[tuple[str, ...]] = ()
    """Where organisations stand, as in a query: ``operator``, ``members__organisation``."""

    fields_of_rows: ClassVar[list[Any]] = [
        index.SearchField("get_titles_of_rows", boost=2),
        index.SearchField("get_texts_of_rows", boost=1),
    ]

    @classmethod
    def relations_searched(cls) -> tuple[str, ...]:
        """What to read in advance for the index."""
        return (*cls.titles_searched, *cls.texts_searched, *cls.organisations_searched)

    def get_indexed_instance(self) -> Any:
        """With all that the index asks for, which it does once for each weight that a field can have."""
        page = super().get_indexed_instance()  # type: ignore[misc]  # of wagtail's pages
        if page is not None:
            prefetch_related_objects([page], *self.relations_searched())
        return page

    def get_titles_of_rows(self) -> str:
        return " ".join(self._texts(self.titles_searched))

    def get_texts_of_rows(self) -> str:
        return " ".join(self._texts(self.texts_searched))

    def get_organisation_names(self) -> str:
        """Each name once, in both languages: people know an organisation by either."""
        named = [organisation for path in self.organisations_searched for organisation in _at(self, path)]
        names = [name for one in named for name in (one.name_sv, one.name_en, one.short_name)]
        return " ".join(dict.fromkeys(filter(None, names)))

    def _texts(self, relations: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
        for relation, names in relations.items():
            for row in getattr(self, relation).all():
                for name in names:
                    field, value = row._meta.get_field(name), getattr(row, name)
                    # Rich text knows how it reads without its markup.
                    yield from (
                        field.get_searchable_content(value) if hasattr(field, "get_searchable_content") else [value]
                    )


def _at(owner: Any, path: str) -> list[Any]:
    name, _separator, rest = path.partition("__")
    value = getattr(owner, name)
    values = list(value.all()) if hasattr(value, "all") else [value] if value is not None else []
    return [found for one in values for found in _at(one, rest)] if rest else values
