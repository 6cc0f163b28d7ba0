"""Whoever reads mail at an owner's address answers in their place: who wrote it is noted, and reviewers are told."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from bank.models import CaseOwner
from cms.core.models import User
from cms.editorial.notifications.digest_lines import Line, Period, line_of
from cms.publishing.acting import who_acts

ADDRESS = "servicebanken.owner_address"
ACCOUNT = "account"


@receiver(pre_save, sender=CaseOwner)
def note_who_writes_it(instance: CaseOwner, raw: bool = False, **_kwargs: Any) -> None:
    """In the history of the case, without the address, which is private."""
    before = CaseOwner.objects.filter(pk=instance.pk).values_list("case_id", "email").first()
    if raw or before == (instance.case_id, instance.email):
        return
    author = who_acts()
    account = User.objects.filter(email__iexact=instance.email).order_by("pk").first()
    log(
        instance=instance.case,
        action=ADDRESS,
        user=User.objects.filter(pk=author.user_id).first() if author else None,
        data={ACCOUNT: account.pk if account else None},
    )


def newest_note(page: Page) -> PageLogEntry | None:
    """Who wrote the address that stands there now, and when. None for one that is older than these notes."""
    entries = PageLogEntry.objects.filter(page=page.pk, action=ADDRESS)
    return entries.select_related("user").order_by("-timestamp", "-pk").first()


def warning(entry: PageLogEntry) -> str:
    """That somebody who works here answers, where it is so; in the active language."""
    account = User.objects.filter(pk=entry.data.get(ACCOUNT)).first()
    if account is None:
        return ""
    return _("The address is that of the account of %(name)s.") % {"name": account.get_full_name() or account}


def in_the_digest(period: Period) -> list[Line]:
    entries = PageLogEntry.objects.filter(period.of("timestamp"), action=ADDRESS).select_related("user")
    return [line_of(entry, warning(entry)) for entry in entries.order_by("timestamp")]
