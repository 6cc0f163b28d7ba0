"""One synthetic case study as unsaved rows: the page in one or two languages and everything that hangs on it."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from bank.models import SECTIONS, CaseContact, CaseStudyPage, CostLine, ServiceOffered, TimelineEvent
from cms.demo.synthetic.texts import HEADINGS, PLACES, WHAT, Texts
from cms.registers.models import AudienceLink, LevelLink, ServiceTypeLink, SolutionTypeLink, ThemeLink
from cms.registers.vocabularies import DeliveryMode, EvidenceType, PlaceType, ProviderSector, SolutionStatus

KEYWORD = "syntetisk"
EPOCH = dt.datetime(2024, 1, 8, 8, 0, tzinfo=dt.UTC)


@dataclass
class Material:
    """What the rows point at, read once."""

    municipalities: list[Any]
    service_types: list[Any]
    solution_types: list[Any]
    audiences: list[Any]
    levels: list[Any]
    themes: list[Any]
    contact: Any
    images: list[Any]
    locales: dict[str, Any]
    content_type: Any
    owner: Any
    content_owner: Any


@dataclass
class Case:
    """The Swedish page, the English one for every second case, and the rows of each, still without keys."""

    pages: dict[str, CaseStudyPage]
    rows: dict[str, list[Any]] = field(default_factory=dict)


def make_case(number: int, material: Material) -> Case:
    """The case with this number. Facts are the same in both languages."""
    texts = Texts(number)
    random = texts.random
    solution = random.choice([term for term in material.solution_types if term.code in WHAT])
    municipality = material.municipalities[number % len(material.municipalities)]
    place = f"{random.choice(PLACES)} {number}"
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"https://servicebanken.example/synthetic/{uuid.uuid4()}")
    published = EPOCH + dt.timedelta(minutes=37 * (number % 36_000))
    facts = {
        "translation_key": key,
        "municipality": municipality,
        "locality": place,
        "solution_status": random.choice(SolutionStatus.values),
        "status_checked_on": published.date(),
        "started_on": published.date() - dt.timedelta(days=random.randint(100, 2500)),
        "place_type": random.choice(PlaceType.values),
        "inhabitants": random.randint(40, 1800),
        "inhabitants_year": 2024,
        "km_to_next_same_service": random.randint(5, 80),
        "distance_method": "road",
        "latitude": round(municipality.latitude, 1),
        "longitude": round(municipality.longitude, 1),
        "point_precision": "municipality",
        "delivery_mode": random.choice(DeliveryMode.values),
        "provider_sector": random.choice(ProviderSector.values),
        "evidence_type": random.choice(EvidenceType.values),
        "main_image": random.choice(material.images) if material.images and number % 3 else None,
        "reviewed_on": published.date(),
        "review_due_on": published.date() + dt.timedelta(days=365),
        "content_owner": material.content_owner,
    }
    words = {name: texts.rich() for name in SECTIONS}
    summary, lead, people = texts.paragraph(2), texts.paragraph(3), texts.paragraph(2)
    body = [(heading, texts.rich(3)) for heading in HEADINGS]
    services = random.sample(material.service_types, 3)
    shared_rows = {
        "service_type_links": services,
        "solution_type_links": [solution],
        "audience_links": random.sample(material.audiences, 2),
        "level_links": random.sample(material.levels, 1),
        "theme_links": random.sample(material.themes, 1),
    }
    costs = [
        (type_, random.randint(10, 900) * 1000, texts.sentence())
        for type_ in ("investment", "yearly_operation", "support")
    ]
    events = [(published.date() - dt.timedelta(days=400 * step), texts.sentence()) for step in (3, 2, 1)]
    languages = ("sv", "en") if number % 2 == 0 else ("sv",)
    case = Case(pages={})
    row_keys = [uuid.uuid4() for _ in range(len(services) + len(costs) + len(events))]
    for language in languages:
        solution_name = getattr(WHAT[solution.code], language)
        title = (
            f"{solution_name.capitalize()} i {place}"
            if language == "sv"
            else f"{solution_name.capitalize()} in {place}"
        )
        case.pages[language] = _page(
            material,
            language,
            published,
            title=title,
            slug=f"syntetisk-{key.hex[:12]}" if language == "sv" else f"synthetic-{key.hex[:12]}",
            summary=getattr(summary, language)[:250],
            in_30_seconds=getattr(lead, language)[:400],
            participation=getattr(people, language),
            keywords=KEYWORD if language == "sv" else "synthetic",
            body=[
                block
                for heading, text in body
                for block in (("heading", getattr(heading, language)), ("text", getattr(text, language)))
            ],
            **{name: getattr(text, language) for name, text in words.items()},
            **facts,
        )
        case.rows[language] = _rows(
            material.locales[language], language, shared_rows, services, costs, events, row_keys
        )
        case.rows[language].append(CaseContact(contact=material.contact, sort_order=0))
    return case


def _page(material: Material, language: str, published: dt.datetime, **values: Any) -> CaseStudyPage:
    page = CaseStudyPage(
        locale=material.locales[language],
        content_type=material.content_type,
        owner=material.owner,
        draft_title=values["title"],
        live=True,
        has_unpublished_changes=False,
        first_published_at=published,
        last_published_at=published,
        latest_revision_created_at=timezone.now(),
        **values,
    )
    page.numchild = 0
    return page


def _rows(
    locale: Any,
    language: str,
    shared: dict[str, list[Any]],
    services: list[Any],
    costs: Any,
    events: Any,
    keys: list[uuid.UUID],
) -> list[Any]:
    links = {
        "service_type_links": ServiceTypeLink,
        "solution_type_links": SolutionTypeLink,
        "audience_links": AudienceLink,
        "level_links": LevelLink,
        "theme_links": ThemeLink,
    }
    rows: list[Any] = [
        links[relation](term=term, sort_order=position)
        for relation, terms in shared.items()
        for position, term in enumerate(terms)
    ]
    row_key = iter(keys)
    hours = "Vardagar 9–18" if language == "sv" else "Weekdays 9 a.m. to 6 p.m."
    rows += [
        ServiceOffered(
            service_type=term, opening_hours=hours, sort_order=n, translation_key=next(row_key), locale=locale
        )
        for n, term in enumerate(services)
    ]
    rows += [
        CostLine(
            type=type_,
            amount=amount,
            year=2025,
            note=getattr(note, language),
            sort_order=n,
            translation_key=next(row_key),
            locale=locale,
        )
        for n, (type_, amount, note) in enumerate(costs)
    ]
    rows += [
        TimelineEvent(
            date=date, event=getattr(event, language), sort_order=n, translation_key=next(row_key), locale=locale
        )
        for n, (date, event) in enumerate(events)
    ]
    return rows
