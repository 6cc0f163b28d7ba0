"""Work on many pages: the worker does one page after the other, and keeps how each went."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Batch(models.Model):
    """What somebody asked for, and for which pages."""

    class Kind(models.TextChoices):
        TRANSLATE = "translate", _("Translate pages")
        SUBMIT = "submit", _("Send pages for review")
        APPROVE = "approve", _("Approve pages")

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(_("what is done"), max_length=10, choices=Kind, default=Kind.TRANSLATE)
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.SET_NULL, null=True, related_name="+")
    """The page above them, where one was named."""
    title = models.CharField(_("title"), max_length=255)
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.CASCADE, null=True, related_name="+")
    """The language to translate to."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("work on many pages")
        verbose_name_plural = _("work on many pages")

    def __str__(self) -> str:
        return self.title


class BatchedPage(models.Model):
    """One page of it. `waiting` is all that the worker needs to go on after it was stopped."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", pgettext_lazy("one of many pages", "done")
        EXISTED = "existed", _("existed already")
        FAILED = "failed", _("not possible")

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="pages")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(_("title"), max_length=255)
    revision_id = models.BigIntegerField(null=True)
    """The version that was waiting when somebody chose to approve it."""
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    reason = models.TextField(_("reason"), blank=True)
    """Why it was not possible, in the language of whoever asked for it."""

    class Meta:
        verbose_name = _("one of many pages")
        verbose_name_plural = _("some of many pages")
        indexes = (models.Index("id", name="batch_waiting", condition=models.Q(state="waiting")),)

    def __str__(self) -> str:
        return self.title
