"""What somebody means who writes into a search field."""

from __future__ import annotations

import pytest

from search.analysis import Meaning, Vocabulary, Words, meaning_of, word_terms


def vocabulary(*words: str, language: str = "sv") -> Vocabulary:
    """The words of some pages, each on one."""
    terms = {term for word in words for term in word_terms(word, language)}
    return Vocabulary(dict.fromkeys(words, 1), terms, language)


def asked(text: str, *known: str, language: str = "sv", **options: bool) -> Meaning:
    return meaning_of(Words.of(text), vocabulary(*known, language=language), **options)


def terms(meaning: Meaning, place: int = 0) -> set[str]:
    """Everything that alone may stand for a word of the question."""
    return {alternative.terms[0] for alternative in meaning.groups[place] if len(alternative.terms) == 1}


def test_each_word_is_a_group_and_little_words_are_none():
    assert len(asked("hur ska vi ha en mack i byn").groups) == 2


def test_question_of_little_words_alone_is_asked_all_the_same():
    assert len(asked("vad är det").groups) == 3


def test_quotes_are_phrases_and_minus_leaves_out():
    meaning = asked('butik "service i byarna" -apotek')
    assert terms(meaning) >= {"butik"}
    assert meaning.phrases == (("service", "by"),)
    assert meaning.without == ("apotek",)


@pytest.mark.parametrize("text", ['"', '""', "-", "--", '-"', "AND", "(", "*", "\0", "a:b", "[x TO y]", "~", "\\"])
def test_other_signs_are_just_text(text: str):
    asked(text)


def test_hyphen_inside_a_word_leaves_nothing_out():
    assert asked("e-tjänster").without == ()


def test_compound_is_asked_for_whole_or_by_its_parts_together():
    [group] = asked("drivmedelsstation").groups
    assert group[0].terms == ("drivmedelsstation",)
    assert ("drivmedel", "station") in {alternative.terms for alternative in group}


def test_any_part_will_do_when_asked_loosely():
    assert "ombud" in terms(asked("läkemedelsombud", loosely=True))
    assert "ombud" not in terms(asked("läkemedelsombud"))


def test_synonyms_weigh_less_than_the_word():
    [group] = asked("macken").groups
    weights = {alternative.terms: alternative.weight for alternative in group}
    assert weights["mack",] > weights["drivmedelsstation",]


def test_word_without_its_dots_is_taken_for_one_that_stands_on_pages():
    assert "läkemedel" in terms(asked("lakemedel", "läkemedel"))
    assert "läkemedel" not in terms(asked("lakemedel", "butik"))
    assert "tvättstuga" in terms(asked("tvattstugor", "tvättstuga"))


def test_word_with_dots_is_taken_as_it_is():
    assert "lån" not in terms(asked("län", "lån"))


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [("fallstuide", "fallstudie", "fallstudie"), ("buttik", "butik", "butik"), ("drivmedl", "drivmedel", "drivmedel")],
)
def test_word_that_stands_nowhere_is_taken_for_one_that_does(typed: str, known: str, meant: str):
    assert asked(typed, known).corrections == {typed: meant}


def test_nothing_is_corrected_to_a_word_that_stands_on_no_page():
    assert asked("hemligg", "butik").corrections == {}


def test_word_that_pages_have_is_never_corrected():
    assert asked("mack", "mack", "mark").corrections == {}


def test_numbers_are_not_corrected():
    assert asked("2421", "2420").corrections == {}


def test_long_question_is_cut():
    assert len(asked("ort " * 500).groups) == 20
