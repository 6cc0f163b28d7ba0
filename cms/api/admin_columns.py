"""Columns of lists in the admin."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.ui.tables import Column


def moments(name: str, label: Any) -> Column:
    """A column of times, which Wagtail's own would give as how long ago they were."""

    def moment(row: Any) -> str:
        value: dt.datetime | None = getattr(row, name)
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT") if value else "–"

    return Column(name, label=label, accessor=moment, sort_key=name)
