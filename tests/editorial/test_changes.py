"""What has changed in a page, field by field, in the words of its form."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from bank.models import CostLine, PlanAction, PlanActionLink
from cms.core.models import Source
from cms.editorial.comparison.form import parts_of
from cms.editorial.translation import translate
from network.models import AgendaItem
from tests import factories
from tests.editorial.comparisons import change, changes_of, parts, rows, value

HOSTILE = '<script>alert("x")</script>'
JSON = re.compile(r"""["'](?:type|value|id|pk)["']\s*:|[0-9a-f]{8}-[0-9a-f]{4}-|None|\[\]|StreamValue""")


@pytest.fixture
def reviewer(cast: factories.Cast, client: Client) -> Client:
    client.force_login(cast.reviewer)
    return client


def block(kind: str, content: Any, key: str) -> dict[str, Any]:
    return {"type": kind, "value": content, "id": key}


def items(**values: Any) -> list[dict[str, Any]]:
    """The blocks of a list, by id."""
    return [{"type": "item", "value": content, "id": key} for key, content in values.items()]


# --- Fields -------------------------------------------------------------------------------------------------------


class TestFields:
    """One kind of field after the other, as somebody reads it who has never seen a database."""

    @pytest.mark.parametrize(
        ("field", "before", "after", "label", "shown"),
        [
            ("title", "Boxen", "Boxen i byn", "Titel", "Boxen {+i byn+}"),
            ("end_reason", "", "Avtalet gick ut.", "Varför det upphörde", "{+Avtalet gick ut.+}"),
            ("obstacles", "Ett.\nTvå.", "Ett.\nTre.", "Hinder", "Ett.[-Två-] {+Tre+}."),
            ("need", "<p>Affären stängde.</p>", "<p>Macken stängde.</p>", "Behovet", "[-Affären -]{+Macken +}stängde."),
            ("solution_status", "running", "closed", "Status", "[-i drift-] {+avslutad+}"),
            ("started_on", dt.date(2024, 5, 1), None, "Startade", "[-1 maj 2024-]"),
            ("inhabitants", 120, 140, "Invånare", "[-120-] {+140+}"),
            ("km_to_next_same_service", 34, 37.5, "", "[-34,0-] {+37,5+}"),
            ("show_in_menus", False, True, "Visa i menyer", "[-Nej-] {+Ja+}"),
        ],
    )
    def test_reads(
        self, field: str, before: Any, after: Any, label: str, shown: str, reviewer: Client, cast: factories.Cast
    ) -> None:
        case = factories.make_case(**{field: before})
        change(case, cast.contributor, **{field: after})
        [(found, part)] = parts(changes_of(reviewer, case)).items()
        assert label in found
        assert value(part) == shown

    def test_things_are_called_by_their_names(self, reviewer: Client, cast: factories.Cast) -> None:
        case = factories.make_case(municipality="2421")
        project = factories.make_project(title="Projektet")
        image = factories.make_image(title="Ladan")
        change(case, municipality=factories.municipality("2482"), project=project, main_image=image)
        shown = {label: value(part) for label, part in parts(changes_of(reviewer, case)).items()}
        assert shown == {"Kommun": "[-Storuman-] {+Skellefteå+}", "Projekt": "{+Projektet+}", "Huvudbild": "{+Ladan+}"}

    def test_terms_are_named(self, reviewer: Client, cast: factories.Cast) -> None:
        case = factories.make_case(service_types=["groceries", "fuel"])
        draft = case.get_latest_revision_as_object()
        kept = draft.service_type_links.all()[0]
        added = type(kept)(term=factories.term("service_type", "post"), sort_order=1)
        change(case, service_type_links=[kept, added])
        [(label, part)] = parts(changes_of(reviewer, case)).items()
        assert label == "Serviceslag"
        assert value(part) == "[-drivmedel-], dagligvaror, {+post och paket+}"

    def test_a_link_in_a_text_is_called_by_the_page_that_it_leads_to(self, reviewer: Client) -> None:
        here, there = factories.make_content_page(title="Hit"), factories.make_content_page(title="Dit")
        text = '<p>Läs <a linktype="page" id="{}">mer</a> om det.</p>'
        case = factories.make_case(need=text.format(here.pk))
        change(case, need=text.format(there.pk))
        [part] = parts(changes_of(reviewer, case)).values()
        assert value(part) == "Läs mer [-(→ Hit)-] {+(→ Dit)+}om det."

    def test_emphasis_is_a_change(self, reviewer: Client) -> None:
        case = factories.make_case(need="<p>Ring handlaren.</p>")
        change(case, need="<p>Ring <b>handlaren</b>.</p>")
        [part] = parts(changes_of(reviewer, case)).values()
        assert value(part) == "Ring [-handlaren-] {+handlaren+}."
        assert part.select_one("ins strong")

    def test_what_the_rich_text_editor_does_by_itself_is_none(self, reviewer: Client) -> None:
        case = factories.make_case(need="<p>Ring.</p>")
        change(case, need='<p data-block-key="a1b2c">Ring.</p>')
        assert "Inget har ändrats." in changes_of(reviewer, case).get_text()

    def test_a_thing_that_is_gone_is_called_gone(self, reviewer: Client) -> None:
        case = factories.make_case(body=json.dumps([block("card_list", {"title": "Mer", "pages": []}, "k")]))
        change(case, body=json.dumps([block("card_list", {"title": "Mer", "pages": items(a=9_999_999)}, "k")]))
        assert "(finns inte längre)" in changes_of(reviewer, case).get_text()

    def test_hostile_text_is_text(self, reviewer: Client) -> None:
        case = factories.make_case()
        factories.make_image(title=HOSTILE)
        values = {
            "title": HOSTILE,
            "need": f"<p>{HOSTILE}</p>",
            "obstacles": HOSTILE,
            "sources": [Source(title=HOSTILE)],
        }
        content = [
            block("heading", HOSTILE, "a"),
            block("text", f'<p><a href="{HOSTILE}">x</a> &lt;script&gt;</p>', "b"),
            block("checklist", {"title": HOSTILE, "items": items(c=HOSTILE)}, "d"),
        ]
        change(case, **values, body=json.dumps(content))
        shown = changes_of(reviewer, case)
        assert not shown.select("script:not([src])")
        assert shown.get_text().count("alert(") == 8


def _models() -> list[type[Page]]:
    from django.apps import apps

    return [model for model in apps.get_models() if issubclass(model, Page) and model is not Page]


@pytest.mark.parametrize("model", _models(), ids=lambda model: model.__name__)
def test_parts_are_those_of_the_form_in_its_order(model: Any) -> None:
    """A new field or relation is compared from its first day."""
    handler = model.get_edit_handler()
    form = handler.get_form_class()
    panels = [part.panel for part in parts_of(handler)]
    names = [getattr(panel, "relation_name", None) or panel.field_name for panel in panels]
    assert len(names) == len(set(names))
    elsewhere = {"phases", "success_factors"} - {
        *names
    }  # facets of the form's class that this kind of page does not have
    assert {*names} == {*form.base_fields, *form.formsets} - {"comment_notifications", "comments"} - elsewhere


# --- Blocks -------------------------------------------------------------------------------------------------------


class TestBlocks:
    def shown(self, client: Client, before: list[Any], after: list[Any]) -> list[tuple[str, str]]:
        case = factories.make_case(body=json.dumps(before))
        change(case, body=json.dumps(after))
        found = parts(changes_of(client, case))
        assert list(found) == ["Innehåll"]
        return rows(found["Innehåll"])

    def test_added_removed_and_changed(self, reviewer: Client) -> None:
        before = [block("heading", "Ett", "a"), block("heading", "Två", "b"), block("heading", "Tre", "c")]
        after = [block("heading", "Ett", "a"), block("heading", "Tre nu", "c"), block("quote", {"text": "Ja"}, "d")]
        assert self.shown(reviewer, before, after) == [
            ("Rubrik, nr 2 Borttaget", "[-Två-]"),
            ("Rubrik, nr 2 Ändrat", "Tre {+nu+}"),
            ("Citat, nr 3 Tillagt", "Citat Tillagt {+Ja+}"),
        ]

    def test_moved_is_not_changed(self, reviewer: Client) -> None:
        one, two, three = (block("heading", word, word) for word in ("Ett", "Två", "Tre"))
        assert self.shown(reviewer, [one, two, three], [three, one, two]) == [
            ("Rubrik, nr 1 Flyttat från plats 3 till plats 1", "Tre")
        ]

    def test_moved_and_changed_is_both(self, reviewer: Client) -> None:
        one, two, three = (block("heading", word, word) for word in ("Ett", "Två", "Tre"))
        changed = block("heading", "Tre nu", "Tre")
        assert self.shown(reviewer, [one, two, three], [changed, one, two]) == [
            ("Rubrik, nr 1 Ändrat Flyttat från plats 3 till plats 1", "Tre {+nu+}")
        ]

    def test_what_stands_in_a_list_in_a_block_is_matched_too(self, reviewer: Client) -> None:
        ask, answer = {"title": "Fråga", "text": "<p>Byn.</p>"}, {"title": "Svara", "text": ""}
        before = [block("steps", {"title": "Så", "items": items(a=ask, b=answer, c=answer)}, "s")]
        asked = {**ask, "title": "Fråga först"}
        after = [block("steps", {"title": "Så", "items": items(b=answer, c=answer, a=asked)}, "s")]
        [(label, text)] = self.shown(reviewer, before, after)
        assert label == "Steg, nr 1 Ändrat"
        assert text == ("Steg Ändrat Nr 3 Ändrat Flyttat från plats 1 till plats 3 Rubrik Ändrat Fråga {+först+}")

    def test_cells_of_a_table(self, reviewer: Client) -> None:
        def table(monday: str) -> list[Any]:
            cells = items(r=items(c=monday, d="9–18"))
            return [block("table", {"caption": "Tider", "header": items(h="Dag", i="Tid"), "rows": cells}, "t")]

        [(_label, text)] = self.shown(reviewer, table("Måndag"), table("Tisdag"))
        assert text == "Rader Ändrat Rad, nr 1 Ändrat Nr 1 Ändrat {+Tisdag+}[-Måndag-]"

    def test_pictures_and_pages_are_called_by_their_titles(self, reviewer: Client) -> None:
        lada, box = factories.make_image(title="Ladan"), factories.make_image(title="Boxen")
        page = factories.make_content_page(title="Om oss")
        before = [
            block("image", {"image": lada.pk, "caption": "Vår"}, "i"),
            block("card_list", {"title": "", "pages": []}, "c"),
        ]
        after = [
            block("image", {"image": box.pk, "caption": "Vår"}, "i"),
            block("card_list", {"title": "", "pages": items(p=page.pk)}, "c"),
        ]
        assert self.shown(reviewer, before, after) == [
            ("Bild, nr 1 Ändrat", "Bild Ändrat [-Ladan-] {+Boxen+}"),
            ("Kort, nr 2 Ändrat", "Sidor Ändrat Nr 1 Tillagt {+Om oss+}"),
        ]


# --- Rows ---------------------------------------------------------------------------------------------------------


class TestRows:
    def test_rows_are_matched_by_their_keys(self, reviewer: Client) -> None:
        lines = [CostLine(type="investment", amount=amount, note=f"Nummer {amount}") for amount in (1000, 2000, 3000)]
        case = factories.make_case(costs=lines)
        [first, _second, third] = case.get_latest_revision_as_object().costs.all()
        third.amount = 250_000
        for place, row in enumerate((third, first)):
            row.sort_order = place
        change(case, costs=[third, first])
        part = parts(changes_of(reviewer, case))["Kostnader och intäkter"]
        assert rows(part) == [
            ("Kostnadspost, nr 1 Ändrat Flyttat från plats 3 till plats 1", "Belopp Ändrat [-3 000-] {+250 000+}"),
            (
                "Kostnadspost, nr 2 Borttaget",
                "Typ Borttaget [-investering-] Belopp Borttaget [-2 000-] Valuta Borttaget [-kronor (SEK)-]"
                " Kommentar Borttaget [-Nummer 2000-]",
            ),
        ]

    def test_rows_below_rows(self, reviewer: Client, django_assert_max_num_queries: Any) -> None:
        pages = [factories.make_case(title=f"Fall {number}") for number in range(2)]
        actions = [PlanAction(text=f"Åtgärd {number}", sort_order=number) for number in range(5)]
        for action in actions:
            action.links = [PlanActionLink(target=pages[0])]
        plan = factories.make_plan(actions=actions)
        draft = plan.get_latest_revision_as_object()
        stored = list(draft.actions.all())
        stored[2].links = [PlanActionLink(target=pages[1])]
        change(plan, actions=stored)
        [(label, text)] = rows(parts(changes_of(reviewer, plan))["Åtgärder"])
        assert label == "Åtgärd, nr 3 Ändrat"
        assert "[-Fall 0-]" in text
        assert "{+Fall 1+}" in text

    def test_times(self, reviewer: Client) -> None:
        event = factories.make_event(agenda=[AgendaItem(time=dt.time(9, 30), title="Start")])
        [row] = event.get_latest_revision_as_object().agenda.all()
        row.time = dt.time(10, 0)
        change(event, agenda=[row])
        [(_label, text)] = rows(parts(changes_of(reviewer, event))["Program"])
        assert text == "Tid Ändrat [-09:30-] {+10:00+}"


# --- Who, and how much ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "sees"),
    [("contributor", True), ("editor", True), ("reviewer", True), ("other_contributor", False), ("member", False)],
)
def test_is_for_those_who_may_edit_the_page(role: str, sees: bool, cast: factories.Cast, client: Client) -> None:
    case = factories.make_case(title="Boxen", owner=cast.contributor)
    change(case, cast.contributor, title="Boxen i byn")
    client.force_login(getattr(cast, role))
    assert (client.get(reverse("page_changes", args=(case.pk,))).status_code == 200) is sees


