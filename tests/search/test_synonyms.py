"""Editors add synonyms in the admin, and the next question is answered by them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.publishing.recording import catch_up
from search import added_words, vocabularies
from search.engines.following import keep_in_step
from search.models import Synonym
from search.vocabularies import take_in_words
from tests.editorial.page_forms import soup_of
from tests.factories import Cast, build_world, make_case, make_cast, translate_page

ADD = "/admin/search-words/synonyms/new/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seconds_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between any two requests as many seconds pass as a process keeps the lists."""
    monkeypatch.setattr(added_words, "SECONDS_KEPT", 0)
    monkeypatch.setattr(vocabularies, "SECONDS_KEPT", 0)


def titles(client: Client, question: str, path: str = "/sv/sok/") -> list[str]:
    response = client.get(path, {"q": question})
    assert response.status_code == 200
    return [page.title for page in response.context["listing"].pages]


def form(**values: Any) -> dict[str, Any]:
    values = {"language": "sv", "both_ways": True, "closeness": "usual", **values}
    return {name: value for name, value in values.items() if value is not False}


def add(client: Client, **values: Any) -> Any:
    """Send the form; the answer of one that was accepted leads on."""
    return client.post(ADD, form(**values))


def refusals(client: Client, **values: Any) -> dict[str, list[str]]:
    response = add(client, **values)
    assert response.status_code == 200, "it was accepted"
    return dict(response.context["form"].errors)


class TestWhatAnEditorAddsIsFound:
    def test_at_once_and_in_both_directions(self, cast: Cast, client: Client):
        make_case(title="Giraffen i byn")
        make_case(title="Zebran i byn")
        client.force_login(cast.editor)
        assert titles(client, "giraff") == ["Giraffen i byn"]
        assert add(client, word="Giraff", others="zebra").status_code == 302
        assert titles(client, "giraffer") == ["Giraffen i byn", "Zebran i byn"]
        assert titles(client, "zebror") == ["Zebran i byn", "Giraffen i byn"]

    def test_in_one_direction_alone(self, cast: Cast, client: Client):
        make_case(title="Giraffen i byn")
        make_case(title="Zebran i byn")
        client.force_login(cast.editor)
        add(client, word="giraff", others="zebra", both_ways=False)
        assert titles(client, "giraff") == ["Giraffen i byn", "Zebran i byn"]
        assert titles(client, "zebra") == ["Zebran i byn"]

    def test_by_a_phrase_that_means_one_word(self, cast: Cast, client: Client):
        make_case(title="Zebran i byn")
        client.force_login(cast.editor)
        add(client, word="randig häst", others="zebra")
        assert titles(client, "randiga hästar") == ["Zebran i byn"]
        assert titles(client, "häst") == titles(client, "randig") == []

    def test_by_a_word_that_means_a_phrase(self, cast: Cast, client: Client):
        make_case(title="En randig häst")
        make_case(title="En häst")
        client.force_login(cast.editor)
        add(client, word="zebra", others="randig häst")
        assert titles(client, "zebran") == ["En randig häst"]

    def test_in_its_own_language_alone(self, cast: Cast, client: Client):
        english = translate_page(make_case(title="Djurpark"), title="A quagga in the village")
        catch_up()  # on PostgreSQL the marks of one transaction belong together, and a test is one transaction
        client.force_login(cast.editor)
        add(client, language="en", word="zebra", others="quagga")
        assert titles(client, "zebras", "/en/search/") == [english.title]
        assert titles(client, "zebra") == []

    def test_through_the_api_too(self, cast: Cast, client: Client):
        make_case(title="Zebran i byn")
        client.force_login(cast.editor)
        add(client, word="giraff", others="zebra")
        answer = client.get("/api/v2/search/", {"q": "giraff"}).json()
        assert [item["title"] for item in answer["items"]] == ["Zebran i byn"]

    def test_no_more_when_it_is_gone(self, cast: Cast, client: Client):
        make_case(title="Zebran i byn")
        client.force_login(cast.editor)
        add(client, word="giraff", others="zebra")
        row = Synonym.objects.get()
        assert client.post(reverse("synonym:delete", args=[row.pk])).status_code == 302
        assert titles(client, "giraff") == []

    def test_closeness_decides_the_order(self, cast: Cast, client: Client):
        make_case(title="Zebran i byn")
        make_case(title="Kameler i byn")
        client.force_login(cast.editor)
        for near, far in (("zebra", "kamel"), ("kamel", "zebra")):
            Synonym.objects.all().delete()
            add(client, word=near, others="giraff", closeness="close")
            add(client, word=far, others="giraff", closeness="distant")
            assert [title.lower()[:4] for title in titles(client, "giraff")] == [near[:4], far[:4]]

    def test_and_is_never_taken_for_a_slip_of_the_pen(self, cast: Cast, client: Client):
        make_case(title="Kamelen i byn")
        make_case(title="Zebran i byn")
        take_in_words()
        client.force_login(cast.editor)
        assert client.get("/sv/sok/", {"q": "kamelem"}).context["found"].correction == "kamelen"
        add(client, word="kamelem", others="zebra")
        assert client.get("/sv/sok/", {"q": "kamelem"}).context["found"].correction == ""
        assert titles(client, "kamelem") == ["Zebran i byn"]

    def test_in_elasticsearch(self, client: Client, elasticsearch: str):
        build_world()
        make_case(title="Zebran i byn")
        catch_up()
        keep_in_step()
        client.force_login(make_cast().editor)
        add(client, word="randig häst", others="zebra")
        response = client.get("/sv/sok/", {"q": "randiga hästar"})
        assert response.context["found"].backend == "elasticsearch"
        assert [page.title for page in response.context["listing"].pages] == ["Zebran i byn"]


