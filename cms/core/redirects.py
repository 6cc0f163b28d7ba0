"""Wagtail makes a redirect whenever an address changes. Here only where somebody may have known the old one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from wagtail.contrib.redirects import signal_handlers
from wagtail.models import Page

RECEIVERS = ("autocreate_redirects_on_slug_change", "autocreate_redirects_on_page_move")


def only_for_what_was_public() -> None:
    """To be called before Wagtail connects its receivers: the address of a draft leads nowhere when it changes."""
    for name in RECEIVERS:
        setattr(signal_handlers, name, _asking(getattr(signal_handlers, name)))


def _asking(receiver: Callable[..., None]) -> Callable[..., None]:
    @wraps(receiver)
    def asked(instance: Page, **kwargs: Any) -> None:
        if instance.first_published_at is not None or instance.get_descendants().live().exists():
            receiver(instance=instance, **kwargs)

    return asked
