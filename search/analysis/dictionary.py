"""The Swedish dictionary: hunspell's word list and its rules, read from the installed package ``hunspell-sv``.

Only what a search needs of them: from which words a form may come (``butikerna``: *butik*), and how a word looks when
it stands first in a compound (``dagligvaru-``: *dagligvara*). Letters of the rules (``sv_SE.aff``): X and U, may stand
first or in the middle of a compound; Y, may stand last; Z, stands in compounds only; ¤, needs a suffix; %, is no word.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.metadata import files
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from search.analysis.lists import FIRST_PARTS, SHORT_FIRST_PARTS, SHORT_LAST_PARTS

BEGINS, IN_THE_MIDDLE, ENDS, ONLY_IN_COMPOUNDS, NEEDS_SUFFIX, FORBIDDEN = "X", "U", "Y", "Z", "¤", "%"
LONG_ENOUGH_TO_END = 5
"""A word of so many letters may end a compound also where the dictionary does not say so."""
SHORTEST_FIRST_PART = 2
VOWELS_OF_BINDING = "uoesa"


class Suffix(NamedTuple):
    """One rule: `strip` is taken off the end of a word with the letter `flag`, and `add` is put there."""

    flag: str
    strip: str
    add: str
    goes_on: str
    """Letters that the new form has itself."""
    condition: re.Pattern[str] | None

    def fits(self, word: str) -> bool:
        return word.endswith(self.strip) and (self.condition is None or self.condition.search(word) is not None)


class Dictionary:
    """Words with the letters of their rules."""

    def __init__(self, rules: Path, words: Path) -> None:
        suffixes = list(_suffixes(rules))
        self._by_ending: defaultdict[str, list[Suffix]] = defaultdict(list)
        for suffix in suffixes:
            if ONLY_IN_COMPOUNDS not in suffix.goes_on:
                self._by_ending[suffix.add].append(suffix)
        self._longest_ending = max(map(len, self._by_ending))
        self._words = _words(words)
        self._first = self._first_parts(suffixes)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def roots(self, form: str) -> frozenset[str]:
        """The words of the dictionary that a form may come from; empty for a form that it does not know."""
        flags = self._words.get(form)
        found = set()
        if flags is not None and ONLY_IN_COMPOUNDS not in flags and NEEDS_SUFFIX not in flags:
            found.add(form)
        for length in range(min(self._longest_ending, len(form) - 1) + 1):
            for suffix in self._by_ending.get(form[len(form) - length :], ()):
                root = form[: len(form) - length] + suffix.strip
                if suffix.flag in self._words.get(root, "") and suffix.fits(root):
                    found.add(root)
        return frozenset(found)

    def first(self, part: str) -> frozenset[str]:
        """The words that look so when they stand first in a compound."""
        return self._first.get(part, frozenset())

    def last(self, part: str) -> frozenset[str]:
        """The words that a last part may come from."""
        return frozenset(
            root
            for root in self.roots(part)
            if ENDS in self._words[root] or len(root) >= LONG_ENOUGH_TO_END or root in SHORT_LAST_PARTS
        )

    def _first_parts(self, suffixes: list[Suffix]) -> dict[str, frozenset[str]]:
        bind = [suffix for suffix in suffixes if {BEGINS, IN_THE_MIDDLE} & {*suffix.goes_on}]
        by_flag: defaultdict[str, list[Suffix]] = defaultdict(list)
        for suffix in bind:
            by_flag[suffix.flag].append(suffix)
        found: defaultdict[str, set[str]] = defaultdict(set)
        for word, flags in self._words.items():
            if len(word) < SHORTEST_FIRST_PART:
                continue
            if {BEGINS, IN_THE_MIDDLE} & {*flags}:
                found[word].add(word)
            fitting = (suffix for flag in flags for suffix in by_flag.get(flag, ()) if suffix.fits(word))
            for suffix in fitting:
                found[word[: len(word) - len(suffix.strip)] + suffix.add].add(word)
        for part, roots in found.items():
            roots.update(self._nouns_behind(part))
        for part in SHORT_FIRST_PARTS:
            if ONLY_IN_COMPOUNDS not in self._words.get(part, ONLY_IN_COMPOUNDS):
                found[part].add(part)
        for part, root in FIRST_PARTS.items():
            found[part].add(root)
        return {sys.intern(part): frozenset(roots) for part, roots in found.items()}

    def _nouns_behind(self, part: str) -> list[str]:
        """Of an entry of its own like ``varu-``, *vara*; ``läkar-``, *läkare*; ``skol-``, *skola*; ``drivmedels-``."""
        behind = []
        if ONLY_IN_COMPOUNDS in self._words.get(part, ""):
            for word in _without_binding(part):
                if len(word) > 2 and ONLY_IN_COMPOUNDS not in self._words.get(word, ONLY_IN_COMPOUNDS):
                    behind.append(word)
                    break
        if len(part) > 4 and part.endswith("s") and part[:-1] in self._words:
            behind.append(part[:-1])
        return behind


def _without_binding(part: str) -> Iterator[str]:
    """How the word may look that a first part comes from, the likeliest first."""
    if part[-1] in VOWELS_OF_BINDING:
        yield from (f"{part[:-1]}a", f"{part[:-1]}e", part[:-1])
    elif part.endswith("ar"):
        yield f"{part}e"
    elif part.endswith("er"):
        yield f"{part[:-2]}ra"
    yield f"{part}a"


def _suffixes(rules: Path) -> list[Suffix]:
    """Lines like ``SFX  B  0  et/X  [^a]``."""
    found, conditions = [], dict[str, re.Pattern[str] | None]({".": None})
    for line in rules.read_text(encoding="utf-8").splitlines():
        fields = line.split()
        if len(fields) < 5 or fields[0] != "SFX":
            continue
        _kind, flag, strip, addition, condition = fields[:5]
        add, _slash, goes_on = addition.partition("/")
        if condition not in conditions:
            conditions[condition] = re.compile(f"(?:{condition})$")
        found.append(
            Suffix(flag, "" if strip == "0" else strip, "" if add == "0" else add, goes_on, conditions[condition])
        )
    return found


def _words(words: Path) -> dict[str, str]:
    """Lines like ``butik/ADHvY``; the first says how many there are."""
    found: dict[str, str] = {}
    with words.open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            word, _slash, rest = line.strip().partition("/")
            flags = rest.split()[0] if rest else ""
            if word and " " not in word and FORBIDDEN not in flags:
                word = word.lower()
                found[word] = sys.intern(found.get(word, "") + flags)
    return found


_ONCE = Lock()


def dictionary() -> Dictionary:
    """The dictionary of this process, read when it is first asked for: about half a second and 60 MB."""
    with _ONCE:
        return _dictionary()


@cache
def _dictionary() -> Dictionary:
    paths = {path.name: Path(str(path.locate())) for path in files("hunspell-sv") or ()}
    return Dictionary(paths["sv_SE.aff"], paths["sv_SE.dic"])
