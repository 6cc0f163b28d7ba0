"""What tests of the API share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.full_pages import FullPages

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
def full(site: factories.Tree) -> FullPages:
    """A page of every type with everything on it."""
    return FullPages(site)
