"""Rows of a deleted page as objects again, without what they point at and is no longer there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.python import Deserializer
from django.db.models import ForeignKey, Model
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Revision

from cms.editorial.models import DeletedPage

Ident = tuple[type[Model], Any]


def objects_of(deleted: DeletedPage) -> list[Model]:
    """All that can come back, pages first. Raises ValidationError where a page lacks something it cannot be without.

    Columns and tables that there are no more are left out, new columns have their default.
    """
    stored = (
        {"model": row.model, "pk": row.key, "fields": row.fields} for row in deleted.rows.order_by("pk").iterator()
    )
    objects = [found.object for found in Deserializer(stored, ignorenonexistent=True)]
    objects = sorted(objects, key=lambda found: 0 if type(found) is Page else 1 if isinstance(found, Page) else 2)
    return _that_hold(objects)


def _that_hold(objects: list[Model]) -> list[Model]:
    """Without rows whose other end is gone, and those that hung on them."""
    known: dict[Ident, bool] = {}
    while True:
        coming = {ident for found in objects for ident in _idents(found)}
        kept = [found for found in objects if _holds(found, coming, known)]
        if len(kept) == len(objects):
            return kept
        objects = kept


def _idents(found: Model) -> Iterator[Ident]:
    """A row of a model that inherits from another has the same key there."""
    yield type(found), found.pk


def _holds(found: Model, coming: set[Ident], known: dict[Ident, bool]) -> bool:
    for field in _gone(found, coming, known):
        if field.null:
            setattr(found, field.attname, None)
        elif isinstance(found, Page):
            raise ValidationError(
                _("It cannot come back without what it refers to, and that is gone: %(what)s.")
                % {"what": field.verbose_name}
            )
        else:
            return False
    return isinstance(found, Page | Revision) or _is_alone(found)


def _gone(found: Model, coming: set[Ident], known: dict[Ident, bool]) -> Iterable[ForeignKey]:
    """Columns that point at a row which neither is there nor comes back."""
    for field in found._meta.local_fields:
        value = getattr(found, field.attname)
        if not isinstance(field, ForeignKey) or value is None:
            continue
        target: Any = field.related_model
        if (target, value) in coming:
            continue
        ident = (target, value)
        if ident not in known:
            known[ident] = target._base_manager.filter(**{field.target_field.attname: value}).exists()
        if not known[ident]:
            yield field


def _is_alone(found: Model) -> bool:
    """Whether nothing else has taken its place: somebody may have made the same redirect anew."""
    if isinstance(found, Redirect):  # for all sites: no constraint of the database holds there
        return not Redirect.objects.filter(old_path=found.old_path, site_id=found.site_id).exists()
    try:
        found.validate_unique()
    except ValidationError:
        return False
    return True
