"""The mail of Monday morning: what was decided without a review, and what waits longest. None when there is nothing."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.models import User
from cms.editorial.guard import roles_of
from cms.editorial.models import Notice
from cms.editorial.notifications import texts
from cms.editorial.notifications.digest_lines import LINES, Line, Period
from cms.editorial.notifications.sending import each_in_their_language, send
from cms.editorial.notifications.table import TABLE, Event, When, in_digest_of

HOUR = 7
KEY = "digest:"
FIRST_PERIOD = dt.timedelta(days=7)
SETTLED = dt.timedelta(minutes=5)
"""What is younger waits for the next digest: a request that is not committed yet may log an earlier time than now."""
MOST_LINES = 30


def last_monday(now: dt.datetime) -> dt.datetime:
    """The latest Monday 07:00, Swedish time, that is not after `now`."""
    local = timezone.localtime(now)
    monday = local.date() - dt.timedelta(days=local.weekday())
    moment = timezone.make_aware(dt.datetime.combine(monday, dt.time(HOUR)))
    if moment > now:
        moment = timezone.make_aware(dt.datetime.combine(monday - dt.timedelta(days=7), dt.time(HOUR)))
    return moment


@transaction.atomic
def send_digest() -> None:
    """Send the digest of the last Monday if nobody has.

    It begins where the one before ended, so that nothing is left out when a worker slept over a Monday. What it tells
    of is claimed and queued in one transaction: another worker waits here and then finds it done.
    """
    now = timezone.now()
    until = now - SETTLED
    before = Notice.objects.filter(key__startswith=KEY).order_by("-at").first()
    monday = timezone.localtime(last_monday(now))
    key = f"{KEY}{monday:%Y-%m-%d}"
    if not Notice.objects.claim(key):
        return
    Notice.objects.filter(key=key).update(at=until)
    period = Period(before.at if before else until - FIRST_PERIOD, until)
    lines = {event: LINES[event](period) for event in _events()}
    for user in each_in_their_language(_readers()):
        mine = {event: lines[event] for event in in_digest_of(roles_of(user)) if lines[event]}
        if mine:
            send(user, _("Servicebanken: the week"), _body(mine, period))


def _events() -> list[Event]:
    return [row.event for row in TABLE if row.when == When.DIGEST]


def _readers() -> list[User]:
    roles = {to.value for row in TABLE if row.when == When.DIGEST for to in row.to}
    return list(User.objects.filter(is_active=True, groups__name__in=roles).exclude(email="").distinct().order_by("pk"))


def _body(sections: dict[Event, list[Line]], period: Period) -> str:
    parts = [_("Since %(day)s:") % {"day": texts.day_of(period.since)}]
    for event, lines in sections.items():
        shown = [line.text() for line in lines[:MOST_LINES]]
        if len(lines) > MOST_LINES:
            shown.append(_("… and %(count)s more") % {"count": len(lines) - MOST_LINES})
        parts.append("\n".join([str(event.label).upper(), *shown]))
    parts += [_("Open it here:") + "\n" + texts.address(reverse("wagtailadmin_home")), texts.ending()]
    return "\n\n".join(parts) + "\n"
