"""Content and people for tests: made through the models, small, and public unless a test asks for a draft.

Every ``make_...`` takes field values as keywords and fills in the rest. With ``must_be_whole=True`` the readiness check
asks for all that a reviewed page needs. Facets and places are given by code:

    make_case(title="Boxen", municipality="2421", service_types=["fuel"], published=False)
"""

from __future__ import annotations

import csv
import datetime as dt
import itertools
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Collection, Locale, Page, PageViewRestriction, Site

from bank.models import (
    BankIndexPage,
    CaseContact,
    CaseStudyIndexPage,
    CaseStudyPage,
    CollectionIndexPage,
    CollectionItem,
    CollectionPage,
    CostLine,
    OwnerConfirmationTask,
    ResourceArticlePage,
    ResourceIndexPage,
    ResourceStep,
    ServiceOffered,
    ServicePlanIndexPage,
    ServicePlanPage,
    TopicIndexPage,
    TopicPage,
)
from cms.api import keys
from cms.api.models import FrontEnd, PartnerKey
from cms.api.previews import links
from cms.core.models import CustomDocument, CustomImage, User
from cms.editorial import moderation
from cms.editorial.models import Waiver
from cms.editorial.readiness.findings import Code, Finding, Place
from cms.publishing.models import WebhookSubscription
from cms.publishing.webhooks import subscriptions
from cms.registers.models import (
    FACET_LINKS,
    TERM_MODELS,
    ContactPerson,
    County,
    Municipality,
    Organisation,
    PagePlace,
    Theme,
    link_name,
)
from home.models import ContentPage, HomePage
from network.models import (
    EventIndexPage,
    EventPage,
    NetworkIndexPage,
    NetworkPage,
    ProjectIndexPage,
    ProjectPage,
)

PASSWORD = "correct-horse-battery"
ROLES = ("contributor", "editor", "translator", "reviewer", "network_administrator", "member")

DATA = Path(__file__).resolve().parents[1] / "cms" / "registers" / "data"
numbers = itertools.count(1)


# --- Registers ----------------------------------------------------------------------------------------------------


