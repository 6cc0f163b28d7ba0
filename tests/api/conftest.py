"""What tests of the API share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
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
def ids(get: Callable[..., Any]) -> Callable[[str], set[int]]:
    """Ids of the pages that a query of the list gives; the count must say the same."""

    def ask(query: str) -> set[int]:
        answer = get(f"{PAGES}?limit=100&{query}")
        found = [item["id"] for item in answer["items"]]
        assert answer["meta"]["total_count"] == len(found) == len(set(found))
        return set(found)

    return ask


@pytest.fixture(scope="module")
def undone(django_db_setup: None, django_db_blocker: Any) -> Iterator[factories.Tree]:
    """The tree, for pages that are built once for all tests of a module and undone after the last."""
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        site = factories.build_world()
    yield site
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


@pytest.fixture(scope="module")
def full(undone: factories.Tree, django_db_blocker: Any) -> FullPages:
    """A page of every type with everything on it."""
    with django_db_blocker.unblock():
        return FullPages(undone)
