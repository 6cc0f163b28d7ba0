"""What is hidden is nowhere: one page of every hidden kind, and every address that the site has, asked by everybody.

The hidden pages are put beside public ones, and every answer is compared with what it was before they came.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.api.stamped import answers
from cms.publishing.clock import keep_the_clock
from cms.publishing.recording import catch_up
from tests import factories
from tests.api.addresses import api_addresses, site_addresses
from tests.api.conftest import PAGES
from tests.api.hidden_pages import KINDS, OPENED_BY_A_KEY, HiddenPages, word_of

pytestmark = pytest.mark.django_db

ANY_WORD = re.compile("|".join(word_of(kind) for kind in KINDS), re.IGNORECASE)
NEVER_WAS = "zyxnothingqv"
TELLS_OF_THE_PAST = "/api/v2/changes/"
"""Names pages that were public and are no more, by number alone."""

Answer = tuple[int, bytes]


def ask(client: Client, address: str, secret: str = "") -> tuple[Any, bytes]:
    """The response and its whole body."""
    headers = {"authorization": f"Bearer {secret}"} if secret else {}
    response = client.get(address, headers=headers)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response, body


def told(client: Client, addresses: Iterable[str], secret: str = "") -> dict[str, Answer]:
    """Status and body of each address; no word of a hidden page is in any header."""
    found = {}
    for address in addresses:
        response, body = ask(client, address, secret)
        assert not ANY_WORD.search(str(dict(response.items()))), address
        found[address] = (response.status_code, body)
    return found


@pytest.fixture(scope="module")
def scene(undone: factories.Tree, django_db_blocker: Any) -> dict[str, Any]:
    """The hidden pages, and what every address answered before there were any."""
    with django_db_blocker.unblock():
        answers.clear()
        client, hidden = Client(), HiddenPages(undone)
        shown = factories.make_content_page(title="En öppnad sida")
        factories.restrict(shown)
        _key, stranger = factories.make_key(shown)
        catch_up()
        keep_the_clock()
        public = [hidden.changed.pk, hidden.changed_en.pk, hidden.source.pk]
        addresses = [*api_addresses(public), *site_addresses(client)]
        before = {secret: told(client, addresses, secret) for secret in ("", stranger)}
        hidden.hide()
        catch_up()
        _key, partner = factories.make_key(*hidden.grantable)
    return {"hidden": hidden, "before": before, "stranger": stranger, "partner": partner}


@pytest.mark.parametrize("caller", ["anonymous", "stranger"])
def test_no_answer_is_other_than_before_the_hidden_pages_came(scene: dict[str, Any], client: Client, caller: str):
    secret = scene["stranger"] if caller == "stranger" else ""
    before = scene["before"][secret]
    now = told(client, before, secret)
    different = [address for address in before if now[address] != before[address]]
    assert [address for address in different if not address.startswith(TELLS_OF_THE_PAST)] == []
    for address in different:
        assert not ANY_WORD.search(now[address][1].decode()), address


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("caller", ["anonymous", "stranger"])
def test_asking_for_it_by_word_is_like_asking_for_nothing(
    scene: dict[str, Any], client: Client, caller: str, kind: str
):
    """Search, filters and addresses with the word of the page answer like the same with a word that never was."""
    secret = scene["stranger"] if caller == "stranger" else ""
    word, paths = word_of(kind), scene["hidden"].paths[kind]
    by_word = [address for address in api_addresses([0], "WORD") if "WORD" in address]
    by_word += ["/sv/sok/?q=WORD", "/en/search/?q=WORD", "/sv/banken/goda-exempel/?q=WORD"]
    by_word += [f"/api/v2/resolve/?path={path.replace(word, 'WORD')}" for path in paths]
    by_word += [f"{PAGES}find/?html_path={path.replace(word, 'WORD')}" for path in paths]
    by_word += [path.replace(word, "WORD") for path in paths]
    for address in by_word:
        response, body = ask(client, address.replace("WORD", word), secret)
        other, nothing = ask(client, address.replace("WORD", NEVER_WAS), secret)
        if kind == "alias" and response.status_code == 302:
            assert "/en/untranslated/" in response["Location"], address  # what it is an alias of is public
            continue
        if _was_public(kind) and response.status_code in (200, 410) and other.status_code == 404:
            assert b'"gone"' in body or response.status_code == 410, address
            assert word.encode() not in body, address
            continue
        assert response.status_code == other.status_code, address
        assert body.replace(word.encode(), b"WORD") == nothing.replace(NEVER_WAS.encode(), b"WORD"), address


@pytest.mark.parametrize("kind", KINDS)
def test_asking_for_it_by_number_is_like_asking_for_nothing(scene: dict[str, Any], client: Client, kind: str):
    hidden: HiddenPages = scene["hidden"]
    things = [("pages", pk) for pk in hidden.ids[kind]]
    things += [("images", hidden.images[kind].pk), ("documents", hidden.documents[kind].pk)]
    for name, pk in things:
        for address in ("/api/v2/%s/%s/", "/api/v2/%s/find/?id=%s"):
            for secret in ("", scene["stranger"]):
                response, _body = ask(client, address % (name, pk), secret)
                other, _nothing = ask(client, address % (name, 10**9), secret)
                assert response.status_code == 404, (address, name, pk)
                assert _problem(response) == _problem(other)
    for pk in hidden.ids[kind]:
        for parameter in ("child_of", "descendant_of", "ancestor_of", "translation_of"):
            asked = [ask(client, f"{PAGES}?{parameter}={number}") for number in (pk, 10**9)]
            assert [response.status_code for response, _body in asked] == [400, 400]
        assert len(_queries(client, f"{PAGES}{pk}/")) == len(_queries(client, f"{PAGES}{10**9}/"))


@pytest.mark.parametrize("kind", KINDS)
def test_its_files_are_not_found(scene: dict[str, Any], client: Client, kind: str):
    for address in scene["hidden"].files(kind):
        for secret in ("", scene["stranger"]):
            response, body = ask(client, address, secret)
            assert (response.status_code, response["Cache-Control"]) == (404, "no-store"), address
            assert word_of(kind).encode() not in body.replace(address.encode(), b""), address


@pytest.mark.parametrize("kind", OPENED_BY_A_KEY)
def test_key_with_the_grant_gets_page_picture_and_file(scene: dict[str, Any], client: Client, kind: str):
    hidden, word = scene["hidden"], word_of(kind)
    for pk in hidden.ids[kind]:
        response, body = ask(client, f"{PAGES}{pk}/", scene["partner"])
        assert response.status_code == 200
        assert word in body.decode()
    listed = ask(client, f"{PAGES}?search={word}", scene["partner"])[1].decode()
    assert word in listed
    for address in hidden.files(kind):
        response, _body = ask(client, address, scene["partner"])
        assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store"), address
    for name, file in (("images", hidden.images[kind]), ("documents", hidden.documents[kind])):
        assert ask(client, f"/api/v2/{name}/{file.pk}/", scene["partner"])[0].status_code == 200


def test_key_with_the_grant_gets_no_draft_and_nothing_withdrawn(scene: dict[str, Any], client: Client):
    hidden: HiddenPages = scene["hidden"]
    others = [kind for kind in KINDS if kind not in OPENED_BY_A_KEY]
    ids = [hidden.changed.pk, hidden.source.pk, *hidden.ids["restricted"], *hidden.ids["below"]]
    for address in api_addresses(ids):
        _response, body = ask(client, address, scene["partner"])
        leaked = [kind for kind in others if word_of(kind).encode() in body.lower()]
        assert leaked == [], address
    for kind in others:
        for address in hidden.files(kind):
            assert ask(client, address, scene["partner"])[0].status_code == 404, address


def _problem(response: Any) -> dict[str, Any]:
    return {name: value for name, value in response.json().items() if name != "instance"}


def _was_public(kind: str) -> bool:
    return kind in ("unpublished", "deleted", "expired")


def _queries(client: Client, address: str) -> list[Any]:
    answers.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return queries.captured_queries
