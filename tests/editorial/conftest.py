"""The guard can be switched off (``GUARD=off``), to see that a test of it fails without it."""

from __future__ import annotations

import os

import pytest

from cms.publishing import guarding


@pytest.fixture(autouse=True)
def guard_on_or_off(monkeypatch: pytest.MonkeyPatch) -> None:
    if os.environ.get("GUARD") == "off":
        monkeypatch.setattr(guarding, "_judges", [])
        monkeypatch.setattr("cms.editorial.early.refuse", lambda *_what: None)
