"""Settings of the API that cannot be right together."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register
def limits_know_the_proxy(app_configs: Any, **_kwargs: Any) -> list[checks.CheckMessage]:
    """With https a proxy stands in front, and every caller would be counted as that one address."""
    if not settings.HTTPS or settings.API_RATE is None or settings.TRUSTED_PROXIES:
        return []
    text = "BASE_URL is https and TRUSTED_PROXIES is 0: all callers of the API share one limit, that of the proxy."
    return [checks.Warning(text, hint="Set TRUSTED_PROXIES to the number of your proxies.", id="servicebanken.W011")]
