"""What an engine is given of an object: for each field of text its terms, in the language of the object."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.functional import cached_property
from modelsearch.index import AutocompleteField, RelatedFields, SearchField
from wagtail.models import Page

from search.added_words import kept_whole
from search.analysis import ENGLISH, SWEDISH, folded, index_terms, language_of, tokens

WEIGHTY = 3
"""A field with at least this boost weighs more than running text: summaries, places, services."""
BY_READING = 0.5
"""What a part of a compound or another reading of a word weighs, beside the word itself."""

Encode = Callable[[str], str]


class GivenText(SearchField):
    """A field whose value is already known."""

    def __init__(self, name: str, value: str, boost: float | None = None) -> None:
        super().__init__(name, boost=boost)
        self.value = value

    def get_value(self, _obj: object) -> str:
        return self.value


class GivenAutocomplete(AutocompleteField):
    """The same for what is found while somebody types."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(name)
        self.value = value

    def get_value(self, _obj: object) -> str:
        return self.value


class Entry:
    """An object as the indexes of modelsearch take it, with terms in the place of its texts."""

    def __init__(self, obj: Any, encode: Encode = str) -> None:
        self.pk = obj.pk
        self._obj, self._encode = obj, encode
        self._languages, self._kept_whole = languages_of_object(obj), kept_whole()

    def get_search_fields(self) -> list[Any]:
        """Of each field of text two: its words, and what else they are found by."""
        return self._all_fields

    @cached_property
    def _all_fields(self) -> list[Any]:
        # Indexes ask once for each of their columns.
        return list(self._fields(self._obj, self._obj.get_search_fields()))

    def _fields(self, obj: Any, fields: Iterable[Any]) -> Iterator[Any]:
        for field in fields:
            if isinstance(field, SearchField):
                text, boost = text_of(field.get_value(obj)), field.boost or 1
                terms, *others = [index_terms(text, language, self._kept_whole) for language in self._languages]
                more = [term for other in others for term in (*other.main, *other.extra)]
                yield GivenText(field.field_name, self._encoded(terms.main), boost)
                yield GivenText(field.field_name, self._encoded([*terms.extra, *more]), boost * BY_READING)
            elif isinstance(field, AutocompleteField):
                yield GivenAutocomplete(field.field_name, prefixes(text_of(field.get_value(obj)), self._encode))
            elif isinstance(field, RelatedFields):
                for related in _related(field.get_value(obj)):
                    yield from self._fields(related, field.fields)

    def _encoded(self, terms: Iterable[str]) -> str:
        return " ".join(map(self._encode, terms))


def pages_to_index(ids: Iterable[int]) -> list[Any]:
    """Pages of any type with all that their fields of text ask for, in a few queries for each type."""
    by_type: defaultdict[Any, list[Any]] = defaultdict(list)
    for page in Page.objects.filter(pk__in=list(ids)).specific():
        by_type[type(page)].append(page)
    for page_type, pages in by_type.items():
        # A document exists only of page types of ours, and these know what they are found by.
        prefetch_related_objects(pages, "locale", *page_type.relations_searched())
    return [page for pages in by_type.values() for page in pages]


def texts_of(obj: Any) -> Iterator[str]:
    """The plain texts that an object is found by."""
    return (text for _name, _boost, text in fields_of(obj))


def fields_of(obj: Any) -> Iterator[tuple[str, float, str]]:
    """The same with the name of the field of each, and what it weighs."""

    def of_fields(owner: Any, fields: Iterable[Any]) -> Iterator[tuple[str, float, str]]:
        for field in fields:
            if isinstance(field, SearchField):
                yield field.field_name, field.boost or 1, text_of(field.get_value(owner))
            elif isinstance(field, RelatedFields):
                for related in _related(field.get_value(owner)):
                    yield from of_fields(related, field.fields)

    return of_fields(obj, obj.get_search_fields())


def prefixes(text: str, encode: Encode) -> str:
    """Words as they are and as they are typed without å, ä and ö, for what is found while somebody types."""
    words = tokens(text)
    return " ".join(map(encode, dict.fromkeys([*words, *map(folded, words)])))


def languages_of_object(obj: Any) -> tuple[str, ...]:
    """The language of an object that has one. Pictures, files and registers have none: they are read as both."""
    locale = getattr(obj, "locale", None)
    return (SWEDISH, ENGLISH) if locale is None else (language_of(locale.language_code),)


def text_of(value: Any) -> str:
    """Text of what a field holds: lists and mappings have texts in them."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return " ".join(map(text_of, value.values()))
    if isinstance(value, list | tuple):
        return " ".join(map(text_of, value))
    return str(value)


def _related(value: Any) -> Iterable[Any]:
    if value is None:
        return ()
    if callable(getattr(value, "all", None)):
        related: Iterable[Any] = value.all()
        return related
    return (value() if callable(value) else value,)
