"""Texts of a machine: fetched by the worker, and no translation until somebody takes them for theirs (ADR 41).

The providers are wagtail-localize's. Nothing is sent to one while the Swedish text holds what looks like personal data.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import islice
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.models import Page
from wagtail.users.models import UserProfile
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import StringValue

from cms.core.models import BasePage, User
from cms.editorial.models import MachineTranslation
from cms.editorial.readiness import personal_data
from cms.editorial.readiness.findings import Finding, Place
from cms.editorial.readiness.subject import Subject
from cms.editorial.translation import check_text
from cms.editorial.translations.lengths import check_length, field_of
from cms.editorial.translations.segments import SLUG

logger = logging.getLogger(__name__)
AT_ONCE = 50
"""Texts in one call."""
SECONDS = 30.0
"""After which no further call is made: other jobs of the worker wait."""
STOPPED = timedelta(minutes=5)
RULES = (
    personal_data.identities,
    personal_data.private_numbers,
    personal_data.private_mail,
    personal_data.contacts,
)
Places = Mapping[StringValue, list[StringSegment]]


def personal_data_in(source: TranslationSource) -> list[Finding]:
    """What looks like personal data in a Swedish text, each thing once.

    What an editor has let pass counts too: that it may stand on our page is no reason to send it to somebody else.
    """
    page = source.as_instance()
    if not isinstance(page, BasePage):
        return []
    subject = Subject(page)
    # As the form shows it, and once more exactly what would be sent.
    for segment in source.stringsegment_set.select_related("context", "string").exclude(context__path=SLUG):
        label = capfirst(field_of(source, segment.context)[0])
        words = StringValue(segment.string.data).render_text()
        subject.content.text(Place(segment.context.path, "", label), [words])
    found = [finding for rule in RULES for finding in rule(subject)]
    return list({(finding.code, finding.message): finding for finding in reversed(found)}.values())[::-1]


def said_of(findings: Iterable[Finding]) -> str:
    """Why nothing is sent, with what stands in the way."""
    lines = [
        _("%(field)s: %(message)s") % {"field": finding.place.label, "message": finding.message} for finding in findings
    ]
    reason = _("Nothing was sent: the Swedish text holds what looks like personal data. Translate this page by hand.")
    return " ".join([reason, *lines])


def ask_for(translation: Translation, user: User) -> None:
    """Have the worker fetch a translation of what has none. Raises ValidationError where that may not be."""
    if found := personal_data_in(translation.source):
        raise ValidationError(said_of(found))
    now = timezone.now()
    MachineTranslation.objects.update_or_create(
        translation=translation,
        defaults={"by": user, "asked_at": now, "begun_at": None, "done_at": None, "outcome": ""},
    )


def work_off() -> None:
    """The job: one request at a time. No transaction is open while the provider is asked."""
    row = _take()
    if row is None:
        return
    with override(_language_of(row.by)):
        try:
            _translate(row)
        except ValidationError as error:
            row.outcome = " ".join(error.messages)
        except Exception:
            logger.exception("Translation %s could not be translated by a machine", row.translation_id)
            row.outcome = _("An error that was not foreseen. It stands in the server's log.")
    row.done_at = timezone.now()
    row.save(update_fields=["done_at", "outcome"])


def _take() -> MachineTranslation | None:
    now = timezone.now()
    free = Q(begun_at=None) | Q(begun_at__lt=now - STOPPED)
    row = MachineTranslation.objects.filter(free, done_at=None).order_by("asked_at").first()
    if row is None:
        return None
    taken = MachineTranslation.objects.filter(free, pk=row.pk, done_at=None).update(begun_at=now)
    return row if taken else None


def _translate(row: MachineTranslation) -> None:
    translator = get_machine_translator()
    if translator is None:
        raise ValidationError(_("Machine translation is switched off."))
    translation = Translation.objects.select_related("source__locale", "target_locale").get(pk=row.translation_id)
    user = row.by
    if user is None or not may_be_written(translation, user):
        raise ValidationError(_("The translation is not open to whoever asked for it any more."))
    # Once more: the Swedish page may have been published anew since somebody pressed the button.
    if found := personal_data_in(translation.source):
        raise ValidationError(said_of(found))
    until = time.monotonic() + SECONDS
    tool = str(translator.display_name)
    places = _untranslated(translation)
    left, written = iter(places), 0
    while chunk := list(islice(left, AT_ONCE)):
        try:
            if time.monotonic() > until:
                raise TimeoutError
            answers = translator.translate(translation.source.locale, translation.target_locale, chunk)
        except Exception as error:  # what a provider raises is its own affair: KeyError where it was refused
            # Neither its words nor where it came from: they may hold texts of a page that is not public.
            status = getattr(getattr(error, "response", None), "status_code", None)
            logger.warning("Machine translation stopped: %s, status %s", type(error).__name__, status or "unknown")
            raise ValidationError(_stopped(tool, written)) from error
        written += _keep(translation, user, tool, {text: places[text] for text in chunk}, answers)
    if written < (wanted := sum(map(len, places.values()))):
        raise ValidationError(_left_out(wanted - written))


def may_be_written(translation: Translation, user: User) -> bool:
    """Whether the translated page is there, and open to the user."""
    try:
        page = translation.get_target_instance()
    except ObjectDoesNotExist:
        return False
    if not isinstance(page, Page) or not user.is_active or page.workflow_in_progress:
        return False
    permissions = page.permissions_for_user(user)
    return permissions.can_edit() and not permissions.page_locked()


def _untranslated(translation: Translation) -> dict[StringValue, list[StringSegment]]:
    """Texts without any translation, each with the places where it stands. The address is left to people."""
    known = set(
        StringTranslation.objects.filter(
            locale=translation.target_locale, context__object_id=translation.source.object_id
        ).values_list("translation_of_id", "context_id")
    )
    segments = translation.source.stringsegment_set.exclude(context__path=SLUG).select_related("context", "string")
    places: dict[StringValue, list[StringSegment]] = defaultdict(list)
    for segment in segments.order_by("order"):
        if (segment.string_id, segment.context_id) not in known:
            places[StringValue(segment.string.data)].append(segment)
    return dict(places)


@transaction.atomic
def _keep(translation: Translation, user: User, tool: str, places: Places, answers: Mapping[Any, Any]) -> int:
    """Keep what the machine has said, where nobody has written meanwhile; returns how many."""
    written = 0
    for string, segments in places.items():
        text = getattr(answers.get(string), "data", None)
        for segment in segments:
            if text and _fits(translation.source, segment, text):
                _row, is_new = StringTranslation.objects.get_or_create(
                    translation_of_id=segment.string_id,
                    locale=translation.target_locale,
                    context_id=segment.context_id,
                    defaults={
                        "data": text,
                        "translation_type": StringTranslation.TRANSLATION_TYPE_MACHINE,
                        "tool_name": tool[:255],
                        "last_translated_by": user,
                    },
                )
                written += is_new
    return written


def _fits(source: TranslationSource, segment: StringSegment, text: str) -> bool:
    try:
        check_text(segment, text)
        check_length(source, segment.context, text)
    except ValidationError:
        return False
    return True


def _stopped(tool: str, written: int) -> str:
    return ngettext(
        "%(tool)s stopped answering. %(written)d text was translated and is kept. Try again later.",
        "%(tool)s stopped answering. %(written)d texts were translated and are kept. Try again later.",
        written,
    ) % {"tool": tool, "written": written}


def _left_out(number: int) -> str:
    return ngettext(
        "%(number)d text was left out: there was no answer that fits. Translate it by hand.",
        "%(number)d texts were left out: there was no answer that fits. Translate them by hand.",
        number,
    ) % {"number": number}


def _language_of(user: User | None) -> str | None:
    return UserProfile.get_for_user(user).get_preferred_language() if user is not None else None
