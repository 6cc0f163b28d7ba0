"""Reading the log as a partner does."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from cms.publishing.models import ContentChange
from cms.publishing.recording import catch_up
from tests import factories

Happened = Callable[[], list[tuple[str, Any]]]


class Partner:
    """Keeps a copy of everything public, and of what a key opens, reading nothing but ``changes/`` from its cursor."""

    def __init__(self, client: Client, secret: str = "") -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        self.cursor = ""
        self.pages: dict[int, Any] = {}

    def sync(self, limit: int = 100) -> dict[int, Any]:
        """Read on to the end of the log; returns the copy."""
        while True:
            query = {"cursor": self.cursor, "limit": limit, "include": "document"}
            response = self.client.get("/api/v2/changes/", query, headers=self.headers)
            if response.status_code == HTTPStatus.CONFLICT:
                self.cursor, self.pages = "", {}
                continue
            answer = response.json()
            for item in answer["items"]:
                if item["action"] == "upsert" and item["document"] is not None:
                    self.pages[item["id"]] = item["document"]
                else:
                    self.pages.pop(item["id"], None)
            self.cursor = answer["meta"]["next_cursor"]
            if not answer["meta"]["has_more"]:
                return self.pages


@pytest.fixture
def partner(client: Client, site: Any) -> Partner:
    """A partner who is in step with the site as it is when the test begins."""
    catch_up()
    partner = Partner(client)
    partner.sync()
    return partner


@pytest.fixture
def happened(site: Any) -> Happened:
    """What the public was told since the last time one asked: (action, page id) or (action, "kind key")."""
    factories.contact()  # what every case has; a row of its own is not what a test of pages is about
    catch_up()
    newest = [ContentChange.objects.order_by("-id").values_list("id", flat=True).first() or 0]

    def ask() -> list[tuple[str, Any]]:
        rows = list(ContentChange.objects.filter(pk__gt=newest[0], gate=""))
        newest[0] = rows[-1].pk if rows else newest[0]
        return [(row.action, row.page_id or f"{row.kind} {row.key}") for row in rows]

    return ask
