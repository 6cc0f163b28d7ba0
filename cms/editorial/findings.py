"""From effects to rows of the policy: what a transaction did to the public that needs somebody's right."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from taggit.models import Tag, TaggedItem
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

from cms.editorial.files_awaited import FILES, is_awaited, is_in_use
from cms.editorial.policy import Change
from cms.publishing.guarding import Effects, ObjectEffect, PageEffect, Permission

TAGS = {Tag._meta.label_lower, TaggedItem._meta.label_lower}
SITES = {Site._meta.label_lower, Locale._meta.label_lower}
REDIRECT = Redirect._meta.label_lower


@dataclass(frozen=True)
class Finding:
    """A change of one page (`page_id`) or object (`kind`, `key`), and what it is called."""

    change: Change
    title: str
    page_id: int | None = None
    revision_id: int | None = None
    kind: str = ""
    key: str = ""

    @property
    def which(self) -> str:
        """As a permission names what is no page."""
        return f"{self.kind} {self.key}".strip()


class Row(NamedTuple):
    """What is asked about a page that is touched."""

    live: bool
    alias_of_id: int | None
    expired: bool
    title: str


def find(effects: Effects, permissions: Collection[Permission], *, by_schedule: bool) -> list[Finding]:
    """Everything that needs a right and is not already permitted. What follows from something else is left out."""
    found = [*_Pages(effects, permissions, by_schedule=by_schedule).findings(), *_objects(effects.objects)]
    permitted = {(item.kind, item.page_id, item.key) for item in permissions if item.kind != Change.PUBLISH}
    return [finding for finding in found if (finding.change, finding.page_id, finding.which) not in permitted]


class _Pages:
    def __init__(self, effects: Effects, permissions: Collection[Permission], *, by_schedule: bool) -> None:
        self.effects, self.by_schedule = effects, by_schedule
        self.approved = {(item.page_id, item.revision_id) for item in permissions if item.kind == Change.PUBLISH}
        self.stays = [effect for effect in effects.pages if effect.before and effect.page]
        gone = {effect.page_id for effect in effects.pages if effect.page is None}
        rows = Page.objects.filter(pk__in=effects.written | gone)
        self.rows = {pk: Row(*row) for pk, *row in rows.values_list("pk", *Row._fields)}
        self.deleted = {
            effect.before.path
            for effect in effects.pages
            if effect.before and effect.page_id in gone - self.rows.keys()
        }

    def findings(self) -> Iterator[Finding]:
        for pk in sorted(self.effects.written & self.rows.keys()):
            # Also one that is hidden: with its page it would become public, which nobody could publish then.
            if self.rows[pk].alias_of_id is not None:
                yield Finding(Change.ALIAS, self.rows[pk].title, pk)
        for effect in self.effects.pages:
            if effect.page is None:
                yield from self._gone(effect)
            elif effect.before is None:
                yield from self._new(effect, effect.page)
            else:
                yield from self._changed(effect, effect.page)

    def _gone(self, effect: PageEffect) -> Iterator[Finding]:
        row, before = self.rows.get(effect.page_id), effect.before
        if before is None:
            return
        if row is None:
            if not any(before.path.startswith(path) for path in self.deleted - {before.path}):
                yield Finding(Change.DELETE, before.title, effect.page_id)
        elif row.live:
            change = Change.MOVE if row.alias_of_id is None else Change.ALIAS
            yield Finding(change, before.title, effect.page_id)
        elif not (row.expired and self.by_schedule):
            yield Finding(Change.WITHDRAW, before.title, effect.page_id)

    def _new(self, effect: PageEffect, page: Page) -> Iterator[Finding]:
        if not self._is_approved(page):
            yield Finding(Change.PUBLISH, page.title, page.pk, page.live_revision_id)
        yield from self._alone(page)

    def _changed(self, effect: PageEffect, page: Page) -> Iterator[Finding]:
        before: Any = effect.before
        yield from self._gates(effect, page)
        is_moved = before.path != page.path
        if is_moved and not any(self._leads(other, effect) for other in self.stays):
            yield Finding(Change.MOVE, before.title, page.pk)
            yield from self._alone(page)
        elif effect.differs and effect.is_written and not (is_moved or self._follows(effect, page)):
            yield Finding(Change.UPDATE, before.title, page.pk, page.live_revision_id)

    def _alone(self, page: Page) -> Iterator[Finding]:
        """A page in the tree of another language, or without the Swedish page that it would be a translation of."""
        tree = Page.objects.filter(path=page.path[: 2 * Page.steplen]).values_list("locale_id", flat=True).first()
        is_translation = page.locale.language_code != settings.LANGUAGE_CODE
        if tree != page.locale_id or (is_translation and not self._has_source(page)):
            yield Finding(Change.ENGLISH_ALONE, page.title, page.pk)

    def _gates(self, effect: PageEffect, page: Page) -> Iterator[Finding]:
        """By the page that is closed itself: what lies below follows it."""
        before: Any = effect.before
        was, is_now = (set(gate.split(",")) - {""} for gate in (before.gate, effect.gate))
        for change, ids in ((Change.RESTRICT, is_now - was), (Change.OPEN, was - is_now)):
            for pk in sorted(ids):
                if pk == str(page.pk) or int(pk) not in {other.page_id for other in self.effects.pages}:
                    yield Finding(change, before.title, int(pk))

    def _follows(self, effect: PageEffect, page: Page) -> bool:
        """Whether the rows of a page were written by what was approved, of itself or of another page."""
        return (
            self._is_approved(page)
            or self._is_translation_of_approved(page)
            or any(self._leads(other, effect) for other in self.stays)
        )

    def _leads(self, other: PageEffect, effect: PageEffect) -> bool:
        """Whether an address changed because that of a page above it did, which is judged by itself."""
        above, below, at, now = other.before, effect.before, other.page, effect.page
        if above is None or below is None or at is None or now is None or other is effect:
            return False
        is_led = above.slug != at.slug or above.path != at.path
        return is_led and below.path.startswith(above.path) and now.path.startswith(at.path)

    def _is_approved(self, page: Page) -> bool:
        return (page.pk, page.live_revision_id) in self.approved

    def _is_translation_of_approved(self, page: Page) -> bool:
        """Facts are approved once, with the Swedish revision (ADR 5)."""
        ids = [pk for pk, _revision in self.approved if pk != page.pk]
        sources = Page.objects.filter(
            pk__in=ids, translation_key=page.translation_key, locale__language_code=settings.LANGUAGE_CODE
        )
        return bool(ids) and sources.exists()

    def _has_source(self, page: Page) -> bool:
        others = Page.objects.filter(translation_key=page.translation_key, alias_of__isnull=True)
        return others.filter(locale__language_code=settings.LANGUAGE_CODE).exists()


def _objects(effects: Collection[ObjectEffect]) -> Iterator[Finding]:
    for effect in effects:
        change = _change_of(effect)
        if change is not None:
            yield Finding(change, _name_of(effect), kind=effect.kind, key=effect.key)


def _change_of(effect: ObjectEffect) -> Change | None:
    """The row of the policy; None where nothing needs a right."""
    if effect.kind in FILES:
        if not is_in_use(effect.kind, effect.key):
            return Change.FILE if effect.is_written and is_awaited(effect.kind, effect.key) else None
        if effect.is_written:
            return Change.FILE
        return Change.COLLECTION if effect.by_collection else None
    if effect.kind in TAGS:
        return _change_of_tag(effect)
    if effect.kind == REDIRECT:
        # Wagtail makes one when an address changes; that change is what was judged.
        automatic = Redirect.objects.filter(pk=effect.key, automatically_created=True)
        return None if automatic.exists() else Change.REDIRECT
    if effect.kind in SITES:
        return Change.SITE
    return Change.REGISTER if effect.kind.startswith("registers.") else None


def _change_of_tag(effect: ObjectEffect) -> Change:
    item = TaggedItem.objects.filter(pk=effect.key).first() if effect.kind == TaggedItem._meta.label_lower else None
    of = item and item.content_type.model_class()
    if item is not None and of is not None and is_in_use(of._meta.label_lower, str(item.object_id)):
        return Change.FILE
    return Change.TAG


def _name_of(effect: ObjectEffect) -> str:
    model = apps.get_model(effect.kind)
    found = model._default_manager.filter(pk=effect.key).first()
    return str(found) if found is not None else f"{model._meta.verbose_name} {effect.key}"