@cache
def _lines(name: str) -> dict[str, dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return {line["code"]: line for line in csv.DictReader(file)}


@cache
def _terms() -> dict[str, dict[str, list[str]]]:
    return yaml.safe_load((DATA / "terms.yaml").read_text(encoding="utf-8"))


def county(code: str = "24") -> County:
    """A county with its real name."""
    line = _lines("counties.csv")[code]
    values = {name: line[name] for name in ("name_sv", "name_en", "letter")}
    return County.objects.get_or_create(code=code, defaults=values)[0]


def municipality(code: str = "2421") -> Municipality:
    """A municipality with its real name and county; Storuman unless another is asked for."""
    line = _lines("municipalities.csv")[code]
    values = {"name": line["name"], "latitude": float(line["lat"]), "longitude": float(line["lon"])}
    return Municipality.objects.get_or_create(code=code, defaults={**values, "county": county(line["county_code"])})[0]


def term(vocabulary: str, code: str) -> Any:
    """A term by vocabulary (``service_type``) and code (``fuel``)."""
    codes = _terms()[vocabulary]
    name_sv, name_en = codes[code]
    values = {"name_sv": name_sv, "name_en": name_en, "sort_order": list(codes).index(code)}
    return TERM_MODELS[vocabulary].objects.get_or_create(code=code, defaults=values)[0]


def organisation(code: str = "byalaget", **values: Any) -> Organisation:
    defaults = {"name_sv": "Byalaget", "name_en": "The village group", "type": "local_group", **values}
    return Organisation.objects.get_or_create(code=code, defaults=defaults)[0]


def contact(code: str = "servicesamordnare", **values: Any) -> ContactPerson:
    """A contact by role that may be shown; private when ``show_publicly=False`` is given."""
    defaults = {
        "role_sv": "servicesamordnare",
        "role_en": "service coordinator",
        "organisation": organisation(),
        "role_email": "service@example.org",
        "show_publicly": True,
        **values,
    }
    return ContactPerson.objects.get_or_create(code=code, defaults=defaults)[0]


# --- The tree -----------------------------------------------------------------------------------------------------


@dataclass
class Tree:
    """The pages that every site has: ``cases`` is the Swedish index of case studies, ``cases_en`` the English."""

    site: Site
    home: HomePage
    bank: BankIndexPage
    cases: CaseStudyIndexPage
    resources: ResourceIndexPage
    plans: ServicePlanIndexPage
    collections: CollectionIndexPage
    topics: TopicIndexPage
    network: NetworkIndexPage
    events: EventIndexPage
    projects: ProjectIndexPage
    home_en: HomePage
    bank_en: BankIndexPage
    cases_en: CaseStudyIndexPage
    resources_en: ResourceIndexPage
    plans_en: ServicePlanIndexPage
    collections_en: CollectionIndexPage
    topics_en: TopicIndexPage
    network_en: NetworkIndexPage
    events_en: EventIndexPage
    projects_en: ProjectIndexPage


SECTIONS: list[tuple[str, type[Page], str, tuple[str, str], tuple[str, str]]] = [
    # name, type, parent, Swedish title and slug, English title and slug
    ("bank", BankIndexPage, "home", ("Banken", "banken"), ("The bank", "bank")),
    ("cases", CaseStudyIndexPage, "bank", ("Goda exempel", "goda-exempel"), ("Good examples", "good-examples")),
    ("resources", ResourceIndexPage, "bank", ("Metoder och verktyg", "metoder"), ("Methods and tools", "methods")),
    ("plans", ServicePlanIndexPage, "bank", ("Serviceplaner", "serviceplaner"), ("Service plans", "service-plans")),
    ("collections", CollectionIndexPage, "bank", ("Samlingar", "samlingar"), ("Collections", "collections")),
    ("topics", TopicIndexPage, "home", ("Teman", "teman"), ("Topics", "topics")),
    ("network", NetworkIndexPage, "home", ("Nätverket", "natverket"), ("The network", "network")),
    ("events", EventIndexPage, "network", ("Träffar", "traffar"), ("Meetings", "meetings")),
    ("projects", ProjectIndexPage, "network", ("Projekt", "projekt"), ("Projects", "projects")),
]


def languages() -> tuple[Locale, Locale]:
    """Swedish and English, in this order."""
    return (
        Locale.objects.get_or_create(language_code="sv")[0],
        Locale.objects.get_or_create(language_code="en")[0],
    )


def make_site() -> Tree:
    """Home, bank, topics and network in both languages, and the site. Wagtail's welcome page goes away."""
    swedish, english = languages()
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root", locale=swedish)
    summary = "Kunskap om service på landsbygden."
    home = HomePage(title="Servicebanken", slug="sv", summary=summary, locale=swedish)
    root.add_child(instance=home)
    _publish(home)
    pages: dict[str, Any] = {"home": home}
    for name, model, parent, (title, slug), _english in SECTIONS:
        page = model(title=title, slug=slug, summary=f"{title} i Servicebanken.", locale=swedish)
        pages[parent].add_child(instance=page)
        pages[name] = _publish(page)
    Site.objects.all().delete()
    site = Site.objects.create(
        hostname="localhost", port=80, is_default_site=True, root_page=home, site_name="Servicebanken"
    )
    for page in root.get_children().exclude(pk=home.pk):
        page.delete()
    pages["home_en"] = translate_page(home, title="Servicebanken", slug="en", summary="Knowledge of rural service.")
    for name, _model, _parent, _swedish, (title, slug) in SECTIONS:
        pages[f"{name}_en"] = translate_page(
            pages[name], title=title, slug=slug, summary=f"{title} in Servicebanken.", locale=english
        )
    return Tree(site=site, **{name: type(page).objects.get(pk=page.pk) for name, page in pages.items()})


def build_world() -> Tree:
    """Registers, tree, roles and people, as they stand or built anew."""
    tree = find_site()
    if tree is None:
        # Made by a migration and not by its model, so a test with real transactions has removed it.
        kind = ContentType.objects.get(app_label="wagtail_localize", model="translation")
        Permission.objects.get_or_create(content_type=kind, codename="submit_translation")
        call_command("load_registers", verbosity=0)
        tree = make_site()
        call_command("sync_editorial", verbosity=0)
        make_cast()
    return tree


def find_site() -> Tree | None:
    """The tree that stands already, read anew, or None."""
    home = HomePage.objects.filter(locale__language_code="sv").first()
    if home is None:
        return None
    models = {"home": HomePage, **{name: model for name, model, *_rest in SECTIONS}}
    found: dict[str, Any] = {"site": Site.objects.get(is_default_site=True)}
    for name, model in models.items():
        for page in model.objects.select_related("locale"):
            found[name if page.locale.language_code == "sv" else f"{name}_en"] = page
    return Tree(**{field.name: found[field.name] for field in fields(Tree)})


def section(name: str) -> Any:
    """A page of the tree by its name in `Tree`, such as ``cases``; never a copy that somebody made of it."""
    models = {"home": HomePage, **{name: model for name, model, *_rest in SECTIONS}}
    return models[name].objects.filter(locale__language_code="sv").earliest("pk")


# --- Pages --------------------------------------------------------------------------------------------------------


def make_case(**values: Any) -> CaseStudyPage:
    """A case study with all its sections, one service and one cost line."""
    number = next(numbers)
    values = {
        "title": f"Boxen i by {number}",
        "in_30_seconds": "En obemannad varubox ger byn mat igen.",
        "need": "<p>Affären stängde.</p>",
        "what_was_done": "<p>Byn ställde upp en box.</p>",
        "result": "<p>Det går att handla dygnet runt.</p>",
        "lessons": "<p>Ring handlaren först.</p>",
        "advice_to_others": "<p>Börja i det lilla.</p>",
        "solution_status": "running",
        "status_checked_on": dt.date(2026, 3, 3),
        "municipality": "2421",
        "contacts": [contact()],
        "service_types": ["groceries"],
        "solution_types": ["goods_box"],
        "services_offered": [
            ServiceOffered(service_type=term("service_type", "groceries"), opening_hours="dygnet runt")
        ],
        "costs": [CostLine(type="investment", amount=250_000, year=2024, note="Boxen och grunden")],
        **values,
    }
    values["contacts"] = [CaseContact(contact=person, sort_order=n) for n, person in enumerate(values["contacts"])]
    return _make(CaseStudyPage, "cases", values)


def make_resource(**values: Any) -> ResourceArticlePage:
    """A method with one step."""
    number = next(numbers)
    values = {
        "title": f"Byvandring {number}",
        "kind": "method",
        "in_30_seconds": "Gå genom byn tillsammans och se vad som saknas.",
        "when_to_use": "När ni vill veta vad som saknas.",
        "origin_organisation": organisation(),
        "service_types": ["groceries"],
        "audiences": ["local_group"],
        "steps": [ResourceStep(title="Bjud in", text="<p>Sätt upp en lapp.</p>")],
        **values,
    }
    return _make(ResourceArticlePage, "resources", values)


def make_plan(**values: Any) -> ServicePlanPage:
    """An adopted service plan that holds today."""
    number = next(numbers)
    today = timezone.localdate()
    values = {
        "title": f"Serviceplan {number}",
        "municipality": "2421",
        "period_from": today.replace(month=1, day=1),
        "period_to": today.replace(year=today.year + 3, month=12, day=31),
        "progress": "adopted",
        "service_types": ["fuel", "groceries"],
        "priorities": "<p>Drivmedel först.</p>",
        **values,
    }
    return _make(ServicePlanPage, "plans", values)


def make_collection(pages: list[Page] | None = None, **values: Any) -> CollectionPage:
    """A curated collection of the pages given, or of one new case study."""
    number = next(numbers)
    chosen = pages if pages is not None else [make_case()]
    values = {
        "title": f"Samling {number}",
        "introduction": "<p>Börja här.</p>",
        "items": [CollectionItem(target=page, reason="Lätt att ta efter.") for page in chosen],
        **values,
    }
    return _make(CollectionPage, "collections", values)


def make_topic(theme: str | Theme = "safety", **values: Any) -> TopicPage:
    """The topic page of a theme."""
    theme = term("theme", theme) if isinstance(theme, str) else theme
    return _make(TopicPage, "topics", {"title": theme.name_sv.capitalize(), "theme": theme, **values})


def make_network(**values: Any) -> NetworkPage:
    values = {"title": f"Servicenätverket {next(numbers)}", "purpose": "<p>Samordna arbetet med service.</p>", **values}
    return _make(NetworkPage, "network", values)


def make_event(**values: Any) -> EventPage:
    """A network meeting a month from now."""
    starts = timezone.now().replace(microsecond=0) + dt.timedelta(days=30)
    values = {
        "title": f"Nätverksträff {next(numbers)}",
        "event_type": "network_meeting",
        "starts_at": starts,
        "ends_at": starts + dt.timedelta(hours=3),
        "venue": "Bygdegården",
        "organiser": organisation(),
        **values,
    }
    return _make(EventPage, "events", values)


def make_project(**values: Any) -> ProjectPage:
    values = {
        "title": f"Service i samverkan {next(numbers)}",
        "owner_organisation": organisation(),
        "period_from": dt.date(2017, 9, 1),
        "period_to": dt.date(2020, 11, 30),
        "budget_amount": 16_095_000,
        "project_status": "finished",
        **values,
    }
    return _make(ProjectPage, "projects", values)


def make_content_page(**values: Any) -> ContentPage:
    """A plain page below the front page."""
    return _make(ContentPage, "home", {"title": f"Om oss {next(numbers)}", **values})


def translate_page(page: Page, *, title: str | None = None, locale: Locale | None = None, **values: Any) -> Any:
    """A quick public English version: texts that are not given stay Swedish, and it counts as up to date.

    Tests about translating itself use ``cms.editorial.translation.translate``.
    """
    english = locale or languages()[1]
    published = values.pop("published", True)
    source = type(page).objects.get(pk=page.pk)
    translation = source.copy_for_translation(english)
    translation.title = title or f"{source.title} (in English)"
    for name, value in values.items():
        setattr(translation, name, value)
    if not published:
        translation.save_revision()
        return translation
    translation = _publish(translation)
    type(page).objects.filter(pk=translation.pk).update(text_digest=source.text_digest)
    return type(page).objects.get(pk=translation.pk)


def restrict(page: Page, kind: str = PageViewRestriction.LOGIN, *, groups: tuple[str, ...] = ()) -> PageViewRestriction:
    """Close a page and everything below it to the public: ``login``, ``password`` or ``groups``."""
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.GROUPS if groups else kind, password=PASSWORD
    )
    restriction.groups.set([Group.objects.get_or_create(name=name)[0] for name in groups])
    return restriction


