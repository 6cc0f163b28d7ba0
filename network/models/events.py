"""Events: meetings, visits, webinars, conferences, courses (core of domain C6)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.search import index

from cms.core.api_fields import RowsField, ValueField
from cms.core.choices import ContentLanguage
from cms.core.fields import SectionField
from cms.core.models import BasePage, TextRow
from cms.core.panels import tabs
from cms.core.translation import shared, translated
from cms.registers.models.pages import FacetedPage


class EventType(models.TextChoices):
    NETWORK_MEETING = "network_meeting", _("network meeting")
    COUNTY_MEETING = "county_meeting", _("meeting with a county section")
    CHAIR_MEETING = "chair_meeting", _("chairpersons' meeting")
    VISIT = "visit", _("visit")
    WEBINAR = "webinar", _("webinar")
    CONFERENCE = "conference", _("conference")
    COURSE = "course", _("course")
    EXTERNAL = "external", _("external event")


class EventStatus(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("event status", "planned")
    CONFIRMED = "confirmed", pgettext_lazy("event status", "confirmed")
    FULL = "full", _("full")
    CANCELLED = "cancelled", _("cancelled")
    MOVED = "moved", _("moved")
    HELD = "held", _("held")


class AttendanceMode(models.TextChoices):
    ONSITE = "onsite", _("on site")
    ONLINE = "online", _("online")
    MIXED = "mixed", _("on site and online")


class EventPage(FacetedPage):
    event_type = models.CharField(_("kind of event"), max_length=20, choices=EventType)
    status = models.CharField(_("status"), max_length=15, choices=EventStatus, default=EventStatus.PLANNED)
    starts_at = models.DateTimeField(_("starts"), null=True, help_text=_("Swedish time."))
    ends_at = models.DateTimeField(_("ends"), null=True)
    attendance_mode = models.CharField(
        _("attendance"), max_length=10, choices=AttendanceMode, default=AttendanceMode.ONSITE
    )
    venue = models.CharField(_("venue"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    online_url = models.URLField(_("online address"), blank=True)
    online_for_members = models.BooleanField(_("online address for members only"), default=False)
    meeting_theme = models.CharField(_("theme of the meeting"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=3, choices=ContentLanguage, default=ContentLanguage.SWEDISH)
    organiser = models.ForeignKey(
        "registers.Organisation", verbose_name=_("organiser"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    accessibility = models.TextField(
        _("accessibility"), max_length=500, blank=True, help_text=_("Steps, hearing loop, captions, parking.")
    )
    summary_after = SectionField(_("what came out of it"), blank=True)

    parent_page_types = ["network.EventIndexPage"]
    subpage_types: list[str] = []
    page_description = _("A meeting, webinar, conference, course or visit.")
    template = "pages/event.html"
    required_from_reviewed = (*FacetedPage.required_from_reviewed, "accessibility")

    edit_handler = tabs(
        story=[
            *BasePage.common_story_panels,
            FieldPanel(
                "meeting_theme", help_text=_("What this meeting is about, for example: Parcels in the village shop.")
            ),
            InlinePanel("agenda", heading=_("Agenda"), label=_("Item"), help_text=_("The programme in order.")),
            FieldPanel(
                "summary_after", help_text=_("Fill in afterwards: what was said and decided, and who does what next.")
            ),
            *BasePage.common_end_panels,
        ],
        facts=[
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [
                            FieldPanel("event_type", help_text=_("Who meets, and in what form.")),
                            FieldPanel(
                                "status",
                                help_text=_(
                                    "Change it here when the event is moved or cancelled: lists and feeds follow."
                                ),
                            ),
                        ]
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel("starts_at", required_on_save=False),
                            FieldPanel("ends_at", required_on_save=False, help_text=_("Swedish time.")),
                        ]
                    ),
                    FieldPanel("language", help_text=_("The language that is spoken.")),
                    FieldPanel(
                        "organiser",
                        required_on_save=False,
                        help_text=_("Who invites. Readers turn there with questions."),
                    ),
                ],
                heading=_("The event"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "attendance_mode",
                        help_text=_("Where people take part. It decides which of the fields below are needed."),
                    ),
                    FieldPanel("venue", help_text=_("The name of the place, for example: Slussfors village hall.")),
                    FieldPanel("address", help_text=_("The street and the town, so that people find there.")),
                    FieldPanel(
                        "online_url", help_text=_("The link to the meeting itself, for example in Zoom or Teams.")
                    ),
                    FieldPanel(
                        "online_for_members", help_text=_("Tick to keep the link from the website and the API.")
                    ),
                    FieldPanel("accessibility"),
                ],
                heading=_("Where"),
            ),
            *FacetedPage.facet_panels,
        ],
        visibility=BasePage.promote_panels,
    )
    titles_searched = {**FacetedPage.titles_searched, "agenda": ("title",)}
    organisations_searched = ("organiser",)
    search_fields = [
        *FacetedPage.search_fields,
        index.SearchField("meeting_theme", boost=3),
        index.SearchField("venue"),
        index.SearchField("summary_after"),
        index.FilterField("starts_at"),
    ]
    api_fields = [
        *FacetedPage.api_fields,
        APIField("event_type", serializer=ValueField()),
        APIField("status", serializer=ValueField()),
        APIField("starts_at", serializer=ValueField()),
        APIField("ends_at", serializer=ValueField()),
        APIField("attendance_mode", serializer=ValueField()),
        APIField("venue"),
        APIField("address"),
        APIField("online_url", serializer=ValueField(source="public_online_url")),
        APIField("meeting_theme"),
        APIField("agenda", serializer=RowsField()),
        APIField("language", serializer=ValueField()),
        APIField("organiser", serializer=ValueField()),
        APIField("accessibility"),
        APIField("summary_after"),
    ]
    translatable_fields = [
        *FacetedPage.translatable_fields,
        *translated("meeting_theme", "accessibility", "summary_after"),
        *shared(
            "event_type",
            "status",
            "starts_at",
            "ends_at",
            "attendance_mode",
            "venue",
            "address",
            "online_url",
            "online_for_members",
            "language",
            "organiser",
        ),
        *translated("agenda"),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from network.context import event_context

        return {**super().get_context(request, *args, **kwargs), **event_context(self)}

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The event must end after it starts.")})

    def missing_required(self) -> dict[str, str]:
        missing = {}
        if self.attendance_mode != AttendanceMode.ONLINE and not self.venue:
            missing["venue"] = _("Say where it is held.")
        if self.attendance_mode != AttendanceMode.ONSITE and not self.online_url:
            missing["online_url"] = _("Give the address of the online meeting.")
        return missing

    @property
    def public_online_url(self) -> str:
        """Address for everyone; empty when it is for members only."""
        return "" if self.online_for_members else self.online_url


class AgendaItem(TextRow):
    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="agenda")
    time = models.TimeField(_("time"), null=True, blank=True)
    title = models.CharField(_("heading"), max_length=150)
    speaker = models.CharField(_("speaker"), max_length=150, blank=True)

    panels = [
        FieldRowPanel(
            [
                FieldPanel("time", help_text=_("Swedish time. Empty when it follows on what comes before.")),
                FieldPanel("title"),
                FieldPanel("speaker", help_text=_("Name or role, when the person has agreed to it.")),
            ]
        )
    ]
    api_fields = ["time", "title", "speaker"]
    translatable_fields = [*shared("sort_order", "time"), *translated("title", "speaker")]

    class Meta(TextRow.Meta):
        verbose_name = _("agenda item")
