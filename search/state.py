"""Who answers the searches now, for those who keep the site running."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import timezone
from wagtail.search.backends import get_search_backend

from cms.publishing.models import ContentChange
from search.engines.meant import CannotAnswer

LATE_AFTER = dt.timedelta(minutes=1)


def state_of_search() -> dict[str, Any]:
    """A part of ``/health/``: ``ok``; ``fallback`` while the database answers; ``late`` while changes are not found."""
    database: Any = get_search_backend()
    if not settings.ELASTICSEARCH_URL:
        return {"state": "ok", "backend": database.name}
    from search.engines.site import place_of_index  # its client is not loaded where nobody needs it

    try:
        place = place_of_index()
    except CannotAnswer:
        return {"state": "fallback", "backend": database.name}
    unread = ContentChange.objects.filter(pk__gt=place.read_to, changed_at__lt=timezone.now() - LATE_AFTER).exists()
    return {"state": "late" if unread else "ok", "backend": "elasticsearch"}
