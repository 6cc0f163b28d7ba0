"""Words for which the bank has another: one thing has one name, so that readers find it and translators know it.

The names are those of the glossary of the domain. Only words that mean exactly the same stand here; what people say in
their own village is no mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

PREFERRED: dict[str, tuple[str, ...]] = {
    "lanthandelsvarubox": ("landsbygdsvarubox", "lanthandelsbox", "landsbygdsbox"),
    "lanthandel": ("landsortsbutik", "landsortshandel", "landsbygdsbutik"),
    "bymack": ("bybensinmack", "bybensinstation", "bensinmack i byn"),
    "servicepunkt": ("servicepoint", "service point"),
    "servicesamordnare": ("servicekoordinator",),
    "kommunal serviceplan": ("kommunal servicestrategi", "varuförsörjningsplan"),
    "hemsändning": ("hemkörning",),
    "hemsändningsbidrag": ("hemkörningsbidrag",),
    "dagligvaror": ("specerier", "speceri"),
    "samverkan på flera nivåer eller flernivåsamverkan": ("multi-level governance", "flernivåstyrning"),
    "medskapande": ("co-creation", "samskapande"),
    "underifrånperspektiv": ("bottom-up", "bottom up"),
    "gott exempel": ("best practice", "good practice", "bästa praxis"),
    "fallstudie": ("case study", "casestudie"),
    "webbinarium": ("webinar", "webbinar", "webinarium"),
    "utlysning": ("call for proposals", "ansökningsomgång"),
    "omvärldsbevakning": ("omvärldsspaning", "omvärldsanalys"),
    "kommunbygderåd": ("kommunalt bygderåd",),
    "länsavdelning": ("länsbygderåd",),
    "nätverksträff": ("nätverksmöte",),
}
"""Word of the glossary → words that it is to be written for. Endings follow: “webinaret”, “hemkörningar”."""

_INSTEAD = {other: word for word, others in PREFERRED.items() for other in others}
_ANY = "|".join(re.escape(other) for other in sorted(_INSTEAD, key=len, reverse=True))
_OTHERS = re.compile(rf"(?<![\w-])({_ANY})\w{{0,6}}(?!\w)", re.IGNORECASE)


def other_words(paragraphs: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """(paragraph, word as it is written, word of the glossary)."""
    for paragraph in paragraphs:
        for match in _OTHERS.finditer(paragraph):
            word, instead = match.group(), _INSTEAD[match[1].lower()]
            # “Webbinarier” begins like “webbinar”, and is the glossary's own word in another form.
            shared = takewhile(lambda pair: pair[0] == pair[1], zip(word.lower(), instead, strict=False))
            if len(list(shared)) <= len(match[1]):
                yield paragraph, word, instead
