"""Sentence parts for synthetic case studies, in both languages; parts and numbers vary with the case."""

from random import Random
from typing import NamedTuple


class Pair(NamedTuple):
    """The same text in Swedish and English."""

    sv: str
    en: str


PLACES = ("Norrby", "Söderåkra", "Västanå", "Österfors", "Björkliden", "Granträsk", "Älvnäs", "Ängelsfors", "Hästberga")
WHO = (
    Pair("byalaget", "the village group"),
    Pair("bygdegårdsföreningen", "the village hall association"),
    Pair("handlaren", "the shopkeeper"),
    Pair("idrottsföreningen", "the sports club"),
    Pair("kommunens landsbygdsutvecklare", "the municipality's rural developer"),
    Pair("hembygdsföreningen", "the local heritage society"),
)
WHAT = {
    "goods_box": Pair("varubox", "grocery box"),
    "parcel_locker": Pair("paketskåp", "parcel locker"),
    "village_fuel": Pair("bymack", "village fuel station"),
    "country_shop": Pair("lanthandel", "country shop"),
    "fixed_service_point": Pair("servicepunkt", "service point"),
    "unmanned_shop": Pair("obemannad butik", "unmanned shop"),
    "shop_bus": Pair("varubuss", "mobile shop"),
    "village_hall_point": Pair("servicepunkt i bygdegården", "service point in the village hall"),
    "community_room": Pair("samhällsrum", "community room"),
    "home_delivery_scheme": Pair("hemsändning", "home delivery"),
}
SENTENCES = (
    Pair("{Who} bjöd in till {n} möten under hösten.", "{Who} held {n} meetings during the autumn."),
    Pair("Närmaste butik låg {km} kilometer bort.", "The nearest shop was {km} kilometres away."),
    Pair("{n} hushåll svarade på enkäten.", "{n} households answered the survey."),
    Pair(
        "Kommunen bidrog med {kr} kronor och en projektledare på deltid.",
        "The municipality gave SEK {kr} and a part-time project leader.",
    ),
    Pair(
        "Arbetet stannade av när elen till platsen dröjde i {n} månader.",
        "Work stopped when the power supply was {n} months late.",
    ),
    Pair("I dag hämtas ungefär {n} paket i veckan.", "Today about {n} parcels are collected each week."),
    Pair(
        "Ett avtal på tre år gjorde att {who} vågade investera.",
        "A three-year agreement gave {who} the courage to invest.",
    ),
    Pair("Flest kunder kommer mellan klockan 16 och 19.", "Most customers come between 4 and 7 p.m."),
    Pair("Sommargästerna står för {n} procent av försäljningen.", "Summer visitors account for {n} per cent of sales."),
    Pair(
        "Öppettiderna ändrades {n} gånger innan de passade.",
        "Opening hours were changed {n} times before they suited people.",
    ),
    Pair("{n} personer delar på nyckeln och städningen.", "{n} people share the key and the cleaning."),
    Pair("Driften kostar runt {kr} kronor om året.", "Running costs are about SEK {kr} a year."),
)
HEADINGS = (
    Pair("Så gick det till", "How it was done"),
    Pair("Det vi inte räknade med", "What we did not expect"),
    Pair("Frågor vi ofta får", "Questions we are often asked"),
)


class Texts:
    """Makes texts for one case study; the same number always gives the same texts."""

    def __init__(self, number: int) -> None:
        self.random = Random(number)
        self.who = self.random.choice(WHO)

    def sentence(self) -> Pair:
        template = self.random.choice(SENTENCES)
        values = {
            "n": self.random.randint(3, 96),
            "km": self.random.randint(8, 74),
            "kr": f"{self.random.randint(12, 890)} 000",
        }
        return Pair(
            template.sv.format(Who=self.who.sv.capitalize(), who=self.who.sv, **values),
            template.en.format(Who=self.who.en.capitalize(), who=self.who.en, **values),
        )

    def paragraph(self, sentences: int = 5) -> Pair:
        parts = [self.sentence() for _ in range(sentences)]
        return Pair(" ".join(part.sv for part in parts), " ".join(part.en for part in parts))

    def rich(self, paragraphs: int = 2) -> Pair:
        parts = [self.paragraph() for _ in range(paragraphs)]
        return Pair("".join(f"<p>{part.sv}</p>" for part in parts), "".join(f"<p>{part.en}</p>" for part in parts))
