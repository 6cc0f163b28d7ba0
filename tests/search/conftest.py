"""The site with a real Elasticsearch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from search.engines.elasticsearch import alias, client
from search.engines.site import breaker


@pytest.fixture(autouse=True)
def nobody_has_asked() -> Iterator[None]:
    """What one test has learnt of an Elasticsearch, the next one does not know."""
    yield
    client.cache_clear()
    breaker.cache_clear()


@pytest.fixture
def elasticsearch(elasticsearch_url: str, settings: Any) -> Iterator[str]:
    """The settings name a real Elasticsearch, which has no index of this site yet."""
    settings.ELASTICSEARCH_URL = elasticsearch_url
    client.cache_clear()
    _delete_indices()
    yield elasticsearch_url
    settings.ELASTICSEARCH_URL = elasticsearch_url
    client.cache_clear()
    _delete_indices()
    client.cache_clear()


def _delete_indices() -> None:
    for name in client().indices.get(index=f"{alias()}-*"):
        client().indices.delete(index=name)
