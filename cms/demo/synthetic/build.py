"""Writes synthetic case studies in batches: rows in bulk, tree paths computed, indexes kept up."""

import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import CommandError
from django.db import connection, models, router, transaction
from django.db.models.sql import InsertQuery
from wagtail.models import Locale, Page

from bank.models import CaseStudyIndexPage, CaseStudyPage
from cms.core.models import PersistentId
from cms.core.visibility import public_images
from cms.demo.synthetic.cases import Case, Material, make_case
from cms.demo.synthetic.indexing import finish_new_pages
from cms.publishing.recording import catch_up
from cms.registers.models import Audience, ContactPerson, Level, Municipality, ServiceType, SolutionType, Theme

BATCH = 200
"""Cases in one transaction. SQLite takes at most 32,766 values in a statement."""


def add_cases(number: int, say: Callable[[str], None]) -> None:
    """Add `number` synthetic case studies, every second one also in English, below the indexes that stand.

    A run that is stopped leaves whole batches behind and nothing half made.
    """
    catch_up()  # what the demonstration has left to the worker: its pictures are shown by documents
    parents = _parents()
    material = _material()
    begun, written = time.monotonic(), 0
    first = CaseStudyPage.objects.filter(locale__language_code="sv").count()
    while written < number:
        size = min(BATCH, number - written)
        cases = [make_case(first + written + position, material) for position in range(size)]
        with transaction.atomic():
            _write(cases, parents)
        written += size
        pace = written / (time.monotonic() - begun)
        say(f"{written} of {number} case studies, {pace:.0f} a second")


def _parents() -> dict[str, CaseStudyIndexPage]:
    found = {page.locale.language_code: page for page in CaseStudyIndexPage.objects.select_related("locale")}
    if not {"sv", "en"} <= found.keys():
        raise CommandError("There is no index of case studies in both languages. Run build_demo first.")
    return found


def _material() -> Material:
    contact = ContactPerson.objects.filter(show_publicly=True).order_by("code").first()
    if contact is None:
        raise CommandError("There is no public contact. Run build_demo first.")
    return Material(
        municipalities=list(Municipality.objects.select_related("county").order_by("code")),
        service_types=list(ServiceType.objects.all()),
        solution_types=list(SolutionType.objects.all()),
        audiences=list(Audience.objects.all()),
        levels=list(Level.objects.all()),
        themes=list(Theme.objects.all()),
        contact=contact,
        images=list(public_images().order_by("pk")[:40]),
        locales={locale.language_code: locale for locale in Locale.objects.all()},
        content_type=ContentType.objects.get_for_model(CaseStudyPage),
        owner=get_user_model().objects.filter(groups__name="contributor").order_by("pk").first(),
        content_owner=Group.objects.filter(name="editor").first(),
    )


def _write(cases: list[Case], parents: dict[str, CaseStudyIndexPage]) -> None:
    _give_persistent_ids(cases)
    for language in ("sv", "en"):  # a translation takes the digest of its Swedish page
        index = parents[language]
        chosen = [case for case in cases if language in case.pages]
        pages = [case.pages[language] for case in chosen]
        if not pages:
            continue
        _place_below(index, pages)
        _insert_pages(pages)
        rows: defaultdict[type[models.Model], list[Any]] = defaultdict(list)
        for case in chosen:
            for row in case.rows[language]:
                row.page_id = case.pages[language].pk
                rows[type(row)].append(row)
        for model, objects in rows.items():
            model.objects.bulk_create(objects)
        finish_new_pages(CaseStudyPage, [page.pk for page in pages])


def _give_persistent_ids(cases: list[Case]) -> None:
    keys = [case.pages["sv"].translation_key for case in cases]
    PersistentId.objects.bulk_create(PersistentId(translation_key=key) for key in keys)
    codes = {row.translation_key: row.code for row in PersistentId.objects.filter(translation_key__in=keys)}
    for case in cases:
        for page in case.pages.values():
            page.persistent_id = codes[page.translation_key]


def _place_below(index: CaseStudyIndexPage, pages: list[CaseStudyPage]) -> None:
    """Give the pages their place in the tree as treebeard would, after the children that are there."""
    parent = Page.objects.select_for_update().get(pk=index.pk)
    last = parent.get_last_child()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0
    for position, page in enumerate(pages, start=1):
        page.path = Page._get_path(parent.path, parent.depth + 1, step + position)
        page.depth = parent.depth + 1
        page.url_path = f"{parent.url_path}{page.slug}/"
    Page.objects.filter(pk=parent.pk).update(numchild=models.F("numchild") + len(pages))


def _insert_pages(pages: list[CaseStudyPage]) -> None:
    """Both tables of a page type. Django's bulk_create does the first; the second shares its key."""
    base_fields = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    bases = Page.objects.bulk_create(Page(**{name: getattr(page, name) for name in base_fields}) for page in pages)
    for page, base in zip(pages, bases, strict=True):
        page.pk = page.id = page.page_ptr_id = base.pk
        page._state.adding = False
        page._state.db = connection.alias
    query = InsertQuery(CaseStudyPage)
    query.insert_values(CaseStudyPage._meta.local_concrete_fields, pages, raw=False)
    query.get_compiler(using=router.db_for_write(CaseStudyPage)).execute_sql()
