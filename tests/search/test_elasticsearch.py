"""The site searches Elasticsearch: its index follows the log, and the database answers until there is a whole one."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from cms.publishing.models import ContentChange, LogReader, PublishedDocument
from cms.publishing.recording import catch_up
from search.engines import following
from search.engines.elasticsearch import PLACE, Place, TermsIndex, alias
from search.engines.elasticsearch import client as elastic
from search.engines.following import READER, keep_in_step
from tests import factories
from tests.factories import Tree, make_case, restrict

pytestmark = pytest.mark.django_db
SEARCH = "/api/v2/search/"


def in_step() -> None:
    """The worker has been here."""
    catch_up()
    keep_in_step()


def answered(visitor: Client, question: str, **headers: str) -> tuple[str, list[str]]:
    """Which engine answered, and the titles that it found."""
    response = visitor.get(SEARCH, {"q": question}, headers=headers)
    assert response.status_code == 200, response.content
    answer = response.json()
    assert answer["meta"]["total_count"] == len(answer["items"])  # nothing that is hidden is counted either
    return answer["meta"]["backend"], [item["title"] for item in answer["items"]]


def indices() -> dict[str, bool]:
    """Indices of this site, and whether each is the one that is searched."""
    found = elastic().indices.get(index=f"{alias()}-*")
    return {name: alias() in values["aliases"] for name, values in found.items()}


def pages_in(name: str) -> set[int]:
    elastic().indices.refresh(index=name)
    hits = elastic().search(index=name, size=1000)["hits"]["hits"]
    return {int(hit["_id"]) for hit in hits if hit["_id"] != PLACE}


def documents() -> set[int]:
    return set(PublishedDocument.objects.values_list("page_id", flat=True))


@pytest.mark.usefixtures("site", "elasticsearch")
class TestInStep:
    def test_what_is_published_is_found(self, client: Client):
        make_case(title="Drivmedelsstation i byn")
        in_step()
        assert answered(client, "macken") == ("elasticsearch", ["Drivmedelsstation i byn"])

    def test_what_changes_later_follows(self, client: Client):
        changed, withdrawn, deleted = (make_case(title=f"Zebra {name}") for name in ("ett", "två", "tre"))
        in_step()
        changed.title = changed.summary = "Giraff ett"
        changed.save_revision().publish()
        withdrawn.unpublish()
        deleted.delete()
        make_case(title="Zebra fyra")
        in_step()
        assert answered(client, "zebra") == ("elasticsearch", ["Zebra fyra"])
        assert answered(client, "giraff") == ("elasticsearch", ["Giraff ett"])
        assert pages_in(alias()) == documents()

    def test_drafts_are_in_no_index(self):
        case = make_case(title="Zebra")
        make_case(title="Utkast", published=False)
        case.title = "Zyxhemlig"
        case.save_revision()
        in_step()
        assert pages_in(alias()) == documents()
        stored = elastic().get(index=alias(), id=str(case.pk))["_source"]
        assert "zyxhemlig" not in str(stored).lower()

    def test_closed_section_is_found_with_its_key_alone(self, client: Client, site: Tree):
        section = factories.make_content_page(title="Internt")
        factories.make_content_page(title="Zebra inne", parent=section)
        restrict(section)
        _key, secret = factories.make_key(section)
        in_step()
        assert answered(client, "zebra") == ("elasticsearch", [])
        assert answered(client, "zebra", Authorization=f"Bearer {secret}") == ("elasticsearch", ["Zebra inne"])

    def test_nothing_to_do_costs_no_writing(self):
        make_case(title="Zebra")
        in_step()
        before = elastic().get(index=alias(), id=PLACE)["_version"]
        in_step()
        assert elastic().get(index=alias(), id=PLACE)["_version"] == before


@pytest.mark.usefixtures("site", "elasticsearch")
class TestNewIndex:
    @pytest.fixture(autouse=True)
    def small_steps(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(following, "STEP_SECONDS", 0.0)
        monkeypatch.setattr(following, "PAGES_AT_ONCE", 2)

    def fill(self) -> int:
        for step in range(100):
            if any(indices().values()):
                return step
            keep_in_step()
        raise AssertionError("never whole")

    def test_database_answers_until_it_is_whole(self, client: Client):
        make_case(title="Zebra")
        in_step()
        assert answered(client, "zebra") == (connection.vendor, ["Zebra"])
        assert self.fill() > 2
        assert answered(client, "zebra") == ("elasticsearch", ["Zebra"])

    def test_nothing_is_lost_that_happens_meanwhile(self):
        early, late = make_case(title="Zebra ett"), make_case(title="Zebra två")
        in_step()
        early.unpublish()
        late.title = "Giraff"
        late.save_revision().publish()
        make_case(title="Zebra tre")
        catch_up()
        self.fill()
        keep_in_step()
        assert pages_in(alias()) == documents()
        assert "giraff" in elastic().get(index=alias(), id=str(late.pk))["_source"]["title"]

    def test_lost_index_is_made_anew(self, client: Client):
        make_case(title="Zebra")
        catch_up()
        self.fill()
        [name] = indices()
        TermsIndex(name).delete()
        assert answered(client, "zebra") == (connection.vendor, ["Zebra"])
        self.fill()
        assert answered(client, "zebra") == ("elasticsearch", ["Zebra"])

    def test_index_of_another_analysis_serves_until_the_new_one_is_whole(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ):
        make_case(title="Zebra")
        catch_up()
        self.fill()
        [old] = indices()
        monkeypatch.setattr(following, "_current", lambda: f"{alias()}-other-")
        keep_in_step()
        assert answered(client, "zebra") == ("elasticsearch", ["Zebra"])
        make_case(title="Zebra meanwhile")
        for _step in range(100):
            in_step()
            assert len(answered(client, "zebra")[1]) == 2
            if old not in indices():
                break
        [(name, is_searched)] = indices().items()
        assert name.startswith(f"{alias()}-other-")
        assert is_searched
        assert pages_in(alias()) == documents()

    def test_database_that_was_set_back_gets_a_new_index(self):
        make_case(title="Zebra")
        catch_up()
        self.fill()
        [name] = indices()
        newest = ContentChange.objects.order_by("-pk").first().pk
        TermsIndex(name).place = Place(read_to=newest + 1000)
        keep_in_step()
        assert name not in indices()
        self.fill()
        assert pages_in(alias()) == documents()

    def test_leftovers_of_a_run_that_was_killed_are_deleted(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(following, "NEW_SECONDS", 0)
        make_case(title="Zebra")
        catch_up()
        TermsIndex(f"{alias()}-killed-before-it-noted-its-place").create()
        TermsIndex(f"{alias()}-other").create()
        TermsIndex(f"{alias()}-other").place = Place(0, 0)
        self.fill()
        keep_in_step()
        assert list(indices().values()) == [True]


@pytest.fixture(params=["refuses", "hangs"])
def away(request: pytest.FixtureRequest, settings: Any) -> Iterator[None]:
    """An Elasticsearch that refuses connections, or that takes them and never answers."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        if request.param == "hangs":
            nobody.listen()
        settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        elastic.cache_clear()
        yield
    elastic.cache_clear()


