"""Wagtail's reference index ("used in"), kept with one reading of a page per save instead of one per row of it.

Wagtail listens to every row of a page as well and then reads the whole page again: a case study with twelve rows was
indexed thirteen times by one save.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from wagtail.models import Page


@contextmanager
def referenced_once(page: Page) -> Iterator[None]:
    """Hold the index back while a page and its rows are saved, and then bring it up to date once."""
    from wagtail import signal_handlers  # it loads Wagtail's models, which are not there yet when ours are imported

    held_back = getattr(signal_handlers.reference_index_auto_update_disabled, "value", False)
    if held_back:  # somebody further out does the same
        yield
        return
    with signal_handlers.disable_reference_index_auto_update():
        yield
    signal_handlers.update_reference_index_on_save(page)
