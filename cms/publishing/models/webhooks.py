"""Webhooks: who wants to be told of changes, and what has become of each message (ADR 21)."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.models.partners import ForPartner
from cms.publishing.outgoing.failures import Failure
from cms.publishing.outgoing.targets import NotATarget, current_rules, target_of, without_query


class WebhookState(models.TextChoices):
    """How a subscription is doing."""

    ACTIVE = "active", _("active")
    FAILING = "failing", _("failing")
    PAUSED = "paused", _("paused")


class WebhookSubscriptionQuerySet(models.QuerySet["WebhookSubscription"]):
    """What the list in the admin shows."""

    def with_counts(self) -> WebhookSubscriptionQuerySet:
        """With `waiting` and `dead`: how many messages wait, and how many were given up."""
        pages = WebhookDelivery.objects.filter(subscription=OuterRef("pk")).exclude(event=WebhookDelivery.Event.TEST)
        counts = {
            name: Coalesce(
                Subquery(pages.filter(state=state).order_by().values("subscription").values_list(Count("pk"))), 0
            )
            for name, state in (("waiting", WebhookDelivery.State.WAITING), ("dead", WebhookDelivery.State.DEAD))
        }
        return self.annotate(**counts)


class WebhookSubscription(ForPartner):
    """Somebody who wants to be told of changes, and where."""

    label = models.CharField(
        _("label"), max_length=120, help_text=_("What receives the events, for example “Storuman’s website”.")
    )
    url = models.URLField(
        _("address"),
        max_length=500,
        help_text=_("Begins with https://. What stands after a question mark is never shown in lists and logs."),
    )
    page_types = models.JSONField(_("page types"), default=list, blank=True)
    counties = models.JSONField(_("counties"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    """Codes; an empty list stands for all."""
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("While a webhook is paused nothing is sent and nothing is lost: it goes on where it stopped."),
    )

    read_to = models.BigIntegerField(default=0, editable=False)
    """Newest row of the log that has been looked at for this subscription."""
    seed = models.CharField(max_length=64, editable=False)
    """The secret is made from this and SECRET_KEY; see ``cms.publishing.webhooks.signing``."""
    seed_check = models.CharField(max_length=16, editable=False)
    """Tells whether SECRET_KEY is still the one with which the secret was shown."""
    previous_seed = models.CharField(max_length=64, blank=True, editable=False)
    previous_until = models.DateTimeField(null=True, editable=False)
    """How long messages are signed with the secret before this one too."""
    not_before = models.DateTimeField(null=True, editable=False)
    """The receiver has asked to be left alone until then."""
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    last_failure = models.CharField(max_length=20, choices=Failure, blank=True, editable=False)
    succeeded_at = models.DateTimeField(_("last success"), null=True, editable=False)

    objects = WebhookSubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering: ClassVar = ["label", "pk"]
        default_permissions = ("add", "change", "delete")

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        super().clean()
        try:
            target_of(self.url, current_rules())
        except NotATarget as error:
            raise ValidationError({"url": error.message}) from None

    @property
    def state(self) -> WebhookState:
        if not self.is_active:
            return WebhookState.PAUSED
        return WebhookState.FAILING if self.failures else WebhookState.ACTIVE

    @property
    def shown_url(self) -> str:
        """The address without what may be a secret in it."""
        return without_query(self.url)


class WebhookPage(models.Model):
    """A page that a subscriber knows: it was sent, or matched when the subscription was made or changed.

    Whoever knows a page is told when it goes away or no longer matches; nobody else is.
    """

    id = models.BigAutoField(primary_key=True)
    subscription = models.ForeignKey(WebhookSubscription, on_delete=models.CASCADE, related_name="pages")
    page_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("page of a webhook")
        verbose_name_plural = _("pages of webhooks")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["subscription", "page_id"], name="publishing_known_once")]

    def __str__(self) -> str:
        return f"{self.subscription_id}: {self.page_id}"


class WebhookDelivery(models.Model):
    """One message to one subscriber. Its body is written once, so that what waits does not depend on the log."""

    class Event(models.TextChoices):
        UPSERT = "page.upsert", _("published or changed")
        DELETE = "page.delete", _("withdrawn")
        TEST = "test", _("test")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DELIVERED = "delivered", _("delivered")
        DEAD = "dead", _("given up")
        OVERTAKEN = "overtaken", _("overtaken by a later one")

    id = models.BigAutoField(primary_key=True)
    subscription = models.ForeignKey(WebhookSubscription, on_delete=models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=40)
    """Sent as ``webhook-id``: the same in every attempt, also when the same row of the log is read twice."""
    event = models.CharField(max_length=20, choices=Event)
    page_id = models.BigIntegerField(null=True)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    """When it is tried next. A worker that tries it moves this on, so that nobody else does and a killed one loses
    nothing."""
    give_up_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    attempted_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    """In a row since it was queued or sent again: how long the next pause is."""
    failure = models.CharField(max_length=20, choices=Failure, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("message to a webhook")
        verbose_name_plural = _("messages to webhooks")
        default_permissions = ()
        ordering: ClassVar = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["subscription", "message_id"], name="publishing_message_once")]
        indexes = [
            models.Index(fields=["subscription", "due_at"], name="publishing_due", condition=Q(state="waiting")),
            models.Index(
                fields=["subscription", "page_id"], name="publishing_in_order", condition=~Q(state="delivered")
            ),
            models.Index(fields=["finished_at"], name="publishing_finished"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.page_id or ''}"

    @property
    def can_be_sent_again(self) -> bool:
        return self.state == self.State.DEAD and self.event != self.Event.TEST


class WebhookAttempt(models.Model):
    """One request to a receiver, and what came of it: the delivery log. It holds no secret and no address."""

    id = models.BigAutoField(primary_key=True)
    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    milliseconds = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True)
    failure = models.CharField(max_length=20, choices=Failure, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    """The first characters of what the receiver said."""

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        default_permissions = ()
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at}: {self.status or self.failure}"