@pytest.mark.usefixtures("site", "away")
class TestAway:
    @pytest.fixture(autouse=True)
    def impatient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("search.engines.elasticsearch.WRITE_SECONDS", 1)

    def test_database_answers(self, client: Client):
        make_case(title="Zebra")
        began = time.monotonic()
        assert answered(client, "zebra") == (connection.vendor, ["Zebra"])
        assert time.monotonic() - began < 5
        assert client.get("/sv/sok/", {"q": "zebra"}).status_code == 200

    def test_worker_tries_again_later_and_ever_more_seldom(self):
        keep_in_step()
        reader = LogReader.objects.get(name=READER)
        assert reader.failures == 1
        keep_in_step()
        reader.refresh_from_db()
        assert reader.failures == 1
        LogReader.objects.update(not_before=None)
        keep_in_step()
        reader.refresh_from_db()
        assert reader.failures == 2


@pytest.mark.usefixtures("site", "elasticsearch")
def test_catches_up_by_itself_when_it_is_back(client: Client):
    LogReader.objects.create(name=READER, failures=7)
    make_case(title="Zebra")
    in_step()
    assert answered(client, "zebra") == ("elasticsearch", ["Zebra"])
    assert LogReader.objects.get(name=READER).failures == 0


LONG = " ".join(["lanthandelsvarubox", "drivmedelsstationerna", "läkemedelsombudet", "hemsändningsbidraget"] * 5)


@pytest.mark.usefixtures("site", "elasticsearch")
@pytest.mark.parametrize(
    "question",
    ["a*", "zebra?", "title:zebra", "zebra AND", "(zebra", "/zebra.*/", "zebra~2", "zebra^9", "[a TO z]", "\\zebra",
     "{zebra}", "zebra\0", "zebra 🦓", "\u202ezebra", "שלום zebra", "<script>zebra</script>", "zebra " * 2000, LONG],
    ids=range(18),
)  # fmt: skip
def test_signs_mean_nothing_and_no_question_is_too_much(client: Client, question: str):
    make_case(title="Zebra")
    in_step()
    response = client.get("/sv/sok/", {"q": question})
    assert response.status_code == 200
    assert response.context["found"].backend == "elasticsearch"