# --- Files --------------------------------------------------------------------------------------------------------


def make_image(**values: Any) -> CustomImage:
    """A small picture with Swedish and English alternative text."""
    from wagtail.images.tests.utils import get_test_image_file

    values = {
        "title": f"Bild {next(numbers)}",
        "alt_sv": "En röd lanthandel",
        "alt_en": "A red village shop",
        "credit": "Servicebanken",
        **values,
    }
    picture = get_test_image_file(filename=f"{values['title'].lower().replace(' ', '-')}.png")
    return CustomImage.objects.create(file=ImageFile(picture.file, name=picture.name), **values)


def make_document(**values: Any) -> CustomDocument:
    """A small text file."""
    values = {"title": f"Checklista {next(numbers)}", **values}
    return CustomDocument.objects.create(file=ContentFile(b"Boka lokalen.\n", name="checklista.txt"), **values)


# --- People -------------------------------------------------------------------------------------------------------


def make_user(role: str | None = None, username: str | None = None, **values: Any) -> User:
    """Somebody in the group of a role, or in no group. Rights come from ``sync_editorial``."""
    username = username or f"{role or 'nobody'}-{next(numbers)}"
    user = User.objects.create_user(username, f"{username}@example.org", PASSWORD, **values)
    if role:
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


def make_key(*sections: Page, **values: Any) -> tuple[PartnerKey, str]:
    """A partner's key that opens these sections, and its secret."""
    values = {"label": "Storuman", "organisation": "Storumans kommun", "contact_email": "web@example.org", **values}
    key = PartnerKey(**values)
    secret = keys.make(key, by=None)
    key.sections.set(sections)
    return key, secret


