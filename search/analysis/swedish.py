"""Swedish words: what a form comes from, what a compound is made of, and the verb behind a noun."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

from search.analysis.dictionary import Dictionary, dictionary
from search.analysis.lists import NEVER_SPLIT, PLURALS, SHORT_FIRST_PARTS, SHORT_LAST_PARTS
from search.analysis.words import SWEDISH, stem

SHORTEST_COMPOUND = 5
SHORTEST_PART = 4
"""Shorter parts must be on the lists."""
MOST_PARTS = 5
MOST_READINGS = 24
"""A long made-up word has no end of readings; the first ones will do."""
SHORTEST_VERB = 3
VOWELS = "aeiouyåäö"
NOUN_ENDINGS = (("ning", "iga"), ("ning", "a"), ("ing", "a"), ("ning", ""), ("ande", "a"), ("ende", "a"), ("are", "a"))
"""What is taken off a noun and put in its place to come to the verb: ``plockning``, *plocka*."""

Part = tuple[str, frozenset[str]]
"""How a part is written, and the words that it may come from."""
Reading = tuple[Part, ...]


@lru_cache(maxsize=50_000)
def forms(word: str) -> frozenset[str]:
    """What a word is found by in any of its forms: the words of the dictionary that it may come from, else its stem."""
    roots = set(map(_singular, dictionary().roots(word)))
    bare = word.removesuffix("s").removesuffix("na")
    if (singular := _singular(bare)) != bare:
        roots.add(singular)
    if not roots:  # a compound that no dictionary has: its last part has the forms
        for reading in readings(word):
            begin = "".join(written for written, _roots in reading[:-1])
            roots.update(begin + root for root in reading[-1][1])
    return frozenset(roots or {stem(word, SWEDISH)})


@lru_cache(maxsize=50_000)
def main_form(word: str) -> str:
    """One of them, the same each time: the word itself where it is one, else the shortest."""
    return min(forms(word), key=lambda form: (form != word, len(form), form))


@lru_cache(maxsize=50_000)
def parts(word: str) -> frozenset[str]:
    """All parts of a compound, and of neighbours together: ``lanthandelsvarubox``, *lanthandel*, *varubox*."""
    found: set[str] = set()
    for reading in _readings_of_all(word):
        for _written, roots in reading:
            found.update(roots)
        for begin, end in combinations(range(len(reading) + 1), 2):
            if 1 < end - begin < len(reading):
                found.update(_joined(reading[begin:end]))
    return frozenset(found)


@lru_cache(maxsize=50_000)
def best_reading(word: str) -> tuple[frozenset[str], ...]:
    """The parts of a compound as it is most likely meant: few, and a long last one. Empty for no compound."""
    found = _readings_of_all(word)
    if not found:
        return ()
    best = min(found, key=lambda reading: (len(reading), -len(reading[-1][0])))
    return tuple(roots for _written, roots in best)


@lru_cache(maxsize=50_000)
def verb(noun: str) -> str:
    """The verb behind a noun, or nothing: ``utkörning``, *utköra*."""
    for ending, instead in NOUN_ENDINGS:
        if noun.endswith(ending) and len(noun) - len(ending) >= SHORTEST_VERB:
            found = noun[: -len(ending)] + instead
            if found in dictionary():
                return found
    return ""


@lru_cache(maxsize=50_000)
def readings(word: str) -> tuple[Reading, ...]:
    """All ways to read a word as first parts and a last part."""
    return tuple(_readings(dictionary(), word, MOST_PARTS)[:MOST_READINGS])


def _readings(words: Dictionary, word: str, most_parts: int) -> list[Reading]:
    found: list[Reading] = []
    if most_parts < 2:
        return found
    for place in range(2, len(word) - 1):
        begin, end = word[:place], word[place:]
        roots = words.first(begin)
        if not roots or not (len(begin) >= SHORTEST_PART or begin in SHORT_FIRST_PARTS):
            continue
        part = (begin, roots)
        for rest in _rests(begin, end):
            if last := _last(words, rest):
                found.append((part, (rest, last)))
            found.extend((part, *more) for more in _readings(words, rest, most_parts - 1))
            if len(found) > MOST_READINGS:
                return found
    return found


def _rests(begin: str, end: str) -> list[str]:
    """The rest of a compound; of three equal letters at the joint one is written: ``tillägg``, *till-lägg*."""
    is_double = (
        len(begin) > 2 and begin[-1] == begin[-2] and begin[-1] not in "aeiouyåäö" and not end.startswith(begin[-1])
    )
    return [end, begin[-1] + end] if is_double else [end]


def _last(words: Dictionary, part: str) -> frozenset[str]:
    roots = frozenset(map(_singular, words.last(part)))
    if part in SHORT_LAST_PARTS:
        return roots
    is_long = len(part) >= SHORTEST_PART and any(
        len(root) >= SHORTEST_PART or root in SHORT_LAST_PARTS for root in roots
    )
    return roots if is_long else frozenset()


@lru_cache(maxsize=50_000)
def _readings_of_all(word: str) -> tuple[Reading, ...]:
    """Of the words that a form comes from. It stays whole when one of them is simple: ``stormat`` is no *stor-mat*."""
    if len(word) < SHORTEST_COMPOUND or word in NEVER_SPLIT:
        return ()
    roots = set(map(_singular, dictionary().roots(word)))
    if roots & NEVER_SPLIT:
        return ()
    if not roots:
        return readings(word)
    of_each = [readings(root) for root in roots]
    return tuple(reading for found in of_each for reading in found) if all(of_each) else ()


def _singular(word: str) -> str:
    """Of a plural with another vowel, in a compound too: ``brandmän``, *brandman*; any other word as it is."""
    for plural, singular in PLURALS.items():
        if word.endswith(plural) and (found := word[: -len(plural)] + singular) in dictionary():
            return found
    return word


def _joined(reading: Reading) -> set[str]:
    begin = "".join(written for written, _roots in reading[:-1])
    written, roots = reading[-1]
    return {begin + last for last in (written, *roots)}
