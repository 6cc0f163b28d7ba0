"""Search and reference index are filled once at the end instead of at each of some thousand saves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db.models.signals import post_save
from modelsearch import index
from modelsearch.backends import get_search_backends
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update


@contextmanager
def indexing_at_the_end() -> Iterator[None]:
    """Inside, saving a page updates neither index; afterwards both know every page."""
    models = [model for model in index.get_indexed_models() if issubclass(model, Page)]
    for model in models:
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)
    index_pages(models)


def index_pages(models: Iterable[type[Page]]) -> None:
    for model in models:
        pages = list(model.get_indexed_objects().select_related("locale", "content_type")) if model is not Page else []
        for page in pages:
            ReferenceIndex.create_or_update_for_object(page)
        if pages:
            for backend in get_search_backends(with_auto_update=True):
                backend.add_bulk(model, pages)
