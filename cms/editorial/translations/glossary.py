"""What the words of the domain are called in English, so that one thing has one name in both languages.

The table is the glossary of the domain. Words that are the same in both languages need no help, and words with several
everyday meanings would only be in the way: neither stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

TERMS: dict[str, tuple[str, ...]] = {
    "lokal service": ("local service",),
    "serviceslag": ("service type", "type of service"),
    "servicepunkt": ("service point",),
    "fast servicepunkt": ("fixed service point",),
    "mobil servicepunkt": ("mobile service point",),
    "lanthandelsvarubox": ("unmanned grocery box",),
    "lanthandel": ("country shop",),
    "bymack": ("village fuel station",),
    "drivmedel": ("fuel",),
    "dagligvaror": ("groceries", "grocery"),
    "apotek": ("pharmacy", "pharmacies"),
    "betaltjänst": ("payment service",),
    "kontantuttag": ("cash withdrawal",),
    "ombud": ("agent",),
    "hemsändning": ("home delivery", "home deliveries"),
    "hemsändningsbidrag": ("home-delivery grant", "home delivery grant"),
    "servicelösning": ("service solution",),
    "gott exempel": ("good example",),
    "goda exempel": ("good example",),
    "fallstudie": ("case study", "case studies"),
    "vägledning": ("guidance",),
    "lärdom": ("lesson learned", "lessons learned", "lesson"),
    "kommunal serviceplan": ("municipal service plan",),
    "regionalt serviceprogram": ("regional service programme",),
    "serviceort": ("service town",),
    "servicenod": ("service node",),
    "servicesamordnare": ("service coordinator",),
    "landsbygdsutvecklare": ("rural development officer",),
    "kommun": ("municipality", "municipalities", "municipal"),
    "län": ("county", "counties"),
    "länsstyrelse": ("county administrative board",),
    "bygd": ("local area",),
    "landsbygd": ("countryside", "rural area", "rural"),
    "glesbygd": ("sparsely populated area",),
    "bygdegård": ("village hall",),
    "samhällsrum": ("community room",),
    "civilsamhälle": ("civil society",),
    "lokal utvecklingsgrupp": ("local development group",),
    "kommunbygderåd": ("municipal rural council",),
    "länsavdelning": ("county section",),
    "riksorganisation": ("national organisation",),
    "nätverksträff": ("network meeting",),
    "flernivåsamverkan": ("multi-level collaboration",),
    "samverkan": ("collaboration",),
    "samverkansplattform": ("collaboration platform",),
    "medskapande": ("co-creation",),
    "underifrånperspektiv": ("bottom-up view",),
    "utlysning": ("call for funding", "calls for funding"),
    "servicebidrag": ("service grant",),
    "särskilt driftstöd": ("special operating support",),
    "medfinansiär": ("co-funder",),
    "stödmyndighet": ("supporting authority", "supporting authorities"),
    "projektägare": ("project owner",),
    "omvärldsbevakning": ("news watch",),
    "remissvar": ("consultation response",),
    "diarienummer": ("registration number",),
    "webbinarium": ("webinar",),
    "spridningskonferens": ("dissemination conference",),
    "kontaktperson": ("contact person", "contact"),
    "målbild": ("target picture",),
    "uppföljning": ("follow-up",),
    "tillgänglighetsredogörelse": ("accessibility statement",),
    "tillgänglighet": ("access to service", "accessibility"),
    "lättläst": ("easy to read", "easy-read"),
}
"""Swedish as in a dictionary → what it may be called, the first for choice. A plural in -s needs no row of its own."""

# Endings of the forms in which a noun stands: -en, -erna, -ns, -ets … Compounds are other words: they do not match.
_ENDING = r"(?:e?n|e?t|a|n?a|or|ar|er|r|orna|arna|erna|rna|ena|en)?s?"
_MARKUP = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Term:
    """One word of the glossary, and what it may be called in English."""

    swedish: str
    english: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.swedish} = {self.english[0]}"


def _pattern(word: str) -> str:
    """Each word of a term may have an ending, “webbinarium” is “webbinariet” too."""
    parts = [re.escape(part.removesuffix("um")) + ("(?:um)?" if part.endswith("um") else "") for part in word.split()]
    return r"\s+".join(part + _ENDING for part in parts)


_TERMS = sorted((Term(swedish, english) for swedish, english in TERMS.items()), key=lambda term: -len(term.swedish))
_ANY = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"({_pattern(term.swedish)})" for term in _TERMS) + r")(?![\w-])", re.IGNORECASE
)


def terms_in(swedish: str) -> list[Term]:
    """Terms that stand in a Swedish text, as HTML, each once, in their order there; of “fast servicepunkt” one."""
    return list(dict.fromkeys(_found(_MARKUP.sub(" ", swedish))))


def _found(text: str) -> Iterator[Term]:
    for match in _ANY.finditer(text):
        if match.lastindex is not None:
            yield _TERMS[match.lastindex - 1]


def missing_in(swedish: str, english: str) -> list[Term]:
    """Terms of the Swedish text that the English one calls something else: a hint, as a word may be left out well."""
    text = " ".join(_MARKUP.sub(" ", english).lower().split())
    return [term for term in terms_in(swedish) if not any(_stands_in(name, text) for name in term.english)]


def _stands_in(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?:s|’s|'s)?(?!\w)", text) is not None
