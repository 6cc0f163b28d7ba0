"""Which event tells whom, at once or in the digest. It stands in the editors' guide, too, and a test compares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Event(models.TextChoices):
    """What can happen."""

    CHECK_WAITS = "check_waits", _("A page waits for the editorial check")
    FOUR_EYES_WAIT = "four_eyes_wait", _("A page or translation waits for four eyes")
    OWNER_SILENT = "owner_silent", _("A case study has no owner to ask, or the owner has not answered for 21 days")
    NOT_RUNNING = "not_running", _("The owner of a case says that it is not running any more")
    OWNER_ADDRESS = "owner_address", _("The address at which the owner of a case is asked is written or changed")
    SENT_BACK = "sent_back", _("A page is sent back")
    SENT_BACK_LATER = "sent_back_later", _("A later step sends back what somebody has approved in an earlier one")
    APPROVED = "approved", _("A page is approved")
    WITHDRAWN = "withdrawn", _("Somebody takes a page back before it is decided")
    NOT_DONE = "not_done", _("A step has waited for 7 days")
    STILL_NOT_DONE = "still_not_done", _("A step has waited for 14 days, or nobody can do it")
    TRANSLATION_BEHIND = "translation_behind", _("A Swedish page is published and its translation is behind")
    PROPOSED = "proposed", _("Somebody proposes to move, close, open or delete a page")
    DECIDED = "decided", _("A proposal is decided")
    TAKEN_DOWN = "taken_down", _("A page is taken down")
    TREE_UNSOUND = "tree_unsound", _("The tree of pages, or of collections, is found not to be sound")
    OVERRIDDEN = "overridden", _("A network administrator decides past the workflow")
    REGISTER_CHANGED = "register_changed", _("A row of a register is changed")
    SEARCH_WORD_CHANGED = "search_word_changed", _("A search word is changed")
    REVIEW_DUE = "review_due", _("A page is to be reviewed again within 30 days")


class To(models.TextChoices):
    """Who gets it. Whoever did it is never told of it, at once."""

    WHO_CAN_ACT = "who_can_act", pgettext_lazy("gets mail", "those who can do the step")
    WHO_HAS_IT = "who_has_it", pgettext_lazy("gets mail", "whoever has taken the step, else those who can do it")
    EARLIER_STEPS = "earlier_steps", pgettext_lazy("gets mail", "those who approved it in an earlier step")
    WRITERS = "writers", pgettext_lazy("gets mail", "those who wrote and submitted it")
    PROPOSER = "proposer", pgettext_lazy("gets mail", "whoever proposed it")
    EDITORS = "editor", pgettext_lazy("gets mail", "editors")
    TRANSLATORS = "translator", pgettext_lazy("gets mail", "translators")
    REVIEWERS = "reviewer", pgettext_lazy("gets mail", "reviewers")
    ADMINISTRATORS = "network_administrator", pgettext_lazy("gets mail", "network administrators")


class When(models.TextChoices):
    AT_ONCE = "at_once", pgettext_lazy("mail", "at once")
    DIGEST = "digest", pgettext_lazy("mail", "in the digest on Monday")


@dataclass(frozen=True)
class Row:
    """One line. `switch` is the field of Wagtail's profile with which people turn this mail off for themselves."""

    event: Event
    to: tuple[To, ...]
    when: When
    switch: str = ""


_OVERSIGHT = (To.REVIEWERS, To.ADMINISTRATORS)

TABLE: tuple[Row, ...] = (
    Row(Event.CHECK_WAITS, (To.WHO_CAN_ACT,), When.AT_ONCE, "submitted_notifications"),
    Row(Event.FOUR_EYES_WAIT, (To.WHO_CAN_ACT,), When.AT_ONCE, "submitted_notifications"),
    Row(Event.OWNER_SILENT, (To.WHO_CAN_ACT,), When.AT_ONCE, "submitted_notifications"),
    Row(Event.NOT_RUNNING, (To.EDITORS,), When.AT_ONCE),
    Row(Event.OWNER_ADDRESS, _OVERSIGHT, When.DIGEST),
    Row(Event.SENT_BACK, (To.WRITERS,), When.AT_ONCE, "rejected_notifications"),
    Row(Event.SENT_BACK_LATER, (To.EARLIER_STEPS,), When.AT_ONCE, "rejected_notifications"),
    Row(Event.APPROVED, (To.WRITERS,), When.AT_ONCE, "approved_notifications"),
    Row(Event.WITHDRAWN, (To.WHO_CAN_ACT,), When.AT_ONCE, "submitted_notifications"),
    Row(Event.NOT_DONE, (To.WHO_HAS_IT,), When.AT_ONCE),
    Row(Event.NOT_DONE, _OVERSIGHT, When.DIGEST),
    Row(Event.STILL_NOT_DONE, (To.ADMINISTRATORS,), When.AT_ONCE),
    Row(Event.TRANSLATION_BEHIND, (To.TRANSLATORS,), When.AT_ONCE),
    Row(Event.PROPOSED, _OVERSIGHT, When.AT_ONCE),
    Row(Event.DECIDED, (To.PROPOSER,), When.AT_ONCE),
    Row(Event.DECIDED, _OVERSIGHT, When.DIGEST),
    Row(Event.TAKEN_DOWN, (To.WRITERS, To.EDITORS), When.AT_ONCE),
    Row(Event.TAKEN_DOWN, _OVERSIGHT, When.DIGEST),
    Row(Event.TREE_UNSOUND, (To.ADMINISTRATORS,), When.AT_ONCE),
    Row(Event.OVERRIDDEN, _OVERSIGHT, When.DIGEST),
    Row(Event.REGISTER_CHANGED, _OVERSIGHT, When.DIGEST),
    Row(Event.SEARCH_WORD_CHANGED, _OVERSIGHT, When.DIGEST),
    Row(Event.REVIEW_DUE, (To.EDITORS,), When.DIGEST),
)


def at_once(event: Event) -> list[Row]:
    return [row for row in TABLE if row.event == event and row.when == When.AT_ONCE]


def in_digest_of(roles: set[str]) -> list[Event]:
    """What somebody of these roles reads about in the digest, in the order of the table."""
    return [row.event for row in TABLE if row.when == When.DIGEST and roles & {to.value for to in row.to}]


def as_markdown(headings: tuple[Any, Any, Any]) -> str:
    """The table as it stands in the guide, in the active language."""
    lines = [f"| {' | '.join(map(str, headings))} |", "|---|---|---|"]
    for row in TABLE:
        people = ", ".join(str(to.label) for to in row.to)
        lines.append(f"| {row.event.label} | {people} | {row.when.label} |")
    return "\n".join(lines)
