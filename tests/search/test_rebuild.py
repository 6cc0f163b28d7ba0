"""`rebuild_search` makes the indexes anew while the site is in use."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from cms.publishing.recording import catch_up
from search.engines import following, rebuilding
from search.engines.elasticsearch import TermsIndex, alias
from search.models import PageWords, SearchTerm
from search.vocabularies import take_in_words
from tests.factories import Tree, make_case
from tests.publishing.processes import Process, Talk
from tests.search.test_elasticsearch import answered, documents, in_step, indices, pages_in


def rebuild() -> str:
    out = StringIO()
    call_command("rebuild_search", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
class TestInTheDatabase:
    def test_what_was_lost_is_found_again(self, site: Tree, client: Client):
        make_case(title="Zebra")
        IndexEntry.objects.all().delete()
        assert answered(client, "zebra")[1] == []
        said = rebuild()
        assert answered(client, "zebra")[1] == ["Zebra"]
        number = Page.objects.exclude(depth=1).count()
        assert f"{number} of {number}" in said

    def test_what_is_gone_leaves_the_index(self, site: Tree):
        case = make_case(title="Zebra")
        entry = IndexEntry.objects.get(object_id=str(case.pk), content_type=case.cached_content_type)
        IndexEntry.objects.create(content_type=entry.content_type, object_id="987654321")
        rebuild()
        assert not IndexEntry.objects.filter(object_id="987654321").exists()
        assert IndexEntry.objects.filter(pk=entry.pk).exists()

    def test_words_are_counted_anew(self, site: Tree):
        make_case(title="Zebra")
        catch_up()
        take_in_words()
        before = dict(SearchTerm.objects.values_list("word", "documents"))
        PageWords.objects.update(words="")
        SearchTerm.objects.all().delete()
        rebuild()
        assert dict(SearchTerm.objects.values_list("word", "documents")) == before

    def test_twice_changes_nothing(self, site: Tree):
        make_case(title="Zebra")
        rebuild()
        before = set(IndexEntry.objects.values_list("pk", "object_id"))
        rebuild()
        assert set(IndexEntry.objects.values_list("pk", "object_id")) == before


def _hold(talk: Talk, pk: int) -> None:
    with transaction.atomic():
        Page.objects.filter(pk=pk).update(draft_title="Zebra")
        talk.say("held")
        talk.wait()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_somebody_saves_just_now_is_waited_for_but_never_held(site: Tree, monkeypatch: pytest.MonkeyPatch):
    """The rebuild lets go of everything before it waits, so that the other one never waits for it."""
    case = make_case(title="Zebra")
    other = Process(_hold, case.pk)
    assert other.hear() == "held"
    waits: list[float] = []

    def wait(seconds: float) -> None:
        assert not connection.in_atomic_block
        waits.append(seconds)
        if len(waits) == 2:
            other.tell()
            other.result()

    monkeypatch.setattr(rebuilding.time, "sleep", wait)
    assert list(rebuilding.index_again(Page, [case.pk])) == [1]
    assert len(waits) == 2


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_stays_locked_is_named(site: Tree, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rebuilding, "MOST_TRIES", 2)
    monkeypatch.setattr(rebuilding, "PAUSE_SECONDS", 0)
    case = make_case(title="Zebra")
    other = Process(_hold, case.pk)
    assert other.hear() == "held"
    try:
        with pytest.raises(CommandError, match=r"wagtailcore\.Page .* locked\. Run rebuild_search again"):
            rebuild()
    finally:
        other.tell()
        other.result()


@pytest.mark.django_db
@pytest.mark.usefixtures("site", "elasticsearch")
class TestInElasticsearch:
    def test_a_new_index_takes_the_place_of_the_old_one(self, client: Client):
        make_case(title="Zebra")
        in_step()
        [old] = indices()
        rebuild()
        [(new, is_searched)] = indices().items()
        assert new != old
        assert is_searched
        assert pages_in(alias()) == documents()

    def test_the_old_one_answers_until_the_new_one_is_whole_and_nothing_is_lost(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ):
        make_case(title="Zebra ett")
        gone = make_case(title="Zebra två")
        in_step()
        monkeypatch.setattr(following, "STEP_SECONDS", 0.0)
        monkeypatch.setattr(following, "PAGES_AT_ONCE", 2)
        _total, steps = following.rebuild()
        next(steps)
        make_case(title="Zebra tre")
        gone.delete()
        catch_up()
        assert answered(client, "zebra") == ("elasticsearch", ["Zebra ett"])
        following.keep_in_step()  # the worker goes on with both
        list(steps)
        assert sorted(answered(client, "zebra")[1]) == ["Zebra ett", "Zebra tre"]
        assert pages_in(alias()) == documents()
        assert len(indices()) == 1

    def test_a_run_that_was_killed_is_gone_on_with(self, monkeypatch: pytest.MonkeyPatch):
        make_case(title="Zebra")
        in_step()
        monkeypatch.setattr(following, "STEP_SECONDS", 0.0)
        monkeypatch.setattr(following, "PAGES_AT_ONCE", 2)
        next(following.rebuild()[1])
        [begun] = [name for name, is_searched in indices().items() if not is_searched]
        rebuild()
        assert indices() == {begun: True}

    def test_an_older_state_never_replaces_a_newer_one(self):
        """As when a process that was paused goes on."""
        case = make_case(title="Zebra")
        in_step()
        old = type(case).objects.get(pk=case.pk)
        case.title = "Giraff"
        case.save_revision().publish()
        in_step()
        [name] = indices()
        TermsIndex(name).write([old], version=1)
        TermsIndex(name).refresh()
        found = following.client().get(index=name, id=str(case.pk))["_source"]
        assert "giraff" in found["title"]

    def test_without_an_answer_the_command_says_so_and_the_database_is_done(self, site: Tree, settings: Any):
        settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
        following.client.cache_clear()
        make_case(title="Zebra")
        IndexEntry.objects.all().delete()
        with pytest.raises(CommandError, match="The old index stays"):
            rebuild()
        assert IndexEntry.objects.exists()
