"""Telling people: in their own language, in the transaction of what happened, and without ever standing in its way."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from wagtail.users.models import UserProfile

from cms.core.models import User
from cms.editorial.notifications import texts
from cms.editorial.notifications.occasion import Occasion, people
from cms.editorial.notifications.table import Event, at_once

HEADERS = {"Auto-Submitted": "auto-generated"}

logger = logging.getLogger(__name__)


def notify(event: Event, **what: Any) -> None:
    """Tell those whom the table names, at once. `what` are the fields of `Occasion`.

    Mail is put in the queue, so that what is rolled back is never told. Whatever goes wrong here is logged: an action
    does not fail because nobody could be told of it.
    """
    try:
        with transaction.atomic():
            tell(Occasion(event, **what))
    except Exception:
        logger.exception("nobody could be told of the event %s", event.value)


def tell(occasion: Occasion) -> list[User]:
    """Write to everybody whom the table means; returns them. Raises what goes wrong."""
    told: dict[int, User] = {}
    for row in at_once(occasion.event):
        for user in people(occasion, row):
            if user.pk in told or not wants(user, row.switch):
                continue
            told[user.pk] = user
            with translation.override(language_of(user)):
                send(user, texts.subject_of(occasion), texts.body_of(occasion))
    return list(told.values())


def send(user: User, subject: str, body: str) -> None:
    """Put one plain message in the queue; nothing for somebody without an address."""
    if user.email:
        EmailMessage(subject, body, None, [user.email], headers=HEADERS).send()


def wants(user: User, switch: str) -> bool:
    """Whether somebody has left this kind of mail on, on the page of their account."""
    return not switch or bool(getattr(UserProfile.get_for_user(user), switch))


def language_of(user: User) -> str:
    """The language that somebody has chosen for the admin; never the one of whoever does something just now."""
    chosen = UserProfile.get_for_user(user).preferred_language
    return chosen if chosen in dict(settings.WAGTAILADMIN_PERMITTED_LANGUAGES) else settings.LANGUAGE_CODE


def each_in_their_language(users: Iterable[User]) -> Iterable[User]:
    """Go through people with the language of each active meanwhile."""
    for user in users:
        with translation.override(language_of(user)):
            yield user