def make_front_end(**values: Any) -> FrontEnd:
    """A website that shows previews of both languages."""
    values = {"label": f"Webbplats {next(numbers)}", "address": "https://www.example.org/visa#{token}", **values}
    return FrontEnd.objects.create(**values)


def make_preview(page: Page, user: User, front_end: FrontEnd | None = None) -> str:
    """A token that `user` has made for the newest revision of a page."""
    front_end = front_end or FrontEnd.objects.first() or make_front_end()
    return links.token_of(links.make(page=page, front_end=front_end, user=user))


def make_webhook(url: str, **values: Any) -> tuple[WebhookSubscription, str]:
    """A partner's webhook, and its secret."""
    values = {"label": "Storuman", "organisation": "Storumans kommun", "contact_email": "web@example.org", **values}
    webhook = WebhookSubscription(url=url, **values)
    return webhook, subscriptions.make(webhook, by=None)


@dataclass
class Cast:
    """The people of the tests, by what they do."""

    contributor: User
    other_contributor: User
    editor: User
    translator: User
    reviewer: User
    other_reviewer: User
    network_administrator: User
    member: User
    stranger: User
    """Has an account and no role."""
    superuser: User


def make_cast() -> Cast:
    """One person per role, a second contributor and reviewer, somebody without a role, and a superuser."""
    found = {user.username: user for user in User.objects.all()}
    roles = {"other_contributor": "contributor", "other_reviewer": "reviewer", "stranger": None, "superuser": None}
    people = {}
    for field in fields(Cast):
        role = roles.get(field.name, field.name)
        values = {"is_superuser": True, "is_staff": True} if field.name == "superuser" else {}
        people[field.name] = found.get(field.name) or make_user(role, username=field.name, **values)
    return Cast(**people)