class TestTheFormRefuses:
    @pytest.fixture(autouse=True)
    def as_editor(self, cast: Cast, client: Client) -> None:
        client.force_login(cast.editor)

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"word": "mack, bensin", "others": "tapp"}, "word"),
            ({"word": "en mack vid stora vägen", "others": "tapp"}, "word"),
            ({"word": "och", "others": "samt"}, "word"),
            ({"word": "!!!", "others": "tapp"}, "word"),
            ({"word": "<b>tapp</b>", "others": "kran"}, "word"),
            ({"word": "tapp", "others": "kran, kran"}, "others"),
            ({"word": "tapp", "others": "kran, kranar"}, "others"),
            ({"word": "tapp", "others": "tapp"}, "others"),
            ({"word": "tapp", "others": "tapparna"}, "others"),
            ({"word": "tapp", "others": "a b c d"}, "others"),
            ({"word": "tapp", "others": ", ".join(f"ord{n}" for n in range(9))}, "others"),
            ({"word": "tapp", "others": ",,"}, "others"),
            ({"word": "tapp", "others": "x" * 400}, "others"),
            ({"word": "", "others": "tapp"}, "word"),
            ({"word": "tapp", "others": ""}, "others"),
            ({"word": "tapp", "others": "kran", "language": "de"}, "language"),
            ({"word": "mack", "others": "drivmedelsstation", "both_ways": False}, "others"),
        ],
    )
    def test_with_a_sentence_at_the_field(self, values: dict[str, Any], field: str, client: Client):
        assert list(refusals(client, **values)) == [field]
        assert not Synonym.objects.exists()

    def test_a_word_that_has_a_synonym_already(self, client: Client):
        add(client, word="tapp", others="kran")
        assert list(refusals(client, word="tappar", others="munk")) == ["word"]

    def test_what_other_rows_say_already(self, client: Client):
        add(client, word="tapp", others="kran, munk")
        assert list(refusals(client, word="kran", others="tapp, munk")) == ["others"]

    def test_but_takes_the_same_word_in_another_language(self, client: Client):
        add(client, word="tapp", others="kran")
        assert add(client, language="en", word="tapp", others="faucet").status_code == 302

    def test_and_keeps_words_as_the_search_reads_them(self, client: Client):
        add(client, word="  Bensin-Mack ", others="TAPP ,kran;  vatten  post ")
        row = Synonym.objects.get()
        assert (row.word, row.others) == ("bensin-mack", "tapp, kran, vatten post")


@pytest.mark.parametrize("role", ["editor", "network_administrator"])
def test_every_change_stands_in_the_log(role: str, cast: Cast, client: Client):
    client.force_login(getattr(cast, role))
    add(client, word="tapp", others="kran")
    row = Synonym.objects.get()
    client.post(reverse("synonym:edit", args=[row.pk]), form(word="tapp", others="kran, munk"))
    client.post(reverse("synonym:delete", args=[row.pk]))
    log = ModelLogEntry.objects.filter(content_type__model="synonym").order_by("timestamp")
    assert [(entry.action, entry.label, entry.user) for entry in log] == [
        ("wagtail.create", "tapp ↔ kran", getattr(cast, role)),
        ("wagtail.edit", "tapp ↔ kran, munk", getattr(cast, role)),
        ("wagtail.delete", "tapp ↔ kran, munk", getattr(cast, role)),
    ]


@pytest.mark.parametrize("role", ["contributor", "translator", "reviewer", "member", "stranger"])
def test_nobody_else_sees_or_changes_them(role: str, cast: Cast, client: Client):
    client.force_login(getattr(cast, role))
    assert client.get("/admin/search-words/synonyms/").status_code in (302, 403)
    add(client, word="tapp", others="kran")
    assert not Synonym.objects.exists()


def test_list_can_be_searched_and_filtered(cast: Cast, client: Client):
    client.force_login(cast.editor)
    add(client, word="tapp", others="kran")
    add(client, language="en", word="spigot", others="faucet")
    address = "/admin/search-words/synonyms/"
    assert len(soup_of(client.get(address)).select("tbody tr")) == 2
    for parameters in ({"q": "faucet"}, {"language": "en"}):
        [row] = soup_of(client.get(address, parameters)).select("tbody tr")
        assert "spigot" in row.text
