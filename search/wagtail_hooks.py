"""The search in the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from search.panels import StatePanel


@hooks.register("construct_homepage_panels")
def state(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(StatePanel(request))
