"""The content files: complete, within bounds, said once, and true to one another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from bank.models import SECTIONS
from cms.demo.builder.kinds import page_type
from cms.demo.builder.office import FILES, make_file, plan_file
from cms.demo.builder.reading import Entry, is_bilingual, read, read_entries
from cms.demo.builder.richtext import targets_of
from cms.demo.builder.tree import order_of_tree
from cms.demo.drawing.desk import SHEETS
from cms.demo.drawing.light import SEASONS, TIMES
from cms.demo.drawing.scenes import MOTIFS
from cms.registers.management.commands.load_registers import DATA
from cms.registers.vocabularies import ResourceKind

STRUCTURE = read("structure")
ENTRIES = order_of_tree(STRUCTURE, read_entries())
BY_KIND = {
    kind: [entry for entry in ENTRIES if entry.kind == kind]
    for kind in ("case", "resource", "plan", "collection", "topic", "event")
}
CONTENT = [entry for entry in ENTRIES if entry.kind != "section"]
MUNICIPALITIES = {"2505", "2482", "2421", "2039", "2085", "0482", "0428", "0581", "0583", "0781", "0765"}
SOLUTIONS = set(read("terms", DATA)["solution_type"])
THEMES = {"safety", "emergency_services", "local_economy", "welfare", "participation", "digitalisation"}
REPEATED = {"Demonstrationsinnehåll"}


def each(kind: str) -> Any:
    """One test for each file of a kind."""
    return pytest.mark.parametrize("entry", BY_KIND[kind], ids=lambda entry: entry.key)


def texts(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every bilingual text of a file with its place."""
    if is_bilingual(value):
        yield path, value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from texts(item, f"{path}.{name}")
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from texts(item, f"{path}.{position}")


def sentences(text: str) -> list[str]:
    """Sentences long enough to be recognised as the same."""
    plain = re.sub(r"\]\([^)]*\)|\[", "", text)
    found = re.split(r"(?<=[.!?])\s+|\n+", plain)
    return [sentence.strip('- ”"') for sentence in found if len(sentence.split()) >= 5]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_english_stands_where_it_is_promised(entry: Entry):
    own = {name: value for name, value in entry.data.items() if name != "new_organisations"}
    for place, text in texts(own):
        assert text.get("sv"), f"{entry.file}{place}: Swedish is missing"
        if entry.has_english:
            assert text.get("en"), f"{entry.file}{place}: English is missing"
    assert not entry.has_english or entry.data["english_slug"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_title_and_summary_are_short_enough(entry: Entry):
    for language in entry.languages:
        assert len(entry.data["title"][language]) <= 90
        assert len(entry.data["summary"][language]) <= 250
        assert len(entry.data.get("easy_read", {}).get(language, "")) <= 800


@each("case")
def test_each_section_of_a_case_has_60_to_200_words(entry: Entry):
    for section in SECTIONS:
        assert 60 <= len(entry.data[section]["sv"].split()) <= 200, section


@each("case")
def test_a_case_has_costs_services_timeline_and_source(entry: Entry):
    assert len(entry.data["costs"]) >= 3
    assert len(entry.data["services_offered"]) >= 2
    assert len(entry.data["timeline"]) >= 3
    assert entry.data["sources"]


@each("resource")
def test_a_resource_has_steps(entry: Entry):
    assert len(entry.data["steps"]) >= 4


@each("plan")
def test_a_plan_has_goals_and_actions(entry: Entry):
    assert len(entry.data["goals"]) >= 3
    assert entry.data["actions"]


def test_no_sentence_stands_twice():
    for language in ("sv", "en"):
        found = Counter(
            sentence
            for entry in ENTRIES
            for _place, text in texts(entry.data)
            for sentence in sentences(text.get(language, ""))
        )
        assert [sentence for sentence, count in found.items() if count > 1 and sentence not in REPEATED] == []


def test_links_lead_to_pages_that_exist():
    keys = {entry.key for entry in ENTRIES}
    for entry in ENTRIES:
        for place, text in texts(entry.data):
            for language in entry.languages:
                unknown = set(targets_of(text.get(language, ""))) - keys
                assert not unknown, f"{entry.file}{place}: {unknown}"


def test_what_the_bank_must_show_is_there():
    assert len(BY_KIND["case"]) >= 14
    assert {entry.data["municipality"] for entry in BY_KIND["case"]} == MUNICIPALITIES
    assert {code for entry in BY_KIND["case"] for code in entry.data["solution_types"]} == SOLUTIONS
    assert len(BY_KIND["resource"]) >= 12
    assert {entry.data["kind"] for entry in BY_KIND["resource"]} == set(ResourceKind.values)
    assert {entry.data["municipality"] for entry in BY_KIND["plan"]} == MUNICIPALITIES
    assert len(BY_KIND["collection"]) == 3
    assert {entry.data["theme"] for entry in BY_KIND["topic"]} == THEMES
    days = sorted((str(entry.data["starts_at"])[:10], entry.data["event_type"]) for entry in BY_KIND["event"])
    assert days[:2] == [("2020-10-16", "conference"), ("2021-10-15", "webinar")]
    assert len({day[:4] for day, _type in days[2:]}) == 1
    assert [event_type for _day, event_type in days[2:]] == ["network_meeting"] * 4


def test_two_thirds_are_translated_and_some_are_not():
    states = Counter(entry.data["english"] for entry in CONTENT)
    assert states["translated"] + states["stale"] >= len(CONTENT) * 2 / 3
    assert states["stale"] >= 3
    assert states["untranslated"] >= 3


def test_invented_content_says_so():
    kinds = {"case", "resource", "plan", "event", "network", "project"}
    assert [entry.key for entry in CONTENT if entry.kind in kinds and "demo_note" not in entry.data] == []


def test_addresses_of_people_are_made_up():
    registers, beside = read("registers"), read("beside")
    addresses = [item["email"] for item in registers["contacts"] + beside["owners"]]
    assert all(address.endswith(".example") for address in addresses)
    assert all(item["phone"] in ("",) or item["phone"].startswith("070-174 06") for item in registers["contacts"])


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if "image" in entry.data], ids=lambda entry: entry.key)
def test_pictures_can_be_drawn(entry: Entry):
    image = entry.data["image"]
    assert image["motif"] in {*MOTIFS, "desk"}
    assert image.get("season", "summer") in SEASONS
    assert image.get("time", "day") in TIMES
    assert image["motif"] != "desk" or image["sheet"] in SHEETS


def test_files_are_texts_that_an_office_program_opens():
    plan = next(entry for entry in BY_KIND["plan"] if entry.data.get("document") == "own_plan")
    for title, name, content in [*map(make_file, FILES), plan_file(plan)]:
        assert title
        assert name.endswith(".odt")
        assert content.startswith(b"PK\x03\x04")
        assert b"application/vnd.oasis.opendocument.text" in content[:120]


def test_page_types_exist():
    assert all(page_type(entry) for entry in ENTRIES)
