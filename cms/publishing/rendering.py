"""Makes documents. How a page looks in the API is the API's own business: it says so when it starts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_init
from wagtail.models import Page

from cms.core.addresses import page_address
from cms.core.dependencies import PAGE, Noted, is_noting, note, noting
from cms.core.grants import granted
from cms.core.visibility import behind, reading_together
from cms.publishing.watch import object_models


@dataclass(frozen=True)
class Texts:
    """The public form of a page: see the columns of the same names in `PublishedDocument`."""

    body: str
    offsets: str
    item: str


Renderer = Callable[[int], Texts]
_renderers: list[Renderer] = []


@dataclass(frozen=True)
class Rendered:
    """A document, and what it was made from."""

    texts: Texts
    etag: str
    card: str
    noted: Noted


def render_with(renderer: Renderer) -> None:
    """Say how the public form of a page is made; the last one said holds."""
    _renderers[:] = [renderer]


def render(page: Page, gate: str = "") -> Rendered:
    """The document of a published page as the database is now, or as the reading that is going on has found it.

    Behind a gate it shows what somebody sees for whom that gate is open, and no other.
    """
    with granted(behind(gate)), reading_together(), noting() as noted:
        texts = _renderers[0](page.pk)
        card = digest_of([page.specific_class._meta.label, page.locale_id, page.title, page_address(page), gate])
    return Rendered(texts, hashlib.blake2b(texts.body.encode(), digest_size=16).hexdigest(), card, noted)


def digest_of(values: Any) -> str:
    """Short digest of plain values."""
    return hashlib.blake2b(json.dumps(values, sort_keys=True, default=str).encode(), digest_size=16).hexdigest()


def note_instance(sender: type[Model], instance: Model, **_kwargs: Any) -> None:
    """Every object that is read while a document is made is something it depends on."""
    if not is_noting() or instance.pk is None:
        return
    if isinstance(instance, Page):
        if "translation_key" in vars(instance):
            note(PAGE, instance.translation_key)
        return
    kind = sender._meta.concrete_model._meta.label_lower  # type: ignore[union-attr]
    if kind in _kinds():
        note(kind, instance.pk)


def listen() -> None:
    """Begin to note what is read."""
    post_init.connect(note_instance, dispatch_uid="servicebanken.dependencies")


@cache
def _kinds() -> frozenset[str]:
    # Site and locale are read for every page: a change of those touches all of them anyway.
    return frozenset(kind for kind in object_models() if not kind.startswith("wagtail"))
