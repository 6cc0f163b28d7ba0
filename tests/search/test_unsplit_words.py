"""A word that an editor says is never split: pages that have it are no longer found by its parts, on every engine."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.publishing.recording import catch_up
from search import added_words, unsplit_words, vocabularies
from search.engines import following
from search.engines.following import keep_in_step
from search.models import UnsplitWord, UnsplitWordChange
from search.unsplit_words import index_unsplit_words
from tests.factories import Cast, build_world, make_case, make_cast, make_document

ADD = "/admin/search-words/never-split/new/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seconds_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between any two steps as many seconds pass as a process keeps the lists."""
    monkeypatch.setattr(added_words, "SECONDS_KEPT", 0)
    monkeypatch.setattr(vocabularies, "SECONDS_KEPT", 0)
    monkeypatch.setattr(unsplit_words, "SETTLED", dt.timedelta(0))


def titles(client: Client, question: str) -> list[str]:
    response = client.get("/sv/sok/", {"q": question})
    assert response.status_code == 200
    return [page.title for page in response.context["listing"].pages]


def add(client: Client, word: str) -> Any:
    return client.post(ADD, {"word": word})


def test_pages_are_found_by_the_whole_word_alone(cast: Cast, client: Client):
    make_case(title="Lejonblomman växer")
    make_case(title="Kontanter", lessons="<p>En blomma i byn.</p>")
    client.force_login(cast.editor)
    assert set(titles(client, "blomma")) == {"Lejonblomman växer", "Kontanter"}
    assert add(client, "lejonblomma").status_code == 302
    index_unsplit_words()
    assert titles(client, "blomman") == ["Kontanter"]
    assert titles(client, "lejonblomma") == titles(client, "lejonblomman") == ["Lejonblomman växer"]


def test_question_is_not_taken_apart_either(cast: Cast, client: Client):
    make_case(title="En blomma för ett lejon")
    client.force_login(cast.editor)
    assert titles(client, "lejonblomma") == ["En blomma för ett lejon"]
    add(client, "lejonblomma")
    assert titles(client, "lejonblomma") == []


@pytest.mark.parametrize("how", ["delete", "rename"])
def test_word_that_leaves_the_list_is_split_again(how: str, cast: Cast, client: Client):
    make_case(title="Lejonblomman växer")
    client.force_login(cast.editor)
    add(client, "lejonblomma")
    index_unsplit_words()
    assert titles(client, "blomma") == []
    row = UnsplitWord.objects.get()
    client.post(
        reverse(f"unsplitword:{'delete' if how == 'delete' else 'edit'}", args=[row.pk]), {"word": "samlingslokal"}
    )
    index_unsplit_words()
    assert titles(client, "blomma") == ["Lejonblomman växer"]


def test_just_what_has_the_word_is_written_and_once(cast: Cast, client: Client):
    make_case(title="Lejonblomman växer")
    make_case(title="Om lejonblommornas nytta", published=False)
    make_document(title="Lejonblommans stadgar")
    make_case(title="Blomma i byn")
    client.force_login(cast.editor)
    add(client, "lejonblomma")
    assert index_unsplit_words() == 3
    assert index_unsplit_words() == 0


def test_nothing_is_written_before_every_process_knows(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch):
    make_case(title="Lejonblomman växer")
    client.force_login(cast.editor)
    add(client, "lejonblomma")
    monkeypatch.setattr(unsplit_words, "SETTLED", dt.timedelta(seconds=10))
    assert index_unsplit_words() == 0
    UnsplitWordChange.objects.update(changed_at=timezone.now() - dt.timedelta(seconds=11))
    assert index_unsplit_words() == 1


def test_elasticsearch_writes_the_same_pages_and_keeps_its_index(
    client: Client, elasticsearch: str, monkeypatch: pytest.MonkeyPatch
):
    build_world()
    client.force_login(make_cast().editor)
    make_case(title="Lejonblomman växer")
    make_case(title="Lejonblomman sover", published=False)
    make_case(title="Blomma i byn")
    catch_up()
    keep_in_step()
    assert set(titles(client, "blomma")) == {"Lejonblomman växer", "Blomma i byn"}
    before = following._sound_indices(10**9)[0]
    add(client, "lejonblomma")
    monkeypatch.setattr(following, "STEP_SECONDS", -1)  # every step is over at once, and goes on from its place
    for _step in range(3):
        keep_in_step()
    response = client.get("/sv/sok/", {"q": "blomma"})
    assert response.context["found"].backend == "elasticsearch"
    assert [page.title for page in response.context["listing"].pages] == ["Blomma i byn"]
    after = following._sound_indices(10**9)[0]
    assert before is not None
    assert after is not None
    assert after.name == before.name


@pytest.mark.parametrize("word", ["", "två ord", "blomma-lejon", "blomma", "service", "by", "och", "lejonblommor!"])
def test_form_refuses_what_is_no_compound(word: str, cast: Cast, client: Client):
    client.force_login(cast.editor)
    response = add(client, word)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["word"]
    assert not UnsplitWord.objects.exists()


def test_form_refuses_another_form_of_a_word_in_the_list(cast: Cast, client: Client):
    client.force_login(cast.editor)
    add(client, "lejonblomma")
    assert list(add(client, "lejonblomman").context["form"].errors) == ["word"]
    assert list(add(client, "LEJONBLOMMA").context["form"].errors) == ["word"]


@pytest.mark.parametrize("role", ["contributor", "translator", "reviewer", "member", "stranger"])
def test_nobody_else_adds_one(role: str, cast: Cast, client: Client):
    client.force_login(getattr(cast, role))
    add(client, "lejonblomma")
    assert not UnsplitWord.objects.exists()
