"""What the mails say, in the active language. Nothing that people typed can reach a header or look like our words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.models import User
from cms.editorial.notifications.occasion import Occasion, holding_of
from cms.editorial.notifications.table import Event

LONGEST_TITLE = 90
LONGEST_REASON = 2000


@dataclass(frozen=True)
class Text:
    """`subject` has the placeholder ``%(title)s``; `what` says what has happened and what to do about it."""

    subject: Any
    what: Any


TEXTS: dict[Event, Text] = {
    Event.CHECK_WAITS: Text(
        gettext_lazy("To check: “%(title)s”"),
        gettext_lazy("A page waits for the editorial check. Any editor can do it."),
    ),
    Event.FOUR_EYES_WAIT: Text(
        gettext_lazy("To approve: “%(title)s”"),
        gettext_lazy("A page waits for your approval. It is published when one reviewer approves it."),
    ),
    Event.OWNER_SILENT: Text(
        gettext_lazy("No answer from the owner: “%(title)s”"),
        gettext_lazy(
            "The facts of this case study cannot be confirmed by those who run it. Find somebody to ask, or go on and"
            " write why."
        ),
    ),
    Event.NOT_RUNNING: Text(
        gettext_lazy("Not running any more: “%(title)s”"),
        gettext_lazy("The owner says so. Nothing has been changed on the page: somebody has to look at it."),
    ),
    Event.SENT_BACK: Text(
        gettext_lazy("Sent back: “%(title)s”"),
        gettext_lazy("The page needs changes. Change what is said below and submit it again."),
    ),
    Event.SENT_BACK_LATER: Text(
        gettext_lazy("Sent back after your approval: “%(title)s”"),
        gettext_lazy("A later step has sent the page back to its authors. You need not do anything."),
    ),
    Event.APPROVED: Text(
        gettext_lazy("Approved: “%(title)s”"),
        gettext_lazy("The page has been approved. It is public now, or from the day that was set in it."),
    ),
    Event.WITHDRAWN: Text(
        gettext_lazy("No longer to do: “%(title)s”"),
        gettext_lazy("The page has been taken back. You need not do anything."),
    ),
    Event.NOT_DONE: Text(
        gettext_lazy("Still waiting: “%(title)s”"),
        gettext_lazy("This has waited for a week. You have taken it, or are one of those who can do it."),
    ),
    Event.STILL_NOT_DONE: Text(
        gettext_lazy("Nobody has acted: “%(title)s”"),
        gettext_lazy(
            "This has waited for too long, or everybody who might do it has written in the page. Ask somebody, or give"
            " one more person the role."
        ),
    ),
    Event.TRANSLATION_BEHIND: Text(
        gettext_lazy("To translate: “%(title)s”"),
        gettext_lazy("The Swedish page has changed, and its translation is behind."),
    ),
    Event.PROPOSED: Text(
        gettext_lazy("To decide: %(title)s"),
        gettext_lazy("Somebody proposes this. A reviewer or network administrator who is somebody else decides."),
    ),
    Event.DECIDED: Text(
        gettext_lazy("Decided: %(title)s"),
        gettext_lazy("What you proposed has been decided."),
    ),
    Event.TAKEN_DOWN: Text(
        gettext_lazy("Taken down: “%(title)s”"),
        gettext_lazy(
            "The page is no longer public, in any language. It comes back when it has been mended, submitted and"
            " approved anew."
        ),
    ),
    Event.TREE_UNSOUND: Text(
        gettext_lazy("The tree is not sound: %(title)s"),
        gettext_lazy(
            "Pages may be missing in the admin, and moving or deleting pages there may go wrong. Nothing mends itself:"
            " whoever runs the server makes a backup and then runs “manage.py fixtree”. This comes once a day"
            " until it is done."
        ),
    ),
}
"""Of every event that is told of at once."""

_TO_DECIDE = {Event.CHECK_WAITS, Event.FOUR_EYES_WAIT, Event.OWNER_SILENT, Event.NOT_DONE, Event.STILL_NOT_DONE}


def subject_of(occasion: Occasion) -> str:
    return one_line(str(TEXTS[occasion.event].subject) % {"title": title_of(occasion)})


def body_of(occasion: Occasion) -> str:
    """What, which, who and since when; the reason; what has changed, for those who decide; where to act."""
    parts = [str(TEXTS[occasion.event].what), _facts(occasion)]
    if occasion.reason:
        heading = _("Comments:") if occasion.event == Event.APPROVED else _("Reason:")
        parts.append(f"{heading}\n{quoted(occasion.reason)}")
    if occasion.event in _TO_DECIDE and occasion.page is not None:
        changes = address(reverse("page_changes", args=(occasion.page.pk,)))
        parts.append(_("What has changed:") + "\n" + changes)
    parts += [_("Open it here:") + "\n" + _link(occasion), ending()]
    return "\n\n".join(parts) + "\n"


def title_of(occasion: Occasion) -> str:
    """In one line, and not too long."""
    about, page = occasion.about, occasion.page
    if about is None and page is not None:
        about = page.draft_title or page.title
    return Truncator(one_line(str(about or ""))).chars(LONGEST_TITLE)


def name_of(user: User | None) -> str:
    """A person as colleagues know them."""
    return one_line(user.get_full_name() or user.get_username()) if user is not None else _("nobody in particular")


def day_of(moment: dt.datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")


def quoted(text: str) -> str:
    """What somebody wrote, each line marked as theirs."""
    short = Truncator(text.strip()).chars(LONGEST_REASON)
    return "\n".join(f"> {one_line(line)}".rstrip() for line in short.splitlines())


def one_line(text: str) -> str:
    """Without line breaks and characters that nobody sees, such as those that turn the direction of text."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def address(path: str) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def ending() -> str:
    return _("Servicebanken wrote this by itself. The guide in the admin says who gets which mail.")


def _facts(occasion: Occasion) -> str:
    lines = [title_of(occasion)]
    if occasion.by is not None:
        lines.append(_("By: %(name)s") % {"name": name_of(occasion.by)})
    if occasion.since is not None:
        lines.append(_("Since: %(day)s") % {"day": day_of(occasion.since)})
    if occasion.event in (Event.NOT_DONE, Event.STILL_NOT_DONE) and occasion.step and occasion.page:
        holding = holding_of(occasion.step, occasion.page)
        if holding is not None:
            lines.append(_("Taken by: %(name)s, %(day)s") % {"name": name_of(holding.user), "day": day_of(holding.at)})
    return "\n".join(lines)


def _link(occasion: Occasion) -> str:
    path = occasion.link
    if not path:
        path = (
            reverse("wagtailadmin_pages:edit", args=(occasion.page.pk,))
            if occasion.page is not None
            else reverse("wagtailadmin_home")
        )
    return address(path)
