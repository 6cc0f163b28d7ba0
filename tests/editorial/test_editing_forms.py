"""The editing forms: tabs that an editor understands, facets as tick boxes, drafts that need only a title."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel
from wagtail.models import Page, get_page_models

from bank.models import CaseStudyPage, ResourceArticlePage
from cms.registers.models import FACET_LINKS, ServiceTypeLink, link_name
from cms.registers.models.pages import FacetedPage
from tests import factories
from tests.editorial.page_forms import add_url, edit_url, errors_of, filled_in, rows, send, soup_of, whole_case

TABS = ["Story", "Facts", "Costs", "Contact", "Visibility"]
OUR_TYPES = [model for model in get_page_models() if model is not Page and model._meta.app_label != "wagtailcore"]


def name_of(model: type[Page]) -> str:
    return model._meta.label


@pytest.fixture
def one_of_each(site: factories.Tree) -> dict[str, Page]:
    """A page of every type."""
    made = [
        factories.make_case(),
        factories.make_resource(),
        factories.make_plan(),
        factories.make_collection(),
        factories.make_topic(),
        factories.make_network(),
        factories.make_event(),
        factories.make_project(),
        factories.make_content_page(),
    ]
    tree = [site.home, *(getattr(site, section[0]) for section in factories.SECTIONS)]
    return {page._meta.label: page for page in (*made, *tree)}


@pytest.mark.parametrize("role", ["editor", "reviewer", "network_administrator", "superuser"])
def test_every_page_type_can_be_edited(
    role: str, one_of_each: dict[str, Page], cast: factories.Cast, client: Client
) -> None:
    client.force_login(getattr(cast, role))
    answers = {label: client.get(edit_url(page)).status_code for label, page in one_of_each.items()}
    assert answers == dict.fromkeys(map(name_of, OUR_TYPES), 200)


@pytest.mark.parametrize("role", ["contributor", "translator", "member", "stranger"])
def test_no_published_page_of_others_opens_for(
    role: str, one_of_each: dict[str, Page], cast: factories.Cast, client: Client
) -> None:
    client.force_login(getattr(cast, role))
    answers = {label: client.get(edit_url(page)).status_code for label, page in one_of_each.items()}
    assert answers == dict.fromkeys(map(name_of, OUR_TYPES), 302)


def test_a_new_page_of_every_type_can_be_begun(cast: factories.Cast, client: Client) -> None:
    client.force_login(cast.superuser)
    parents = [page.specific for page in Page.objects.filter(locale__language_code="sv", depth__gt=1)]
    parents.append(factories.make_network())
    begun = {}
    for model in OUR_TYPES:
        parent = next((page for page in parents if model.can_create_at(page)), None)
        begun[name_of(model)] = parent is not None and client.get(add_url(model, parent)).status_code
    assert begun == {**dict.fromkeys(map(name_of, OUR_TYPES), 200), "home.HomePage": False}


@pytest.mark.django_db
@pytest.mark.parametrize("model", OUR_TYPES, ids=name_of)
def test_tabs_stand_in_the_order_an_editor_thinks(model: type[Page]) -> None:
    with translation.override("en"):
        headings = [str(tab.heading) for tab in model.get_edit_handler().children]
    assert headings == [tab for tab in TABS if tab in headings]
    assert headings[0] == "Story"
    assert headings[-1] == "Visibility"


def test_case_study_has_all_five_tabs_in_swedish(cast: factories.Cast, site: factories.Tree, client: Client) -> None:
    client.force_login(cast.contributor)
    page = soup_of(client.get(add_url(CaseStudyPage, site.cases)))
    tabs = [tab.find(string=True).strip() for tab in page.select("[role=tab]")]
    assert tabs[:5] == ["Berättelsen", "Fakta", "Kostnader", "Kontakt", "Synlighet"]


SELF_EXPLANATORY = {
    # Headings and names of things that the row or the group is there for.
    *("title", "steps.title", "agenda.title", "working_forms.title", "plan_places.locality"),
    *("partners.organisation", "members.organisation", "organisations.organisation", "services_offered.service_type"),
    # Choices that say all in their labels.
    *("actions.status", "budget_currency", "costs.currency"),
    # Wagtail's own, with words of their own around them.
    *("go_live_at", "expire_at"),
}


def help_of(panel: Panel, where: str = "") -> Iterator[tuple[str, str]]:
    """(name, help text) of every field and every list of rows below a panel."""
    for child in getattr(panel, "children", ()):
        if isinstance(child, InlinePanel):
            yield f"{where}{child.relation_name}", str(child.help_text)
            yield from help_of(child.child_edit_handler, f"{where}{child.relation_name}.")
        elif isinstance(child, FieldPanel):
            field = child.model._meta.get_field(child.field_name) if child.field_name not in FACET_LINKS else None
            own = field.help_text if field else child.model.base_form_class.base_fields[child.field_name].help_text
            yield f"{where}{child.field_name}", str(child.help_text or own)
        else:
            yield from help_of(child, where)


@pytest.mark.django_db
@pytest.mark.parametrize("model", OUR_TYPES, ids=name_of)
def test_every_field_is_explained_unless_it_explains_itself(model: type[Page]) -> None:
    with translation.override("en"):
        english = dict(help_of(model.get_edit_handler()))
    with translation.override("sv"):
        swedish = dict(help_of(model.get_edit_handler()))
    assert {name for name, text in english.items() if not text} <= SELF_EXPLANATORY
    assert {name for name, text in english.items() if text and swedish[name] == text} == set()


def test_nothing_explains_itself_that_has_a_help_text_or_is_gone() -> None:
    texts = [pair for model in OUR_TYPES for pair in help_of(model.get_edit_handler())]
    assert {name for name, text in texts if not text} | {"title"} == SELF_EXPLANATORY


def test_help_for_the_content_says_what_it_is_on_that_kind_of_page() -> None:
    with translation.override("en"):
        texts = {name_of(model): dict(help_of(model.get_edit_handler()))["body"] for model in OUR_TYPES}
    assert texts["home.ContentPage"].startswith("The page itself")
    assert texts["bank.CaseStudyIndexPage"] == texts["network.NetworkIndexPage"]
    assert texts["bank.CaseStudyIndexPage"].startswith("Stands above the list")
    about_review = {label for label, text in texts.items() if "reviewed" in text}
    assert about_review == {name_of(model) for model in OUR_TYPES if "body" in model.required_from_reviewed}


def test_help_stands_at_the_field_and_at_the_row(cast: factories.Cast, client: Client) -> None:
    client.force_login(cast.editor)
    form = soup_of(client.get(edit_url(factories.make_resource()))).select_one("form[data-edit-form]")
    assert "Vad ni har när ni är klara, till exempel: en behovslista" in form.text
    assert "Hur lång tid det tar, eller när det görs." in form.text


class TestDraft:
    def test_needs_a_title_and_nothing_more(self, cast: factories.Cast, site: factories.Tree, client: Client) -> None:
        client.force_login(cast.contributor)
        answer = send(client, add_url(CaseStudyPage, site.cases), title="Bara en rubrik")
        page = CaseStudyPage.objects.get(title="Bara en rubrik")
        assert answer.status_code == 302
        assert (page.live, page.owner) == (False, cast.contributor)
        assert page.persistent_id

    def test_without_title_says_so_at_the_field(
        self, cast: factories.Cast, site: factories.Tree, client: Client
    ) -> None:
        client.force_login(cast.contributor)
        answer = send(client, add_url(CaseStudyPage, site.cases), title="")
        assert answer.status_code == 200
        assert list(errors_of(answer)) == ["title"]

    def test_of_every_type_can_be_saved_as_it_is(
        self, one_of_each: dict[str, Page], cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.editor)
        for label, page in one_of_each.items():
            before = page.latest_revision_id
            answer = send(client, edit_url(page))
            assert answer.status_code == 302, (label, errors_of(answer))
            page.refresh_from_db()
            assert page.latest_revision_id != before


class TestSubmitting:
    def test_whole_case_goes_to_the_editorial_check(
        self, cast: factories.Cast, site: factories.Tree, client: Client
    ) -> None:
        client.force_login(cast.contributor)
        answer = send(client, add_url(CaseStudyPage, site.cases), action="action-submit", **whole_case())
        assert answer.status_code == 302, errors_of(answer)
        page = CaseStudyPage.objects.get(title="Boxen i byn")
        assert page.current_workflow_task.name.startswith("Redaktionell kontroll")
        assert not page.live

    @pytest.mark.parametrize(
        ("left_out", "field"),
        [
            ({"service_types": None}, "service_types"),
            ({"solution_types": None}, "solution_types"),
            ({"summary": ""}, "summary"),
            ({"need": "null"}, "need"),
            ({"municipality": ""}, "municipality"),
            (rows("contacts"), "contacts"),
            ({"status_checked_on": ""}, "status_checked_on"),
            ({"solution_status": "closed"}, "ended_on"),
            (rows("services_offered"), "services_offered"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_what_is_missing_is_said_at_its_field(
        self, left_out: dict[str, Any], field: str, cast: factories.Cast, site: factories.Tree, client: Client
    ) -> None:
        client.force_login(cast.contributor)
        changes = {**whole_case(), **left_out}
        answer = send(client, add_url(CaseStudyPage, site.cases), action="action-submit", **changes)
        assert answer.status_code == 200
        assert list(errors_of(answer)) == [field]
        assert not CaseStudyPage.objects.filter(title="Boxen i byn").exists()

    def test_method_without_steps_says_so(self, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.editor)
        page = factories.make_resource(steps=[], kind="checklist")
        answer = send(client, edit_url(page), action="action-submit", kind="method")
        assert answer.status_code == 200
        assert "steps" in answer.content.decode()
        assert any("steg" in text for texts in errors_of(answer).values() for text in texts)

    def test_plain_page_without_content_says_so(self, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.editor)
        page = factories.make_content_page()
        answer = send(client, edit_url(page), action="action-submit")
        assert answer.status_code == 200
        assert list(errors_of(answer)) == ["body"]
        block = {"body-count": "1", "body-0-type": "heading", "body-0-value": "Om oss", "body-0-id": ""}
        answer = send(
            client, edit_url(page), action="action-submit", **block, **{"body-0-order": "0", "body-0-deleted": ""}
        )
        assert answer.status_code == 302, errors_of(answer)


class TestFacets:
    @pytest.mark.parametrize("facet", FACET_LINKS)
    def test_ticks_are_kept_and_shown_again(self, facet: str, cast: factories.Cast, client: Client) -> None:
        page = factories.make_case() if facet != "phases" else factories.make_resource()
        vocabulary = FACET_LINKS[facet].term.field.related_model
        first, second = list(vocabulary.objects.all()[:2])
        client.force_login(cast.editor)
        answer = send(client, edit_url(page), **{facet: [second.pk, first.pk]})
        assert answer.status_code == 302, errors_of(answer)
        ticked = soup_of(client.get(edit_url(page))).select(f'input[name="{facet}"][checked]')
        assert {int(box["value"]) for box in ticked} == {first.pk, second.pk}

    def test_ticks_of_a_draft_change_nothing_public_until_it_is_published(
        self, cast: factories.Cast, client: Client
    ) -> None:
        page = factories.make_case(service_types=["fuel"])
        groceries = factories.term("service_type", "groceries")
        client.force_login(cast.editor)
        send(client, edit_url(page), service_types=[groceries.pk])
        assert [link.term.code for link in ServiceTypeLink.objects.filter(page=page)] == ["fuel"]
        page.refresh_from_db()
        draft = page.get_latest_revision_as_object()
        assert [term.code for term in draft.terms("service_types")] == ["groceries"]
        page.get_latest_revision().publish()
        assert [link.term.code for link in ServiceTypeLink.objects.filter(page=page)] == ["groceries"]

    def test_tick_that_stays_keeps_its_row(self, cast: factories.Cast, client: Client) -> None:
        page = factories.make_case(service_types=["fuel"])
        row = ServiceTypeLink.objects.get(page=page)
        both = [row.term_id, factories.term("service_type", "groceries").pk]
        client.force_login(cast.editor)
        send(client, edit_url(page), service_types=both)
        page.refresh_from_db()
        page.get_latest_revision().publish()
        links = ServiceTypeLink.objects.filter(page=page)
        assert {link.term_id for link in links} == set(both)
        assert row.pk in {link.pk for link in links}

    def test_all_ticks_can_be_taken_away_from_a_facet_that_is_not_required(
        self, cast: factories.Cast, client: Client
    ) -> None:
        page = factories.make_case(themes=["safety"])
        client.force_login(cast.editor)
        answer = send(client, edit_url(page), action="action-submit", themes=None)
        assert answer.status_code == 302, errors_of(answer)
        page.refresh_from_db()
        assert page.get_latest_revision_as_object().terms("themes") == []

    def test_unknown_term_is_refused_at_the_field(self, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.editor)
        answer = send(client, edit_url(factories.make_case()), service_types=["999999"])
        assert list(errors_of(answer)) == ["service_types"]

    @pytest.mark.parametrize("model", [CaseStudyPage, ResourceArticlePage], ids=name_of)
    def test_form_shows_the_facets_of_its_type_only(
        self, model: type[Page], one_of_each: dict[str, Page], cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.editor)
        fields = client.get(edit_url(one_of_each[name_of(model)])).context["form"].fields
        common = {"service_types", "solution_types", "levels", "audiences", "themes"}
        own = {"success_factors"} if model is CaseStudyPage else {"phases"}
        assert set(FACET_LINKS) & set(fields) == common | own
        assert {link_name(facet) for facet in common} & set(fields) == set()


class TestWhatAReviewedPageNeeds:
    def test_is_listed_beside_the_form(self, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.editor)
        page = factories.make_case(lessons="", costs=[])
        listed = [item.get_text() for item in soup_of(client.get(edit_url(page))).select(".sb-missing li")]
        with translation.override("sv"):
            assert [text.lower() for text in listed] == [text.lower() for text in page.missing_for_review()]
        assert len(listed) > 5

    def test_is_named_as_the_form_names_it(self, site: factories.Tree) -> None:
        with translation.override("en"):
            missing = CaseStudyPage(locale=site.cases.locale).missing_for_review()
        assert {"Costs and income", "Methods used", "Organisations", "success factors", "sector"} <= set(missing)

    @pytest.mark.parametrize("model", [model for model in OUR_TYPES if issubclass(model, FacetedPage)], ids=name_of)
    def test_has_content_beside_its_sections(self, model: type[Page], one_of_each: dict[str, Page]) -> None:
        page = one_of_each[name_of(model)]
        with translation.override("en"):
            assert "content" in page.missing_for_review()
            page.body = [("heading", "Mer att läsa")]
            assert "content" not in page.missing_for_review()

    @pytest.mark.parametrize("label", ["home.HomePage", "bank.CaseStudyIndexPage", "bank.TopicPage"])
    def test_is_no_content_where_the_page_shows_what_others_hold(
        self, label: str, one_of_each: dict[str, Page]
    ) -> None:
        with translation.override("en"):
            assert "content" not in one_of_each[label].missing_for_review()

    def test_disappears_when_it_is_filled_in(self, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.editor)
        page = factories.make_case(lessons="")
        before = soup_of(client.get(edit_url(page))).select(".sb-missing li")
        page.lessons = "<p>Ring först.</p>"
        page.save_revision()
        after = soup_of(client.get(edit_url(page))).select(".sb-missing li")
        assert len(after) == len(before) - 1

    def test_can_be_named_for_every_type(self, one_of_each: dict[str, Page]) -> None:
        for page in one_of_each.values():
            assert all(page.missing_for_review())


def test_form_never_offers_what_the_system_sets(cast: factories.Cast, client: Client) -> None:
    client.force_login(cast.superuser)
    fields = filled_in(client.get(edit_url(factories.make_case())))
    assert not {"quality_level", "persistent_id", "text_digest"} & set(fields)
