"""Watches who writes: every route saves a revision, a translated text or an override, whichever view it began in.

And what is published in Swedish: its translators work from that.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import page_published
from wagtail_localize.models import SegmentOverride, StringTranslation

from cms.core.models import CustomDocument, CustomImage
from cms.core.revisions import says_the_same
from cms.core.translation_state import is_source
from cms.editorial.contributions import note_writing, writers_since_publication, writers_up_to
from cms.editorial.models import Contribution
from cms.editorial.translations.choosing import forget_what_is_gone
from cms.editorial.translations.sources import bring_to_translators
from cms.publishing.acting import who_acts

Kind = Contribution.Kind
CHANGES = "_changes_what_is_written"
OF_A_MACHINE = "machine-translated, not reviewed"
"""Kept with the text; the editor says it in the reader's language."""


@receiver(pre_save, sender=Revision)
def look_at_what_a_revision_changes(instance: Revision, update_fields: Any = None, **_kwargs: Any) -> None:
    """Compare with what was written before: a save that changes nothing is no writing."""
    is_partial = update_fields is not None and "created_at" not in update_fields
    is_by_nobody = instance.user_id is None and who_acts() is None
    if is_partial or is_by_nobody or not _is_of_a_page(instance):
        setattr(instance, CHANGES, False)  # a schedule, facts that follow the Swedish page, a command
        return
    earlier = Revision.objects.filter(
        base_content_type_id=instance.base_content_type_id, object_id=str(instance.object_id)
    )
    if instance.pk:
        earlier = earlier.filter(pk=instance.pk)
    before = earlier.order_by("-created_at", "-pk").values_list("content", flat=True).first()
    setattr(instance, CHANGES, before is None or not says_the_same(instance.content, before))


@receiver(post_save, sender=Revision)
def note_a_revision(instance: Revision, raw: bool = False, **_kwargs: Any) -> None:
    """A draft, an autosave, an import, or an old version brought back: the words are the user's from now on."""
    author = who_acts()
    if getattr(instance, CHANGES, False) and not raw:
        note_writing(
            key=instance.content["translation_key"],
            locale_id=instance.content["locale"],
            users=[instance.user_id, author.user_id if author else None],
            kind=Kind.REVISION,
            at=instance.created_at,
        )


@receiver(pre_save, sender=StringTranslation)
@receiver(pre_save, sender=SegmentOverride)
def look_at_what_a_text_changes(sender: type[models.Model], instance: Any, **_kwargs: Any) -> None:
    columns = ("data", "translation_type") if sender is StringTranslation else ("data_json",)
    before = sender._default_manager.filter(pk=instance.pk).values_list(*columns).first()
    # Who takes the words of a machine for theirs has written them.
    setattr(instance, CHANGES, before != tuple(getattr(instance, name) for name in columns))


@receiver(pre_save, sender=StringTranslation)
def a_machine_has_not_translated(instance: StringTranslation, **_kwargs: Any) -> None:
    """A text of a machine stands in no draft until somebody saves it as theirs: wagtail-localize leaves errors out."""
    if instance.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE:
        instance.has_error, instance.field_error = True, OF_A_MACHINE


@receiver(post_save, sender=StringTranslation)
@receiver(post_save, sender=SegmentOverride)
def note_a_text(instance: Any, raw: bool = False, **_kwargs: Any) -> None:
    if getattr(instance, CHANGES, False) and not raw:
        _note_text(instance)


@receiver(post_delete, sender=StringTranslation)
@receiver(post_delete, sender=SegmentOverride)
def note_a_text_taken_away(instance: Any, origin: Any = None, **_kwargs: Any) -> None:
    """Taking a text away is writing, too; not so when it goes with its page or language."""
    model = getattr(origin, "model", type(origin))
    if model is type(instance):
        _note_text(instance)


@receiver(post_save, sender=PageLogEntry)
def note_autosaves_once(instance: PageLogEntry, created: bool = False, **_kwargs: Any) -> None:
    """Autosaves write over one draft: its history has one line for them all, with the time of the last."""
    if created and instance.action == "wagtail.edit" and instance.revision_id is not None:
        same = {"page_id": instance.page_id, "revision_id": instance.revision_id, "user_id": instance.user_id}
        PageLogEntry.objects.filter(**same, action=instance.action, pk__lt=instance.pk).delete()


@receiver(post_save, sender=PageLogEntry)
def note_whose_words_come_back(instance: PageLogEntry, created: bool = False, **_kwargs: Any) -> None:
    """An older draft that nobody approved is brought back: by one person, and in the words of others."""
    if not created or instance.action != "wagtail.revert":
        return
    older = Revision.objects.filter(pk=(instance.data.get("revision") or {}).get("id")).first()
    if older is not None and _is_of_a_page(older):
        note_writing(
            key=older.content["translation_key"],
            locale_id=older.content["locale"],
            users=writers_up_to(older),
            kind=Kind.REVISION,
            at=instance.revision.created_at if instance.revision else None,
        )


@receiver(post_delete, sender=Page)
@receiver(post_delete, sender=CustomImage)
@receiver(post_delete, sender=CustomDocument)
def forget_what_translators_chose(instance: models.Model, **_kwargs: Any) -> None:
    forget_what_is_gone(instance)


@receiver(page_published)
def show_translators_what_has_changed(instance: Page, **_kwargs: Any) -> None:
    if is_source(instance):
        bring_to_translators(instance)


def note_writers_of_copies() -> None:
    """Have who wrote in a page count as having written in its copy. To be called once, when the app starts.

    Wagtail tells nobody from which page a copy was made.
    """
    copy = CopyPageAction._copy_page

    @wraps(copy)
    def noted(self: CopyPageAction, page: Page, *args: Any, **kwargs: Any) -> Page:
        made: Page = copy(self, page, *args, **kwargs)
        if self.reset_translation_key:  # and it is no translation
            note_writing(
                key=made.translation_key,
                locale_id=made.locale_id,
                users=writers_since_publication(page),
                kind=Kind.REVISION,
                at=made.latest_revision.created_at if made.latest_revision else None,
            )
        return made

    CopyPageAction._copy_page = noted


def _note_text(instance: Any) -> None:
    author = who_acts()
    if instance.context is None or (author is None and instance.last_translated_by_id is None):
        return
    user = author.user_id if author is not None else instance.last_translated_by_id
    note_writing(key=instance.context.object_id, locale_id=instance.locale_id, users=[user], kind=_kind_of(instance))


def _kind_of(instance: Any) -> str:
    if isinstance(instance, SegmentOverride):
        return Kind.OVERRIDE
    if instance.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE:
        return Kind.MACHINE
    return Kind.IMPORT if instance.tool_name else Kind.TEXT


def _is_of_a_page(revision: Revision) -> bool:
    return revision.base_content_type_id == ContentType.objects.get_for_model(Page).pk
