"""What tests of the API share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

PAGES = "/api/v2/pages/"


@pytest.fixture
def get(client: Client) -> Callable[..., Any]:
    """The answer of an address as Python, after its status has been checked."""

    def ask(address: str, status: int = 200, **headers: str) -> Any:
        response = client.get(address, headers=headers)
        assert response.status_code == status, (address, response.status_code, response.content[:500])
        return response.json()

    return ask


@pytest.fixture
def ids(get: Callable[..., Any]) -> Callable[[str], set[int]]:
    """Ids of the pages that a query of the list gives; the count must say the same."""

    def ask(query: str) -> set[int]:
        answer = get(f"{PAGES}?limit=100&{query}")
        found = [item["id"] for item in answer["items"]]
        assert answer["meta"]["total_count"] == len(found) == len(set(found))
        return set(found)

    return ask