def test_translation_shows_what_has_changed_in_swedish_since(cast: factories.Cast, reviewer: Client) -> None:
    case = factories.make_case(title="Boxen", summary="Som det var.")
    english = translate(case, factories.languages()[1], lambda _path, text: f"{text} in English", cast.translator)
    english.latest_revision.publish()
    change(case, cast.contributor, summary="Som det blev.").latest_revision.publish()
    change(english, cast.translator, title="The box")
    text = changes_of(reviewer, english).get_text(" ", strip=True)
    assert "The box" in text
    assert "blev" in text


@pytest.mark.parametrize("number", [5, 100])
def test_questions_to_the_database_do_not_grow_with_blocks(number: int, reviewer: Client) -> None:
    before = [block("heading", f"Rubrik {place}", f"b{place}") for place in range(number)]
    case = factories.make_case(body=json.dumps(before))
    change(case, body=json.dumps([*reversed(before)]))
    with CaptureQueriesContext(connection) as asked:
        changes_of(reviewer, case)
    assert len(asked) <= 90


def test_version_that_does_not_exist_is_not_found(reviewer: Client) -> None:
    case = factories.make_case()
    url = reverse("wagtailadmin_pages:revisions_compare", args=(case.pk, "live", "999999"))
    assert reviewer.get(url).status_code == 404
