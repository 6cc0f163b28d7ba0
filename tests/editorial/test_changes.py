"""What has changed in a page, field by field, in the words of its form."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from bank.models import CaseStudyPage, CostLine, PlanAction, PlanActionLink
from cms.core.models import Source
from cms.editorial import moderation
from cms.editorial.comparison.form import parts_of
from cms.editorial.take_down import take_down
from cms.editorial.translation import translate
from network.models import AgendaItem
from tests import factories
from tests.editorial.comparisons import change, changes_of, parts, rows, text_of, value
from tests.editorial.page_forms import soup_of
from tests.full_pages import FullPages

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
            ("obstacles", "Ett.\nTvå.", "Ett.\nTre.", "Hinder", "Ett. [-Två-] {+Tre+}."),
            ("need", "<p>Affären stängde.</p>", "<p>Macken stängde.</p>", "Behovet", "[-Affären-] {+Macken+} stängde."),
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
        assert value(part) == "Läs mer [-(→ Hit)-] {+(→ Dit)+} om det."

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
    return [model for model in apps.get_models() if issubclass(model, Page) and model is not Page]


@pytest.mark.django_db
@pytest.mark.parametrize("model", _models(), ids=lambda model: model.__name__)
def test_parts_are_those_of_the_form_in_its_order(model: Any) -> None:
    """A new field or relation is compared from its first day."""
    handler = model.get_edit_handler()
    form = handler.get_form_class()
    panels = [part.panel for part in parts_of(handler)]
    names = [getattr(panel, "relation_name", None) or panel.field_name for panel in panels]
    assert len(names) == len(set(names))
    assert {*names} == _fields_of(form) | set(form.formsets) - {"comments"}


def _fields_of(form: Any) -> set[str]:
    """Those that the form shows: a page type that has no use for a facet leaves it out."""
    return set(form.base_fields) & set(form._meta.fields) - {"comment_notifications"}


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
        assert text == "Rader Ändrat Rad, nr 1 Ändrat Nr 1 Ändrat [-Måndag-] {+Tisdag+}"

    def test_blocks_without_ids_are_matched_by_what_they_say(self, reviewer: Client) -> None:
        bare = [{"type": "heading", "value": word} for word in ("Ett", "Två")]
        checklist = {"type": "checklist", "value": {"title": "Före", "items": ["Boka", "Bjud in"]}}
        shown = self.shown(reviewer, [*bare, checklist], [bare[1], checklist, bare[0]])
        assert shown == [("Rubrik, nr 3 Flyttat från plats 1 till plats 3", "Ett")]

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

    def test_rows_of_facts_without_keys_by_what_they_say(self, reviewer: Client) -> None:
        """Their numbers change each time that the page is published."""
        sources = [Source(title=title, url=f"https://example.org/{title}") for title in ("a", "b", "c")]
        case = factories.make_case(sources=sources)
        renewed = [Source(title=title, url=f"https://example.org/{url}") for title, url in ("ca", "bb", "dc", "ed")]
        for place, row in enumerate(renewed):
            row.sort_order = place
        change(case, sources=renewed)
        labels = [label for label, _text in rows(parts(changes_of(reviewer, case))["Källor"])]
        assert labels == [
            "Källa, nr 1 Ändrat",
            "Källa, nr 3 Ändrat",
            "Källa, nr 4 Tillagt",
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


# --- Whole pages --------------------------------------------------------------------------------------------------


def test_page_that_was_never_public_is_new_as_a_whole(reviewer: Client, cast: factories.Cast) -> None:
    case = factories.make_case(title="Ny", owner=cast.contributor, published=False)
    shown = changes_of(reviewer, case)
    assert "Sidan har aldrig varit offentlig" in shown.get_text()
    found = parts(shown)
    assert value(found["Titel"]) == "{+Ny+}"
    assert value(found["Kommun"]) == "{+Storuman+}"
    assert "Vad som hände" not in found, "what is empty is not new"


def test_page_that_was_taken_down_is_compared_with_what_was_public(reviewer: Client, cast: factories.Cast) -> None:
    case = factories.make_case(title="Publik")
    take_down(case, cast.reviewer, "Privat.")
    change(case, cast.editor, title="Rensad")
    shown = changes_of(reviewer, case)
    assert {label: value(part) for label, part in parts(shown).items()} == {"Titel": "[-Publik-] {+Rensad+}"}
    assert "Senast offentlig" in shown.get_text()


def test_what_waits_is_shown_and_can_be_decided_on(reviewer: Client, cast: factories.Cast) -> None:
    case = factories.make_case(title="Boxen", owner=cast.contributor)
    moderation.submit(change(case, cast.contributor, title="Boxen nu"), cast.contributor)
    assert not changes_of(reviewer, case).select("[data-workflow-action-url]"), "the editorial check is for editors"
    factories.bring_to_four_eyes(case, cast)
    shown = changes_of(reviewer, case)
    assert value(parts(shown)["Titel"]) == "Boxen {+nu+}"
    [first, *_others] = shown.select("[data-workflow-action-url]")
    reviewer.post(first["data-workflow-action-url"])
    assert Page.objects.get(pk=case.pk).title == "Boxen nu"
    assert "Inget har ändrats." in changes_of(reviewer, case).get_text()


class TestTranslation:
    @pytest.fixture
    def case(self, site: factories.Tree) -> CaseStudyPage:
        return factories.make_case(title="Boxen", obstacles="Ett.", lessons="<p>Lärdom.</p>")

    def english(self, case: Page, cast: factories.Cast, **words: str) -> Page:
        return translate(case, factories.languages()[1], words, cast.translator)

    def test_beside_the_english_text_stands_what_has_changed_in_swedish(
        self, case: CaseStudyPage, reviewer: Client, cast: factories.Cast
    ) -> None:
        self.english(case, cast, title="The box", obstacles="One.").latest_revision.publish()
        change(case, cast.contributor, obstacles="Ett och två.", inhabitants=120).latest_revision.publish()
        draft = self.english(CaseStudyPage.objects.get(pk=case.pk), cast, title="The box", obstacles="One and two.")
        part = parts(changes_of(reviewer, draft))["Hinder"]
        english, swedish = part.select(".sb-compare__sides > div")
        assert text_of(english) == "Engelska One {+and two+}."
        assert text_of(swedish) == "Svenska, ändrat sedan översättningen Ett {+och två+}."
        assert english.select_one("[lang]")["lang"] == "en"
        assert swedish.select_one("[lang]")["lang"] == "sv"

    def test_swedish_change_that_nobody_has_translated_is_shown(
        self, case: CaseStudyPage, reviewer: Client, cast: factories.Cast
    ) -> None:
        english = self.english(case, cast, obstacles="One.")
        english.latest_revision.publish()
        change(case, cast.contributor, obstacles="Ett och två.").latest_revision.publish()
        part = parts(changes_of(reviewer, english))["Hinder"]
        assert "Inte ändrat." in text_of(part)
        assert "Ett {+och två+}." in text_of(part)

    def test_new_translation_stands_beside_the_text_it_translates(
        self, case: CaseStudyPage, reviewer: Client, cast: factories.Cast
    ) -> None:
        draft = self.english(case, cast, lessons="A lesson.")
        english, swedish = parts(changes_of(reviewer, draft))["Lärdomar"].select(".sb-compare__sides > div")
        assert "{+Lärdom.+}" in text_of(english) or "{+A lesson.+}" in text_of(english)
        assert text_of(swedish) == "Svenska, att jämföra med Lärdom."


# --- Ways to it ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["contributor", "editor", "reviewer", "network_administrator"])
def test_whoever_may_edit_the_page_sees_what_has_changed(role: str, cast: factories.Cast, client: Client) -> None:
    case = factories.make_case(owner=cast.contributor, published=False)
    client.force_login(getattr(cast, role))
    assert changes_of(client, case)


@pytest.mark.parametrize("role", ["other_contributor", "translator", "member", "stranger", None])
def test_nobody_else_does(role: str | None, cast: factories.Cast, client: Client) -> None:
    """Wagtail sends those who may not back to the dashboard, or to sign in."""
    case = factories.make_case(title="Hemligt", owner=cast.contributor, published=False)
    if role:
        client.force_login(getattr(cast, role))
    answer = client.get(reverse("page_changes", args=(case.pk,)))
    assert answer.status_code in (302, 403)
    assert "Hemligt" not in answer.content.decode()


def test_wagtails_own_comparison_is_ours(reviewer: Client) -> None:
    case = factories.make_case(title="Boxen")
    change(case, title="Boxen nu")
    [first, second] = case.revisions.order_by("pk").values_list("pk", flat=True)
    for versions in ((str(first), str(second)), ("live", "latest"), ("earliest", "latest")):
        answer = reviewer.get(reverse("wagtailadmin_pages:revisions_compare", args=(case.pk, *versions)))
        assert value(parts(soup_of(answer).select_one(".sb-compare"))["Titel"]) == "Boxen {+nu+}"
    backwards = reviewer.get(reverse("wagtailadmin_pages:revisions_compare", args=(case.pk, second, first)))
    assert value(parts(soup_of(backwards).select_one(".sb-compare"))["Titel"]) == "Boxen [-nu-]"


def test_version_of_another_page_is_not_found(reviewer: Client) -> None:
    case, other = factories.make_case(), factories.make_case()
    address = reverse("wagtailadmin_pages:revisions_compare", args=(case.pk, "live", other.latest_revision_id))
    assert reviewer.get(address).status_code == 404


def test_page_editor_leads_there(reviewer: Client, cast: factories.Cast) -> None:
    case = factories.make_case(title="Boxen")
    address = reverse("page_changes", args=(case.pk,))
    edit = reverse("wagtailadmin_pages:edit", args=(case.pk,))
    assert not soup_of(reviewer.get(edit)).select(f'a[href="{address}"]'), "nothing has changed"
    change(case, cast.contributor, title="Boxen nu")
    assert soup_of(reviewer.get(edit)).select(f'a[href="{address}"]')


# --- Everything at once -------------------------------------------------------------------------------------------


def test_every_field_and_block_is_read_by_people(full: FullPages, cast: factories.Cast, client: Client) -> None:
    """Every page type with everything on it, as if it were new: no code, id or JSON is shown."""
    client.force_login(cast.reviewer)
    for page in [*full.swedish.values(), *full.english.values()]:
        type(page).objects.filter(pk=page.pk).update(live=False, last_published_at=None)
        page.refresh_from_db()
        PageLogEntry.objects.filter(page=page).delete()
        address = reverse("wagtailadmin_pages:revisions_compare", args=(page.pk, "live", page.latest_revision_id))
        shown = soup_of(client.get(address)).select_one(".sb-compare")
        text = text_of(shown)
        assert len(parts(shown)) > 10, page
        assert not JSON.search(text), JSON.search(text)


def long_body(number: int, words: str) -> str:
    steps = {"title": "Så", "items": items(a={"title": "Fråga", "text": f"<p>{words}</p>"})}
    kinds = [("text", f"<p>{words}</p>"), ("heading", words[:100]), ("steps", steps)]
    return json.dumps([block(*kinds[place % 3], key=f"b{place}") for place in range(number)])


def test_a_hundred_blocks_ask_no_more_than_ten(reviewer: Client) -> None:
    words = "Byn ställde upp en box vid vägskälet, öppen dygnet runt. " * 10
    counts = []
    for number in (10, 100):
        case = factories.make_case(body=long_body(number, words))
        change(case, body=long_body(number, words.replace("box", "bod")))
        changes_of(reviewer, case)
        with CaptureQueriesContext(connection) as queries:
            shown = changes_of(reviewer, case)
        assert len(rows(parts(shown)["Innehåll"])) == number
        counts.append(len(queries))
    assert counts[1] <= counts[0]
    assert counts[1] <= 60
