"""What somebody may mean who is typing: places, services, words and titles that begin like it.

Of what everybody may see, whoever asks, as each suggestion leads to a page of the site. What is kept in memory
proposes; the database, as it is now, decides.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import cycle, takewhile
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from wagtail.models import Locale, Page

from cms.core.addresses import page_path
from cms.core.grants import NO_GRANTS, granted
from cms.core.visibility import public_pages, reading_together
from cms.registers.filters import types_with_a_municipality
from cms.registers.models import Municipality, PagePlace, ServiceType, ServiceTypeLink
from search.analysis import language_of, tokens
from search.titles import INSIDE, Text, Typed, pages_titled
from search.vocabularies import vocabulary_of

PLACE, SERVICE, WORD, PAGE = "place", "service_type", "word", "page"
KINDS = (PLACE, SERVICE, WORD, PAGE)
"""Codes, in the order in which suggestions are shown."""
TURNS = (PAGE, PLACE, SERVICE, WORD, PAGE)
"""In which each kind gives one: pages are what there is most of."""
MOST = 20
MOST_WORDS = 8
"""Of what was typed; the others are not read."""
MOST_SUGGESTED_WORDS = 3
MOST_SERVICES = 8
SHORTEST_WORD = 2
"""A single letter begins too much to be worth a word."""


@dataclass(frozen=True)
class Suggestion:
    """Something to go to."""

    kind: str
    """One of `KINDS`."""
    label: str
    """The kind in words, in the active language."""
    title: str
    path: str
    page_id: int | None = None
    code: str | None = None
    """Of the municipality or the service type."""


def suggestions(*, typed: str, locale: Locale, most: int) -> list[Suggestion]:
    """At most so many in one language, by kind and the best of each first. The queries are few, however many pages."""
    words = tokens(typed)[:MOST_WORDS]
    if not words:
        return []
    with override(locale.language_code), granted(NO_GRANTS), reading_together():
        beginning = Typed(words)
        places, services = _places(beginning, locale, most), _services(beginning, locale, most)
        found = {PLACE: places, SERVICE: services, PAGE: _pages(beginning, locale, most)}
        known = {Text.of(one.title).words for one in (*places, *services)}
        found[WORD] = [
            one for one in _words(words, locale, min(most, MOST_SUGGESTED_WORDS)) if f" {one.title}" not in known
        ]
    return _shared_out(found, most)


def first_services(*, locale: Locale) -> list[Suggestion]:
    """The first service types, in their own order, that public pages in the language have: where to begin instead."""
    return _ways_to(ServiceType.objects.all(), locale)[:MOST_SERVICES]


def _shared_out(found: dict[str, list[Suggestion]], most: int) -> list[Suggestion]:
    """The best of each kind by turns until the list is full, put together by kind."""
    waiting = {kind: deque(found[kind]) for kind in KINDS}
    shown: dict[str, list[Suggestion]] = {kind: [] for kind in KINDS}
    turns = takewhile(lambda _turn: any(waiting.values()), cycle(TURNS))
    for kind in turns:
        if waiting[kind]:
            shown[kind].append(waiting[kind].popleft())
        if sum(map(len, shown.values())) == most:
            break
    return [one for kind in KINDS for one in shown[kind]]


def _places(typed: Typed, locale: Locale, most: int) -> list[Suggestion]:
    """Municipalities that public pages in the language are about."""
    codes = _fitting(Municipality.objects.values_list("code", "name"), typed, most)
    if not codes:
        return []
    pages = public_pages(Page.objects.filter(locale=locale)).values("pk")
    has_pages = Q(Exists(PagePlace.objects.filter(municipality=OuterRef("pk"), page__in=pages)))
    for model in types_with_a_municipality():
        has_pages |= Q(Exists(public_pages(model._default_manager.filter(municipality=OuterRef("pk"), locale=locale))))
    known = dict(Municipality.objects.filter(has_pages, code__in=codes).values_list("code", "name"))
    label = _("Municipality")
    return [
        Suggestion(PLACE, label, known[code], reverse("municipality", kwargs={"code": code}), code=code)
        for code in codes
        if code in known
    ]


def _services(typed: Typed, locale: Locale, most: int) -> list[Suggestion]:
    """Service types that public pages in the language have; the way to these pages."""
    codes = _fitting(((term.code, term.label) for term in ServiceType.objects.all()), typed, most)
    found = _ways_to(ServiceType.objects.filter(code__in=codes), locale) if codes else []
    return sorted(found, key=lambda one: codes.index(one.code or ""))


def _ways_to(terms: QuerySet[ServiceType], locale: Locale) -> list[Suggestion]:
    pages = public_pages(Page.objects.filter(locale=locale)).values("pk")
    has_pages = Exists(ServiceTypeLink.objects.filter(term=OuterRef("pk"), page__in=pages))
    label = pgettext("kind of suggestion", "Service")
    return [
        Suggestion(
            SERVICE, label, capfirst(term.label), _search_path(q=term.label, service_type=term.code), code=term.code
        )
        for term in terms.filter(has_pages)
    ]


def _words(words: list[str], locale: Locale, most: int) -> list[Suggestion]:
    """Words of public pages, those of most pages first; beside another word, they might find nothing together."""
    [first, *more] = words
    if more or len(first) < SHORTEST_WORD:
        return []
    label = _("Search word")
    found = vocabulary_of(language_of(locale.language_code)).beginning_with(first, most)
    return [Suggestion(WORD, label, word, _search_path(q=word)) for word in found]


def _pages(typed: Typed, locale: Locale, most: int) -> list[Suggestion]:
    ids = pages_titled(typed, locale.language_code, most)
    pages = public_pages(Page.objects.filter(pk__in=ids, locale=locale)).in_bulk() if ids else {}
    return [
        Suggestion(PAGE, _kind_of(pages[pk]), pages[pk].title, page_path(pages[pk]), page_id=pk)
        for pk in ids
        if pk in pages
    ]


def _kind_of(page: Page) -> str:
    model: Any = page.cached_content_type.model_class()
    return capfirst(str(model._meta.verbose_name))


def _fitting(named: Iterable[tuple[str, str]], typed: Typed, most: int) -> list[str]:
    """Codes of the names that fit best."""
    texts = [(code, Text.of(name)) for code, name in named]
    fitting = [(fit, text.words, code) for code, text in texts if (fit := typed.fit(text)) is not None and fit < INSIDE]
    return [code for *_order, code in sorted(fitting)[:most]]


def _search_path(**parameters: str) -> str:
    return f"{reverse('search')}?{urlencode(parameters)}"
