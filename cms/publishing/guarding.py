"""Asks whether what a transaction changes for the public may be, before it is committed (ADR 29).

What may be is decided further up, in ``cms.editorial``: it says so when it starts. Here is what it is told, and how
somebody who acts by the workflow's authority says so beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

from cms.publishing.acting import Author
from cms.publishing.models import PublishedDocument


class Refused(Exception):
    """The change may not be. Everything that belongs to it is rolled back, and `answer` tells the person why."""

    def __init__(self, reasons: Sequence[Any]) -> None:
        super().__init__("; ".join(str(reason) for reason in reasons))
        self.reasons = list(reasons)


@dataclass(frozen=True)
class Permission:
    """What the workflow, a take-down or two people do: `kind` of change of a page, to this revision where one is meant.

    Of what is no page, `key` says which: model label in lower case, a space, and the key of the row.
    """

    kind: str
    page_id: int | None
    revision_id: int | None = None
    key: str = ""


@dataclass(frozen=True)
class Before:
    """Where a page stood for the public before: columns of its document."""

    gate: str
    path: str
    slug: str
    locale: str
    title: str

    @classmethod
    def of(cls, document: PublishedDocument) -> Before:
        return cls(document.gate, document.path, document.slug, document.locale, document.title)


@dataclass(frozen=True)
class PageEffect:
    """What becomes of one page for those who may see it. `before` or `page` is None where there is none to see.

    `differs` tells that its document says something else than before; `is_written` that rows of the page itself were
    written in this transaction, and not only of what stands above it or in it.
    """

    page_id: int
    before: Before | None
    page: Page | None
    gate: str
    differs: bool
    is_written: bool


@dataclass(frozen=True)
class ObjectEffect:
    """What is no page and shows on pages: a register row, a picture, a redirect, a site."""

    kind: str
    key: str
    is_gone: bool
    is_written: bool
    """False where only the collection was that it lies in, or a rendition of it was made."""
    by_collection: bool


@dataclass
class Effects:
    """Everything that one transaction changes for the public."""

    pages: list[PageEffect] = field(default_factory=list)
    objects: list[ObjectEffect] = field(default_factory=list)
    written: set[int] = field(default_factory=set)
    """Pages of which rows were written, whether it shows or not."""

    def __bool__(self) -> bool:
        return bool(self.pages or self.objects or self.written)


Judge = Callable[[Effects, Author, Collection[Permission]], None]
Answer = Callable[[HttpRequest, Refused], HttpResponse]
_judges: list[Judge] = []
_answers: list[Answer] = []

permissions: ContextVar[set[Permission] | None] = ContextVar("permissions", default=None)
consequences: ContextVar[set[tuple[str, str]] | None] = ContextVar("consequences", default=None)


def judged_by(judge: Judge, answer: Answer) -> None:
    """Say who decides, by raising `Refused`, and how a refusal looks; the last one said holds."""
    _judges[:] = [judge]
    _answers[:] = [answer]


def permit(kind: str, page_id: int | None, revision_id: int | None = None, *, key: str = "") -> None:
    """Say, within the recording that is going on, that this change has been decided by those who may decide it."""
    granted = permissions.get()
    if granted is not None:
        granted.add(Permission(kind, page_id, revision_id, key))


def is_permitted(kind: str, page_id: int) -> bool:
    """Whether that has been said, for who would be asked before the end of the recording."""
    return any((item.kind, item.page_id) == (kind, page_id) for item in permissions.get() or ())


def follows_from_something_else(kind: str, key: str) -> None:
    """Say that an object goes with what it belonged to: it is judged with that, not by itself."""
    found = consequences.get()
    if found is not None:
        found.add((kind, key))


def judge(effects: Effects, author: Author) -> None:
    """Ask. Raises `Refused`. Only what comes by the web, or by its scheduled consequences, is judged."""
    if not author.is_judged or not effects:
        return
    aside = consequences.get() or set()
    effects.objects = [effect for effect in effects.objects if (effect.kind, effect.key) not in aside]
    for decide in _judges:
        decide(effects, author, permissions.get() or set())


def answer_to(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The page or JSON that tells why."""
    return _answers[0](request, refusal)
