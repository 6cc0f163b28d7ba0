"""Dates, amounts, links, drawings and colours, as readers of each language meet them."""

import datetime as dt
import json
import re
from decimal import Decimal
from itertools import product

import pytest
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.formats import date_format

from cms.core.presentation import formats, illustrations, links
from cms.core.presentation.structured_data import json_ld
from cms.settings.env import ROOT
from tests import factories

THIRD_OF_MARCH = dt.date(2026, 3, 3)
NBSP = "\u00a0"


@pytest.mark.parametrize(("language", "words"), [("sv", "3 mars 2026"), ("en", "3 March 2026")])
def test_dates_are_written_out(language, words):
    with translation.override(language):
        assert formats.long_date(THIRD_OF_MARCH) == words


@pytest.mark.parametrize(
    ("language", "value", "unit", "words"),
    [
        ("sv", 1_250_000, "SEK", f"1{NBSP}250{NBSP}000{NBSP}kr"),
        ("en", 1_250_000, "SEK", f"SEK{NBSP}1,250,000"),
        ("sv", 900, "EUR", f"900{NBSP}EUR"),
        ("en", 0, "SEK", f"SEK{NBSP}0"),
        ("sv", 340, "h", "340 timmar"),
        ("sv", None, "SEK", ""),
    ],
)
def test_amounts_follow_the_language(language, value, unit, words):
    with translation.override(language):
        assert formats.amount(value, unit) == words


@pytest.mark.parametrize(("language", "words"), [("sv", f"1{NBSP}250,5"), ("en", "1,250.5")])
def test_numbers_follow_the_language(language, words):
    with translation.override(language):
        assert formats.number(Decimal("1250.50")) == words


def test_whole_numbers_have_no_decimals():
    assert formats.number(Decimal("120.00")) == "120"
    assert formats.number(Decimal("1200")) == f"1{NBSP}200"


def test_a_period_of_whole_years_is_two_years():
    assert formats.period(dt.date(2024, 1, 1), dt.date(2027, 12, 31)) == "2024–2027"
    assert formats.period(dt.date(2017, 9, 1), dt.date(2020, 11, 30)) == "1 september 2017 – 30 november 2020"


@pytest.mark.parametrize(
    ("language", "words"), [("sv", "11 februari 2026, 10.00–15.30"), ("en", "11 February 2026, 10:00–15:30")]
)
def test_an_event_of_one_day_says_its_hours_in_swedish_time(language, words):
    start = dt.datetime(2026, 2, 11, 9, 0, tzinfo=dt.UTC)
    with translation.override(language):
        assert formats.span_of_time(start, start + dt.timedelta(hours=5, minutes=30)) == words
    assert timezone.get_default_timezone_name() == "Europe/Stockholm"


@pytest.mark.parametrize(
    ("least", "most", "words"), [(5, 30, "5–30"), (8, 8, "8"), (5, None, "minst 5"), (None, 30, "högst 30")]
)
def test_a_range_of_numbers_says_which_end_is_open(least, most, words):
    assert formats.number_range(least, most) == words


# --- Links --------------------------------------------------------------------------------------------------------


def test_a_link_to_another_site_is_marked_for_eye_and_ear():
    html = links.mark_links('<p><a href="https://scb.se/">SCB</a></p>')
    assert 'class="external"' in html
    assert 'rel="external"' in html
    assert "(länk till annan webbplats)" in html


def test_own_links_and_mail_are_left_as_they_are(settings):
    own = (
        f'<a href="{settings.BASE_URL}/sv/">hit</a> <a href="/sv/banken/">dit</a> <a href="mailto:a@b.example">brev</a>'
    )
    assert links.mark_links(own) == own


def test_an_english_text_says_which_of_its_links_lead_to_swedish():
    with translation.override("en"):
        html = links.mark_links('<a href="/sv/banken/">the bank</a>')
    assert html == '<a hreflang="sv" href="/sv/banken/">the bank (in Swedish)</a>'


def test_a_link_that_leads_nowhere_keeps_its_words_only():
    assert links.mark_links("<p>Läs <a>mer</a>.</p>") == "<p>Läs mer.</p>"


def test_the_words_of_a_link_are_escaped():
    assert "<b>" not in links.external_link("https://x.example/", "<b>x</b>")


def test_rows_that_point_at_hidden_pages_are_left_out(site):
    public, draft = factories.make_case(), factories.make_case(published=False)
    secret = factories.make_case()
    factories.restrict(secret)
    items = factories.make_collection([public, draft, secret]).items.all()
    assert [link.page.pk for link in links.public_links(items)] == [public.pk]


def test_a_chosen_page_is_given_in_the_language_of_the_reader_else_in_swedish(site):
    both, swedish = factories.make_case(), factories.make_case()
    english = factories.translate_page(both)
    with translation.override("en"):
        found = links.public_versions([both, swedish, None])
        assert [page.pk for page in found] == [english.pk, swedish.pk]
        assert [links.foreign_language(page) for page in found] == ["", "sv"]


# --- Data for search engines --------------------------------------------------------------------------------------


def test_nothing_in_the_data_can_end_its_element():
    html = json_ld([{"name": "</script><script>alert(1)</script> & Co"}])
    assert html.count("</script>") == 1
    data = json.loads(html.removeprefix('<script type="application/ld+json">').removesuffix("</script>"))
    assert data["@graph"][0]["name"] == "</script><script>alert(1)</script> & Co"


# --- Drawings and colours -----------------------------------------------------------------------------------------


def test_every_drawing_that_may_be_chosen_exists():
    for motif in illustrations.MOTIFS:
        get_template(f"components/illustrations/{motif}.html")


@pytest.mark.parametrize(
    ("vocabulary", "motifs"),
    [("service_type", illustrations.BY_SERVICE_TYPE), ("solution_type", illustrations.BY_SOLUTION_TYPE)],
)
def test_every_service_and_solution_has_its_drawing(vocabulary, motifs):
    assert set(factories._terms()[vocabulary]) - {"other"} == set(motifs)


def colours() -> list[dict[str, str]]:
    """The tokens of the light scheme, and those of the dark."""
    light, dark = (ROOT / "static/css/tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    pattern = re.compile(r"--([\w-]+): #([0-9a-f]{3,6});")
    return [dict(pattern.findall(light)), dict(pattern.findall(light)) | dict(pattern.findall(dark))]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    colour = "".join(digit * 2 for digit in colour) if len(colour) == 3 else colour
    parts = [int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_have_enough_contrast_on_every_ground(scheme):
    tokens = colours()[scheme]
    grounds = ("paper", "surface", "sunken")
    for text, ground in product(("ink", "quiet", "spruce", "falu", "lake"), grounds):
        assert contrast(tokens[text], tokens[ground]) >= 4.5, (text, ground)
    for ground in grounds:
        assert contrast(tokens["edge"], tokens[ground]) >= 3, ground
    assert contrast(tokens["on-spruce"], tokens["spruce"]) >= 4.5
    assert contrast(tokens["ink"], tokens["rye"]) >= 4.5


@pytest.mark.parametrize(("language", "words"), [("sv", "3 mars 2026 13:05"), ("en", "3 March 2026 13:05")])
def test_moments_of_the_admin_are_in_european_form(language: str, words: str) -> None:
    with translation.override(language):
        assert date_format(dt.datetime(2026, 3, 3, 13, 5, tzinfo=dt.UTC), "DATETIME_FORMAT") == words
