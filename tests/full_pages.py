"""One page of every type with every field and every block filled, in Swedish and English.

What the API says of them is kept as golden files; tests that need "a page with everything on it" use them too.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.fields import TranslatableField

from bank.models import (
    CaseOrganisation,
    CollectionItem,
    Confirmation,
    CostLine,
    Funding,
    Indicator,
    Inspiration,
    MethodUsed,
    PlanAction,
    PlanActionLink,
    PlanGoal,
    PlanPlace,
    ResourceChecklistItem,
    ResourceStep,
    ServiceOffered,
    TimelineEvent,
)
from cms.core.models import Attachment, CustomImage, RelatedPage, Source
from cms.core.renditions import make_renditions
from cms.registers.models import ContactPerson, Organisation, PagePlace
from cms.registers.models.pages import FacetedPage
from network.models import AgendaItem, Goal, Member, ProjectPartner, WorkingForm
from tests import factories

ENGLISH: dict[str, str] = {}
"""Swedish text of the full pages → its English translation."""


def text(swedish: str, english: str) -> str:
    """The Swedish text; its English is remembered for the translation."""
    ENGLISH[swedish] = english
    return swedish


class FullPages:
    """Builds the pages on a tree from ``factories``; ``swedish`` and ``english`` are pages by type label."""

    def __init__(self, site: factories.Tree) -> None:
        self.site = site
        self.image = _image()
        self.document = factories.make_document(title="Checklista")
        self.organisation = _organisation()
        self.contact = _contact(self.organisation)
        self.target = factories.make_content_page(title="Om banken", slug="om-banken")
        factories.translate_page(self.target, title="About the bank", slug="about-the-bank")
        self.swedish: dict[str, Page] = {}
        self.english: dict[str, Page] = {}
        project = self._add(self._project())
        resource = self._add(self._resource(project))
        case = self._add(self._case(project, resource))
        self._add(self._plan(case))
        self._add(factories.make_collection([], **self._faceted("Samling", "Collection", items=[_item(case)])))
        self._add(factories.make_topic("safety", **self._common("Trygghet", "Safety")))
        self._add(self._network())
        self._add(self._event())
        self._add(factories.make_content_page(**self._common("Om oss", "About us")))
        for page in self._sections():
            self._fill(page)
        Confirmation.objects.create(
            case=case, asked_at=_noon(2026, 2, 1), answered_at=_noon(2026, 3, 3), outcome=Confirmation.Outcome.CONFIRMED
        )

    def _add(self, page: Page) -> Page:
        if isinstance(page, FacetedPage):
            page.places = [_place()]
            page.save_revision().publish()
            page = type(page).objects.get(pk=page.pk)
        english = page.copy_for_translation(factories.languages()[1])
        _into_english(english)
        english.slug = f"{page.slug}-en"
        self._publish(page, english)
        return page

    def _publish(self, page: Page, english: Page) -> None:
        english.save_revision().publish()
        model = type(page)
        model.objects.filter(pk=english.pk).update(text_digest=model.objects.get(pk=page.pk).text_digest)
        for found, pages in ((page, self.swedish), (english, self.english)):
            pages[model._meta.label] = model.objects.get(pk=found.pk)

    def _sections(self) -> list[Page]:
        names = ["home", *(name for name, *_rest in factories.SECTIONS)]
        pages = [getattr(self.site, name) for name in names]
        # Read anew: an older copy would save an older number of children.
        return [type(page).objects.get(pk=page.pk) for page in pages]

    def _fill(self, page: Page) -> None:
        """Give a section of the tree, which has both languages already, all its fields."""
        english = page.get_translation(factories.languages()[1])
        values = self._common(page.title, english.title)
        rows = {name: values.pop(name) for name in list(values) if isinstance(values[name], list)}
        for name, value in values.items():
            setattr(page, name, value)
        for name, objects in rows.items():
            for row in objects:
                if hasattr(row, "translation_key"):
                    row.locale = page.locale
            setattr(page, name, objects)
        page.save_revision().publish()
        english = page.get_translation(factories.languages()[1])
        _with_texts_of(page, english)
        _into_english(english)
        self._publish(page, english)

    # --- What all pages have ---------------------------------------------------------------------------------------

    def _common(self, swedish: str, english: str, **values: Any) -> dict[str, Any]:
        return {
            "title": text(swedish, english),
            "seo_title": text(f"{swedish} i Servicebanken", f"{english} in Servicebanken"),
            "search_description": text("För sökmotorer.", "For search engines."),
            "show_in_menus": True,
            "summary": text("Kort om sidan.", "The page in short."),
            "easy_read": text("Det här är lätt att läsa.", "This is easy to read."),
            "body": json.dumps(self._blocks()),
            "main_image": self.image,
            "main_image_caption": text("Affären i byn", "The shop of the village"),
            "licence": "cc_by_sa_4_0",
            "reviewed_on": dt.date(2026, 1, 15),
            "review_due_on": dt.date(2027, 1, 15),
            "content_owner": Group.objects.get_or_create(name="editor")[0],
            "related_pages": [
                RelatedPage(relation="explains", target=self.target, note=text("Läs mer här.", "Read more here."))
            ],
            "attachments": [
                Attachment(document=self.document, title=text("Checklistan", "The checklist"), accessible=True)
            ],
            "sources": [Source(title="Källan", url="https://example.org/kalla", accessed_on=dt.date(2026, 1, 10))],
            **values,
        }

    def _faceted(self, swedish: str, english: str, **values: Any) -> dict[str, Any]:
        facets = {
            "service_types": ["fuel", "groceries"],
            "solution_types": ["goods_box"],
            "levels": ["first", "municipal"],
            "audiences": ["local_group"],
            "themes": ["safety"],
            "keywords": text("mack, matlåda", "pump, grocery box"),
        }
        return {**self._common(swedish, english), **facets, **values}

    def _rich(self) -> str:
        """Rich text with every kind of link."""
        page, file = f'<a linktype="page" id="{self.target.pk}">', f'<a linktype="document" id="{self.document.pk}">'
        other = '<a href="https://example.org/">'
        return text(
            f"<p><b>Läs</b> {page}om banken</a>, {file}hämta listan</a> och {other}mer</a>.</p>",
            f"<p><b>Read</b> {page}of the bank</a>, {file}fetch the list</a> and {other}more</a>.</p>",
        )

    def _blocks(self) -> list[dict[str, Any]]:
        """Every block, every field in it."""
        rich = self._rich()
        values: dict[str, Any] = {
            "heading": text("Rubriken", "The heading"),
            "text": rich,
            "quote": {"text": text("Vi började smått.", "We began small."), "attribution": "Eldsjälen"},
            "tip_box": {"title": text("Ring först", "Call first"), "text": rich},
            "call_out": {"title": text("Pröva", "Try"), "text": rich, "page": self.target.pk},
            "steps": {
                "title": text("Så gör ni", "How to"),
                "items": [_item_value({"title": text("Fråga", "Ask"), "text": rich})] * 2,
            },
            "checklist": {"title": text("Före mötet", "Before"), "items": [_item_value(text("Boka", "Book"))]},
            "accordion": {"items": [_item_value({"title": text("Vem?", "Who?"), "text": rich})]},
            "card_list": {"title": text("Vidare", "Onward"), "pages": [_item_value(self.target.pk)]},
            "fact_box": {
                "title": text("Fakta", "Facts"),
                "rows": [_item_value({"label": text("Öppet", "Open"), "value": text("Alltid", "Always")})],
            },
            "table": {
                "caption": text("Tider", "Hours"),
                "header": [_item_value(text("Dag", "Day"))],
                "rows": [_item_value([_item_value(text("Måndag", "Monday"))])],
            },
            "figures": {
                "title": text("Tal", "Numbers"),
                "items": [_item_value({"value": "37 km", "label": text("till butik", "to a shop")})],
            },
            "image": {"image": self.image.pk, "caption": text("Boxen", "The box")},
            "video": {
                "title": text("Filmen", "The film"),
                "url": "https://vimeo.com/123456",
                "poster": self.image.pk,
                "captioned": True,
                "transcript": rich,
            },
            "file": {"document": self.document.pk, "title": text("Mallen", "The template")},
        }
        return [
            {"type": name, "value": value, "id": f"00000000-0000-4000-8000-{number:012d}"}
            for number, (name, value) in enumerate(values.items())
        ]

    # --- Each type -------------------------------------------------------------------------------------------------

    def _project(self) -> Page:
        before = factories.make_project(title="Förstudien", slug="forstudien")
        values = self._faceted(
            "Service i samverkan",
            "Service together",
            acronym="SiS",
            owner_organisation=self.organisation,
            programme=text("Landsbygdsprogrammet", "Rural development programme"),
            supporting_authority=self.organisation,
            goals=text("<p>Pröva modeller.</p>", "<p>Try models.</p>"),
            results=text("<p>Elva kommuner provade.</p>", "<p>Eleven municipalities tried.</p>"),
            continues=before,
            contact=self.contact,
            partners=[ProjectPartner(organisation=self.organisation, role="co_funder")],
        )
        project = factories.make_project(**values)
        factories.make_project(title="Fortsättningen", slug="fortsattningen", continues=project)
        return project

    def _resource(self, project: Page) -> Page:
        values = self._faceted(
            "Byvandring",
            "Village walk",
            kind="method",
            in_30_seconds=text("Gå genom byn.", "Walk through the village."),
            when_to_use=text("<p>När något saknas.</p>", "<p>When something is missing.</p>"),
            expected_result=text("<p>En lista.</p>", "<p>A list.</p>"),
            conditions=text("<p>Tid och kaffe.</p>", "<p>Time and coffee.</p>"),
            pitfalls=text("<p>För många mål.</p>", "<p>Too many aims.</p>"),
            time_needed=text("två kvällar", "two evenings"),
            participants_min=5,
            participants_max=30,
            cost_level="low",
            skills=text("Lyssna", "Listening"),
            use_beyond_service=True,
            use_beyond_service_note=text("Även för skolan.", "For schools too."),
            origin_project=project,
            origin_organisation=self.organisation,
            origin_credit=text("Bygruppen", "The village group"),
            phases=["mobilise"],
            steps=[
                ResourceStep(
                    title=text("Bjud in", "Invite"),
                    text=text("<p>Sätt upp en lapp.</p>", "<p>Put up a note.</p>"),
                    who=text("alla", "everybody"),
                    time=text("en dag", "a day"),
                    files=[("file", factories.make_document(title="Inbjudan")), ("file", self.document)],
                )
            ],
            checklist=[ResourceChecklistItem(text=text("Kaffe", "Coffee"))],
        )
        return factories.make_resource(**values)

    def _case(self, project: Page, resource: Page) -> Page:
        earlier = factories.make_case(title="Den första boxen", slug="den-forsta-boxen")
        sections = {name: self._rich() for name in ("need", "what_was_done", "result", "lessons", "advice_to_others")}
        values = self._faceted(
            "Boxen i Slussfors",
            "The box in Slussfors",
            **sections,
            in_30_seconds=text("En box ger byn mat.", "A box gives the village food."),
            participation=text("Hela byn.", "The whole village."),
            co_creation_methods=text("byvandring", "village walk"),
            success_factors=["local_driver"],
            obstacles=text("Kylan.", "The cold."),
            solution_status="closed",
            status_checked_on=dt.date(2026, 3, 3),
            started_on=dt.date(2019, 5, 1),
            ended_on=dt.date(2025, 12, 31),
            end_reason=text("Affären öppnade igen.", "The shop opened again."),
            locality="Slussfors",
            latitude=Decimal("65.43"),
            longitude=Decimal("16.25"),
            place_type="village",
            inhabitants=120,
            inhabitants_year=2024,
            km_to_next_same_service=Decimal("37.5"),
            distance_method="road",
            delivery_mode="combined",
            provider_sector="civil_society",
            operator_form="nonprofit_association",
            operator=self.organisation,
            project=project,
            agreement_parties=text("Byn och kommunen", "Village and municipality"),
            agreement_length=text("tre år", "three years"),
            agreement_compensation=text("10 000 kr om året", "SEK 10,000 a year"),
            agreement_modules=text("post, bibliotek", "post, library"),
            contacts=[_visits(self.organisation), self.contact],
            study_visit="on_request",
            study_visit_note=text("500 kr", "SEK 500"),
            study_visit_contact=_visits(self.organisation),
            evidence_type="counted",
            services_offered=[
                ServiceOffered(
                    service_type=factories.term("service_type", "groceries"),
                    provider="Handlaren",
                    since=dt.date(2019, 5, 1),
                    opening_hours=text("dygnet runt", "round the clock"),
                    all_hours=True,
                )
            ],
            costs=[CostLine(type="investment", amount=250_000, year=2019, note=text("Boxen", "The box itself"))],
            funding=[Funding(scheme="leader", organisation=self.organisation, amount=100_000, year=2019)],
            indicators=[
                Indicator(
                    name=text("kunder", "customers"),
                    value=Decimal("37.5"),
                    unit=text("om dagen", "a day on average"),
                    date=dt.date(2024, 6, 1),
                )
            ],
            methods_used=[MethodUsed(resource=resource, adaptation=text("På vintern.", "In winter."), worked="partly")],
            inspired_by=[Inspiration(case=earlier, changed=text("Större kyl.", "A larger fridge."))],
            timeline=[TimelineEvent(date=dt.date(2019, 5, 1), event=text("Boxen öppnar.", "The box opens."))],
            organisations=[CaseOrganisation(organisation=self.organisation, role="owner")],
        )
        return factories.make_case(**values)

    def _plan(self, case: Page) -> Page:
        action = PlanAction(
            text=text("Öppna en punkt", "Open a point"),
            responsible=text("kommunen", "the municipality"),
            due=dt.date(2027, 6, 1),
            status="ongoing",
        )
        action.links = [PlanActionLink(target=case)]
        values = self._faceted(
            "Serviceplan för Storuman",
            "Service plan of Storuman",
            period_from=dt.date(2020, 1, 1),
            period_to=dt.date(2099, 12, 31),
            adopted_on=dt.date(2019, 12, 1),
            adopted_by="council",
            decision_paragraph="§ 12",
            registration_number="KS 2019/12",
            document=self.document,
            document_url="https://example.org/plan",
            document_accessible=True,
            next_revision_on=dt.date(2027, 1, 1),
            yearly_follow_up=True,
            regional_programme_url="https://example.org/programme",
            priorities=text("<p>Drivmedel först.</p>", "<p>Fuel first.</p>"),
            participation=text("Byarna.", "The villages."),
            participation_methods=text("dialog", "dialogue"),
            number_of_meetings=6,
            coordinator=self.contact,
            lessons=text("<p>Börja tidigt.</p>", "<p>Begin early.</p>"),
            plan_places=[
                PlanPlace(locality="Slussfors", role="service_point", target_level=text("mat", "food at least"))
            ],
            goals=[PlanGoal(text=text("Mat i varje by", "Food in every village"))],
            actions=[action],
        )
        return factories.make_plan(**values)

    def _network(self) -> Page:
        values = self._faceted(
            "Servicenätverket",
            "The service network",
            purpose=text("<p>Samordna.</p>", "<p>Coordinate.</p>"),
            coordinator=self.contact,
            working_forms=[
                WorkingForm(title=text("Träffar", "Gatherings"), text=text("Fyra om året.", "Four a year."))
            ],
            goals=[
                Goal(code="coordinate", group="network", text=text("Samordning", "Coordination"), status="on_track")
            ],
            members=[Member(organisation=self.organisation, contact=self.contact, since=dt.date(2021, 1, 1))],
        )
        return factories.make_network(**values)

    def _event(self) -> Page:
        values = self._faceted(
            "Vårträffen",
            "The spring meeting",
            event_type="conference",
            status="confirmed",
            starts_at=dt.datetime(2027, 4, 1, 9, 30, tzinfo=dt.UTC),
            ends_at=dt.datetime(2027, 4, 1, 15, 0, tzinfo=dt.UTC),
            attendance_mode="mixed",
            venue="Bygdegården",
            address="Byvägen 1",
            online_url="https://example.org/online",
            meeting_theme=text("Vem ansvarar?", "Who is responsible?"),
            organiser=self.organisation,
            accessibility=text("Hörslinga finns.", "There is a hearing loop."),
            summary_after=text("<p>Vi enades.</p>", "<p>We agreed.</p>"),
            agenda=[
                AgendaItem(
                    time=dt.time(9, 30), title=text("Start", "Opening"), speaker=text("ordföranden", "the chairperson")
                )
            ],
        )
        return factories.make_event(**values)


def _item_value(value: Any) -> dict[str, Any]:
    return {"type": "item", "value": value, "id": "00000000-0000-4000-8000-999999999999"}


def _item(page: Page) -> CollectionItem:
    return CollectionItem(target=page, reason=text("Lätt att ta efter.", "Easy to copy."))


def _place() -> PagePlace:
    return PagePlace(
        kind="locality",
        municipality=factories.municipality("2482"),
        county=factories.county("24"),
        locality="Boliden",
    )


def _noon(year: int, month: int, day: int) -> dt.datetime:
    return dt.datetime(year, month, day, 12, tzinfo=timezone.get_default_timezone())


def _image() -> CustomImage:
    image = factories.make_image(title="Affären", credit="Bygruppen", licence="cc_by_sa_4_0")
    make_renditions(image)
    return image


def _organisation() -> Organisation:
    return factories.organisation("hela-byn", name_sv="Hela byn", name_en="The whole village", type="association")


def _contact(organisation: Organisation) -> ContactPerson:
    return factories.contact(
        "samordnaren",
        name="Samordnaren",
        role_sv="samordnare",
        role_en="coordinator",
        organisation=organisation,
        role_email="samordnare@example.org",
        public_phone="010-000 00 00",
        languages="sv, en",
    )


def _visits(organisation: Organisation) -> ContactPerson:
    return factories.contact(
        "besoken",
        name="Värden",
        role_sv="tar emot besök",
        role_en="receives visitors",
        organisation=organisation,
        role_email="besok@example.org",
        public_phone="010-000 00 01",
        languages="sv",
    )


def _with_texts_of(source: Any, target: Any) -> None:
    """Copy every text of a page or row, and of the rows below it, to its translation."""
    for rule in source.translatable_fields:
        if not isinstance(rule, TranslatableField) or rule.field_name == "slug":
            continue
        value = getattr(source, rule.field_name)
        if hasattr(value, "all"):
            sources = {row.translation_key: row for row in value.all()}
            rows = list(getattr(target, rule.field_name).all())
            for row in rows:
                _with_texts_of(sources[row.translation_key], row)
            setattr(target, rule.field_name, rows)
        else:
            setattr(target, rule.field_name, value)


def _into_english(instance: Any) -> None:
    """Replace every text of a page or row by its English, and of the rows below it."""
    for rule in instance.translatable_fields:
        if not isinstance(rule, TranslatableField) or rule.field_name == "slug":
            continue
        value = getattr(instance, rule.field_name)
        if hasattr(value, "all"):
            rows = list(value.all())
            for row in rows:
                _into_english(row)
            setattr(instance, rule.field_name, rows)
        elif rule.field_name == "body":
            instance.body = json.dumps(_english(list(value.raw_data)))
        else:
            setattr(instance, rule.field_name, ENGLISH.get(value, value))


def _english(raw: Any) -> Any:
    if isinstance(raw, list):
        return [_english(part) for part in raw]
    if isinstance(raw, dict):
        return {name: _english(part) for name, part in raw.items()}
    return ENGLISH.get(raw, raw) if isinstance(raw, str) else raw
