"""The engines that this installation has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from wagtail.search.backends import get_search_backend

from search.quality import in_elasticsearch, in_the_database


def engines() -> Mapping[str, Callable[..., Any]]:
    """For each engine by its name a context manager that searches among given pages alone."""
    backend: Any = get_search_backend()
    found: dict[str, Callable[..., Any]] = {backend.name: in_the_database}
    if settings.ELASTICSEARCH_URL:
        found["elasticsearch"] = in_elasticsearch
    return found
