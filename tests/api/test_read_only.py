"""Reading writes nothing: with a database that refuses every write, every answer is the one it always is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client
from wagtail.models import Collection

from cms.api.stamped import answers
from cms.publishing.clock import keep_the_clock
from cms.publishing.recording import catch_up
from tests import factories
from tests.api.addresses import api_addresses, site_addresses
from tests.full_pages import FullPages

pytestmark = pytest.mark.django_db

FINE = (200, 302, 404)
"""302 of ``find/`` and 404 of an id that an endpoint does not have are answers too, the same on both sides."""

ASK_FOR_SOMETHING = ("/find/", "/resolve/", "/search/", "/suggest/")
"""400 without a parameter, and the same with a database that can be written."""


@contextmanager
def read_only_database() -> Iterator[None]:
    """Let the database itself refuse writes, whatever layer they come from."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                # What `default_transaction_read_only` does to a transaction that begins; this one has begun.
                cursor.execute("SET LOCAL transaction_read_only = on")
            yield
            transaction.set_rollback(True)
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF")


def everything(client: Client, addresses: list[str], secret: str) -> dict[str, tuple[int, bytes]]:
    """What each address answers, made anew."""
    answers.clear()
    cache.clear()
    headers = {"authorization": f"Bearer {secret}"} if secret else {}
    found = {}
    for address in addresses:
        response = client.get(address, headers=headers)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        found[address] = (response.status_code, body)
    return found


def test_the_database_refuses_writes_while_it_is_read_only(full: FullPages):
    with read_only_database(), pytest.raises(DatabaseError), transaction.atomic():
        Collection.objects.update(name="Nytt namn")


@pytest.mark.parametrize("caller", ["anonymous", pytest.param("partner", marks=pytest.mark.postgresql)])
def test_every_answer_is_the_same_while_nothing_can_be_written(full: FullPages, client: Client, caller: str):
    catch_up()
    keep_the_clock()
    secret = ""
    if caller == "partner":
        closed = factories.make_content_page(main_image=factories.make_image())
        factories.restrict(closed)
        _key, secret = factories.make_key(closed)
    ids = [page.pk for page in full.swedish.values()] + [full.image.pk, full.document.pk]
    addresses = [*api_addresses(ids, "boxen"), *site_addresses(client, "boxen"), *_files(full)]
    before = everything(client, addresses, secret)
    wrong = {address: status for address, (status, _body) in before.items() if status not in FINE}
    assert [address for address in wrong if not address.endswith(ASK_FOR_SOMETHING)] == []
    with read_only_database():
        now = everything(client, addresses, secret)
    assert [address for address in addresses if now[address] != before[address]] == []


def _files(full: Any) -> list[str]:
    rendition = full.image.renditions.first()
    return [f"/media/{full.image.file.name}", f"/media/{rendition.file.name}", full.document.url]
