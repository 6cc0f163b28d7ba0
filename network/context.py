"""What the pages of the network show beyond their own fields."""

import datetime as dt
from itertools import groupby
from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from cms.core.presentation.sections import filled_sections
from cms.core.presentation.structured_data import about_page, organisation
from cms.core.visibility import public_pages, public_translation
from cms.registers.listing import for_listing
from network.models.events import AttendanceMode, EventPage, EventStatus, EventType
from network.models.indexes import EventIndexPage
from network.models.networks import Goal, GoalGroup, NetworkPage
from network.models.projects import ProjectPage

SCHEMA_STATUS = {
    EventStatus.CANCELLED: "https://schema.org/EventCancelled",
    EventStatus.MOVED: "https://schema.org/EventRescheduled",
}
SCHEMA_MODE = {
    AttendanceMode.ONSITE: "https://schema.org/OfflineEventAttendanceMode",
    AttendanceMode.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    AttendanceMode.MIXED: "https://schema.org/MixedEventAttendanceMode",
}
LATEST = 3


def meetings_context(locale: Locale) -> dict[str, Any]:
    """Meetings to come, soonest first, and what was decided last time."""
    now = timezone.now()
    events = public_pages(EventPage.objects.filter(locale=locale))
    held = events.filter(event_type=EventType.NETWORK_MEETING, ends_at__lt=now).exclude(summary_after="")
    return {
        "coming": for_listing(events.filter(ends_at__gte=now).order_by("starts_at")[:LATEST]),
        "last_meeting": held.select_related("locale").order_by("-ends_at").first(),
        "event_index": public_pages(EventIndexPage.objects.filter(locale=locale)).select_related("locale").first(),
    }


def network_context(page: NetworkPage) -> dict[str, Any]:
    """Goals by group with how far they have come, members by kind, and the pages below."""
    members = sorted(
        page.members.select_related("organisation", "contact__organisation"),
        key=lambda member: (member.organisation.get_type_display(), member.organisation.label),
    )
    return {
        "goal_groups": goals_by_group(page),
        "member_groups": [
            (kind, list(rows)) for kind, rows in groupby(members, lambda member: member.organisation.get_type_display())
        ],
        "subpages": list(public_pages(NetworkPage.objects.child_of(page)).select_related("locale").order_by("path")),
        "structured_data": [organisation()],
        **meetings_context(page.locale),
    }


def goals_by_group(page: NetworkPage) -> list[tuple[str, list[Goal]]]:
    goals = list(page.goals.all())
    groups = [(str(group.label), [goal for goal in goals if goal.group == group]) for group in GoalGroup]
    return [(label, rows) for label, rows in groups if rows]


def event_context(page: EventPage) -> dict[str, Any]:
    return {
        "is_over": bool(page.ends_at and page.ends_at < timezone.now()),
        "agenda": list(page.agenda.all()),
        "audiences": [link.term for link in page.audience_links.select_related("term")],
        "structured_data": [event_data(page)],
    }


def event_data(page: EventPage) -> dict[str, Any]:
    """schema.org Event."""
    data = about_page(page, "Event")
    for name in ("datePublished", "dateModified", "license", "publisher"):
        data.pop(name, None)
    status = SCHEMA_STATUS.get(EventStatus(page.status), "https://schema.org/EventScheduled")
    data |= {"eventStatus": status, "eventAttendanceMode": SCHEMA_MODE[AttendanceMode(page.attendance_mode)]}
    data |= {"location": _locations(page), "startDate": _local(page.starts_at), "endDate": _local(page.ends_at)}
    if page.organiser:
        data["organizer"] = {"@type": "Organization", "name": page.organiser.label}
    return {name: value for name, value in data.items() if value}


def project_context(page: ProjectPage) -> dict[str, Any]:
    """Partners by role, and the projects before and after."""
    partners = sorted(page.partners.select_related("organisation"), key=lambda row: (row.role, row.organisation.label))
    return {
        "sections": filled_sections(page, ("goals", "results")),
        "partner_groups": [
            (label, list(rows)) for label, rows in groupby(partners, lambda row: row.get_role_display())
        ],
        "continues": public_translation(page.continues),
        "continued_by": public_translation(page.continued_by),
        "structured_data": [{**about_page(page, "Article"), "headline": page.title}],
    }


def _locations(page: EventPage) -> list[dict[str, Any]]:
    places: list[dict[str, Any]] = []
    if page.venue:
        places.append({"@type": "Place", "name": page.venue, "address": page.address or page.venue})
    if page.public_online_url:
        places.append({"@type": "VirtualLocation", "url": page.public_online_url})
    return places


def _local(value: dt.datetime | None) -> str:
    return timezone.localtime(value).isoformat() if value else ""
