"""Keeps indexes of words and references from being written when nothing that they hold has changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from wagtail.models import Page

_quiet: ContextVar[bool] = ContextVar("not_indexed", default=False)


def is_indexing() -> bool:
    """Whether what is saved now is to be indexed."""
    return not _quiet.get()


@contextmanager
def not_indexed() -> Iterator[None]:
    """Save inside what no index holds: that a page has a newer draft, for instance."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


@contextmanager
def referenced_once(page: Page) -> Iterator[None]:
    """Hold the index of references back while a page and its rows are saved, and bring it up to date once.

    Wagtail listens to every row of a page as well and then reads the whole page again: a case study with twelve rows
    was indexed thirteen times by one save.
    """
    from wagtail import signal_handlers  # it loads Wagtail's models, which are not there yet when ours are imported

    held_back = getattr(signal_handlers.reference_index_auto_update_disabled, "value", False)
    if held_back:  # somebody further out does the same
        yield
        return
    with signal_handlers.disable_reference_index_auto_update():
        yield
    signal_handlers.update_reference_index_on_save(page)