# --- How a page is made -------------------------------------------------------------------------------------------


def _make(model: type[Page], parent_name: str, values: dict[str, Any]) -> Any:
    """Save a page with its facets and rows below its parent, and publish it unless ``published=False`` is given."""
    published, parent = values.pop("published", True), values.pop("parent", None) or section(parent_name)
    must_be_whole = values.pop("must_be_whole", False)
    owner, places = values.pop("owner", None), values.pop("places", ())
    facets = {facet: values.pop(facet) for facet in FACET_LINKS if facet in values}
    if isinstance(values.get("municipality"), str):
        values["municipality"] = municipality(values["municipality"])
    rows = {name: values.pop(name) for name in list(values) if isinstance(values[name], list) and name != "body"}
    page = model(
        summary=values.pop("summary", f"{values['title']}: en kort text."), owner=owner, locale=parent.locale, **values
    )
    page.live = False
    for name, objects in rows.items():
        for row in objects:
            if hasattr(row, "locale_id") and row.locale_id is None:
                row.locale = parent.locale
        setattr(page, name, objects)
    for facet, codes in facets.items():
        links = [FACET_LINKS[facet](term=term(facet[:-1], code), sort_order=n) for n, code in enumerate(codes)]
        setattr(page, link_name(facet), links)
    if places:
        page.places = [PagePlace(kind="municipality", municipality=municipality(code)) for code in places]
    parent.add_child(instance=page)
    if not must_be_whole:
        may_lack_what_a_reviewed_page_needs(page)
    if not published:
        page.save_revision(user=owner)
        return page
    return _publish(page, user=owner)


def may_lack_what_a_reviewed_page_needs(page: Any) -> None:
    """Waive its fields, as an editor may: pages of tests are small, and most tests are about something else."""
    places = [Place(name, "", "") for name in page.required_from_reviewed]
    Waiver.objects.bulk_create(
        Waiver(page_id=page.pk, code=Code.REQUIRED, path=place.path, fingerprint=finding.fingerprint, reason="Litet.")
        for place in places
        if (finding := Finding(Code.REQUIRED, place, ""))
    )


def bring_to_four_eyes(page: Page, cast: Cast) -> None:
    """Through the editorial check, and past the owner of a case, whom nobody can ask here."""
    moderation.approve(page, cast.editor)
    if isinstance(Page.objects.get(pk=page.pk).current_workflow_task, OwnerConfirmationTask):
        moderation.approve(page, cast.editor, "Det finns ingen att fråga.")


def _publish(page: Page, user: User | None = None) -> Any:
    page.save_revision(user=user).publish(user=user, skip_permission_checks=True)
    return type(page).objects.get(pk=page.pk)
