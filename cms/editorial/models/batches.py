"""A section that is to be translated: the worker begins with one page after the other, and keeps how each went."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TranslationBatch(models.Model):
    """What somebody asked for: the pages below one page."""

    id = models.BigAutoField(primary_key=True)
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(_("title"), max_length=255)
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("section to translate")
        verbose_name_plural = _("sections to translate")

    def __str__(self) -> str:
        return self.title


class BatchedPage(models.Model):
    """One page of it. `waiting` is all that the worker needs to go on after it was stopped."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        BEGUN = "begun", pgettext_lazy("translation", "begun")
        EXISTED = "existed", _("existed already")
        FAILED = "failed", _("not possible")

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(TranslationBatch, on_delete=models.CASCADE, related_name="pages")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(_("title"), max_length=255)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    reason = models.TextField(_("reason"), blank=True)
    """Why it was not possible, in the language of whoever asked for it."""

    class Meta:
        verbose_name = _("page to translate")
        verbose_name_plural = _("pages to translate")
        indexes = (models.Index("id", name="batch_waiting", condition=models.Q(state="waiting")),)

    def __str__(self) -> str:
        return self.title
