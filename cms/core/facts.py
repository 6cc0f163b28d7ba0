"""Facts are entered and approved once, with the Swedish page, and hold in both languages at the same moment (domain C).

When a live Swedish page is saved, its facts go to its translations in the same transaction: to the live page, and to
the newest draft, so that publishing that draft later does not bring old facts back. Texts are never touched.
"""

from typing import TYPE_CHECKING, Any

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, get_translatable_fields

from cms.core.models.rows import TextRow
from cms.core.translation_state import is_source

if TYPE_CHECKING:
    from cms.core.models.pages import BasePage


def share_facts(source: "BasePage") -> None:
    """Write the facts of a live Swedish page to its translations."""
    if not is_source(source) or not source.pk:
        return
    for translation in source.get_translations():
        page = translation.specific
        copy_facts(source, page)
        page.text_is_unchanged = True
        page.save(clean=False)
        draft = page.latest_revision
        if draft is not None and draft.pk != page.live_revision_id:
            _update_draft(source, draft)


def copy_facts(source: models.Model, target: models.Model) -> None:
    """Copy every fact field and row from `source` to `target`, in memory."""
    for rule in get_translatable_fields(type(source)):
        field = rule.get_field(type(source))
        is_fact = isinstance(rule, SynchronizedField)
        if isinstance(field, models.ManyToOneRel):
            if issubclass(field.related_model, TextRow):
                _match_text_rows(source, target, field.name)
            else:
                source.copy_child_relation(field.name, target)
        elif is_fact:
            setattr(target, field.attname, getattr(source, field.attname))


def _match_text_rows(source: models.Model, target: models.Model, relation: str) -> None:
    """Rows are matched by translation key: facts follow, texts stay, a new row has no text until it is translated."""
    existing = {row.translation_key: row for row in getattr(target, relation).all()}
    rows = []
    for row in getattr(source, relation).all():
        match = existing.get(row.translation_key)
        if match is None:
            match = _without_text(row)
            match.locale_id = target.locale_id
        copy_facts(row, match)
        rows.append(match)
    setattr(target, relation, rows)


def _without_text(row: TextRow) -> TextRow:
    values: dict[str, Any] = {"translation_key": row.translation_key}
    copy = type(row)(**values)
    for rule in row.translatable_fields:
        if not isinstance(rule, SynchronizedField):
            field = rule.get_field(type(row))
            setattr(copy, field.attname, field.get_default() if field.has_default() else "")
    return copy


def _update_draft(source: "BasePage", draft: Any) -> None:
    page = draft.as_object()
    copy_facts(source, page)
    draft.content = page.serializable_data()
    draft.save(update_fields=["content"])


def child_relations_of(page_class: type[Page]) -> set[str]:
    """Names of the child relations of a page type."""
    return {relation.name for relation in get_all_child_relations(page_class)}
