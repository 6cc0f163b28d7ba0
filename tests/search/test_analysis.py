"""What a word is found by. No engine and no database takes part."""

from __future__ import annotations

import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest

from search.analysis import ENGLISH, SWEDISH, folded, index_terms, language_of, tokens, word_terms
from search.analysis.dictionary import dictionary
from search.analysis.swedish import best_reading, forms, main_form, parts, verb


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("butik", "butiken"),
        ("butik", "butikernas"),
        ("bok", "böcker"),
        ("bok", "böckerna"),
        ("handel", "handeln"),
        ("kommun", "kommuner"),
        ("kommun", "kommunernas"),
        ("mack", "macken"),
        ("bonde", "bönder"),
        ("natt", "nätterna"),
        ("läkemedel", "läkemedlen"),
        ("styrelse", "styrelser"),
        ("lanthandel", "lanthandelns"),
        ("drivmedelsstation", "drivmedelsstationerna"),
        ("varubox", "varuboxar"),
    ],
)
def test_forms_of_a_word_are_found_by_the_same(word: str, form: str):
    assert forms(word) & forms(form)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bok", "boka"),
        ("läkare", "läka"),
        ("tak", "tåg"),
        ("lån", "län"),
        ("bar", "bär"),
        ("hal", "häl"),
        ("mat", "mata"),
    ],
)
def test_words_that_only_look_alike_are_told_apart(one: str, other: str):
    assert main_form(one) != main_form(other)
    assert not forms(one) & {main_form(other)}


@pytest.mark.parametrize(
    ("compound", "expected"),
    [
        ("lanthandelsvarubox", {"lanthandel", "varubox", "box", "handel"}),
        ("drivmedelsstation", {"drivmedel", "station"}),
        ("läkemedelsombud", {"läkemedel", "ombud"}),
        ("hemsändningsbidrag", {"hemsändning", "bidrag"}),
        ("paketutlämning", {"paket", "utlämning"}),
        ("bygdegården", {"bygd", "gård"}),
        ("servicepunkterna", {"service", "punkt"}),
        ("laddstation", {"ladda", "station"}),
        ("lantbrevbärare", {"land"}),
        ("trygghetspunkt", {"trygghet", "punkt"}),
        ("skolbuss", {"skola", "buss"}),
        ("läkarbesök", {"läkare", "besök"}),
        ("färjeleden", {"färja", "led"}),
        ("brandkår", {"brand", "kår"}),
        ("dricksvatten", {"dricka", "vatten"}),
        ("elavbrott", {"el", "avbrott"}),
        ("gatlampor", {"gata", "lampa"}),
        ("brandmän", {"brand", "man"}),
    ],
)
def test_compound_is_found_by_its_parts(compound: str, expected: set[str]):
    assert expected <= parts(compound)


@pytest.mark.parametrize(
    "word",
    ["stormat", "journalen", "region", "stationer", "kommunen", "servicen", "butiker", "person", "tillägg", "bastun",
     "Storuman", "banan", "modellen", "perioder", "kontakten", "material", "Ammarnäs",
     "tunnel", "elände", "betalbar", "bifalla", "kapital", "festival", "roman", "element"],
)  # fmt: skip
def test_simple_word_is_not_split(word: str):
    assert best_reading(word.lower()) == ()


@pytest.mark.parametrize(
    ("noun", "expected"),
    [("plockning", "plocka"), ("körning", "köra"), ("handlare", "handla"), ("besiktning", "besiktiga")],
)
def test_verb_behind_a_noun_is_known(noun: str, expected: str):
    assert verb(noun) == expected


def test_noun_without_a_verb_has_none():
    assert verb("kommun") == verb("butik") == ""


@pytest.mark.parametrize(("one", "other"), [("studies", "study"), ("villages", "village"), ("parcels", "parcel")])
def test_english_has_its_own_forms(one: str, other: str):
    assert word_terms(one, ENGLISH) == word_terms(other, ENGLISH)


def test_text_gives_its_words_in_order_without_those_that_say_nothing():
    terms = index_terms("Butiken i byn har en varubox.", SWEDISH)
    assert terms.main == ["butik", "by", "varubox"]
    assert {"vara", "box"} & set(terms.extra)


def test_words_are_composed_and_small():
    assert tokens("LA\u0308KEMEDEL, e-post: 24/7") == ["läkemedel", "e", "post", "24", "7"]
    assert folded("på Ö i Åre") == "pa Ö i Åre".replace("å", "a")


@pytest.mark.parametrize(
    ("code", "language"), [("sv", "sv"), ("sv-SE", "sv"), ("en", "en"), ("en-gb", "en"), (None, "sv")]
)
def test_language_follows_the_locale(code: str | None, language: str):
    assert language_of(code) == language


@pytest.mark.parametrize(
    "text",
    ["", "\0", "!!!", "🙂" * 50, "שלום עולם", "a" * 10_000, "båt" * 5_000, "\u202e<script>", "ss" * 40, "é" * 99],
)
def test_any_text_is_borne(text: str):
    for language in (SWEDISH, ENGLISH):
        terms = index_terms(text, language)
        assert all(len(term) <= 70 for term in (*terms.main, *terms.extra))


def test_threads_get_the_same_answers():
    words = ["butikerna", "lanthandelsvarubox", "kommunernas", "zyxvut", "utkörningar"] * 40
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda word: word_terms(word, SWEDISH), words))
    assert found == [word_terms(word, SWEDISH) for word in words]


def test_dictionary_is_read_once_and_is_bearable():
    tracemalloc.start()
    assert dictionary() is dictionary()
    assert tracemalloc.get_traced_memory()[1] < 120 * 1024 * 1024
    tracemalloc.stop()
