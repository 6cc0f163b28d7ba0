"""What the dictionary does not know about Swedish words, as short lists that a person can check."""

from __future__ import annotations

from search.analysis.words import words_of

SHORT_FIRST_PARTS = words_of(
    """
    bad bensin bil bio bo bok bro bud bus bussar by bär båt dag del e ek el fisk fot fri frukt får
    gas gat glas gym gård hav hem hus hår is jord jul jur kafé kol kul kyl köp lag lek län lån mat mål möt
    nöt ost paket post rad ren rum ryg råd sjö sko skog små snö sol sop spå stad sår tak tal tid tur
    tåg tår van vin väg våg vår vård ägg å ål år ö öl öst
    """
)
"""Parts of at most three letters that may stand first in a compound, among longer ones that need no mention."""

SHORT_LAST_PARTS = words_of(
    """
    art bad bil bo bod bok box bud bus buss by bär båt dag fel fisk får get hot hus jul kod kur kår
    kök kör köp lag led ljus lån lås man mat mål nät ord ort ost pub rum råd rör sal sko sol tak tid tur
    tåg ugn val väg älv år
    """
)
"""The same for the last part."""

FIRST_PARTS = {
    "dags": "dag",
    "dricks": "dricka",
    "gat": "gata",
    "gatu": "gata",
    "hemsändnings": "hemsändning",
    "ladd": "ladda",
    "lant": "land",
    "när": "nära",
    "samåknings": "samåkning",
    "spill": "spilla",
}
"""How a first part is bound, and the word it comes from."""

PLURALS = {
    "bröder": "broder",
    "böcker": "bok",
    "bönder": "bonde",
    "fötter": "fot",
    "getter": "get",
    "gäss": "gås",
    "händer": "hand",
    "länder": "land",
    "män": "man",
    "möss": "mus",
    "nätter": "natt",
    "rötter": "rot",
    "städer": "stad",
    "söner": "son",
    "tänder": "tand",
}
"""Plurals with another vowel, which the dictionary has as words of their own; also with ``-na`` and ``-s``."""

NEVER_SPLIT = words_of(
    "butik element elände förening kommun kontakt material modell paket period person region service station tunnel"
)
"""Words that look like compounds and are none."""

SYNONYMS: dict[str, dict[str, tuple[str, ...]]] = {
    "sv": {
        "affär": ("butik", "lanthandel"),
        "apotek": ("läkemedelsombud", "läkemedel"),
        "bankomat": ("kontanter", "kontantuttag"),
        "bensinmack": ("drivmedelsstation", "mack"),
        "bensinstation": ("drivmedelsstation", "mack"),
        "bidrag": ("stöd",),
        "butik": ("affär", "lanthandel"),
        "bygdegård": ("samlingslokal",),
        "elavbrott": ("strömavbrott",),
        "elbil": ("laddplats", "laddstation"),
        "fiber": ("bredband",),
        "hemkörning": ("hemsändning",),
        "hemleverans": ("hemsändning", "hemkörning"),
        "internet": ("bredband", "uppkoppling"),
        "kontanthantering": ("betaltjänst", "kontanter"),
        "laddstolpe": ("laddplats", "laddstation"),
        "lanthandel": ("butik", "affär"),
        "mack": ("drivmedelsstation", "tankställe", "bensin"),
        "matbutik": ("dagligvaruhandel", "livsmedelsbutik"),
        "medicin": ("läkemedel",),
        "mobil": ("telefon",),
        "plogning": ("snöröjning",),
        "samlingslokal": ("bygdegård",),
        "sjuksköterska": ("distriktssköterska",),
        "snöplogning": ("snöröjning",),
        "stöd": ("bidrag",),
        "tankställe": ("drivmedelsstation", "mack"),
        "taxi": ("färdtjänst",),
        "utlämning": ("utlämningsställe",),
    },
    "en": {
        "drugstore": ("medicine", "pharmacy"),
        "fuel": ("petrol",),
        "gas": ("petrol", "fuel"),
        "grant": ("support", "funding"),
        "grocery": ("food", "grocer"),
        "mail": ("post", "parcel"),
        "pharmacy": ("medicine", "prescription"),
        "shop": ("store",),
        "store": ("shop",),
    },
}
"""What people write, and what the pages say instead: words of the field that we knew from the start."""
