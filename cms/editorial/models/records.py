"""Who wrote in a page, who approved a revision, and what was taken down at once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page


class Contribution(models.Model):
    """When somebody last wrote in a page, in one of the ways of writing. Kept when revisions and texts go away."""

    class Kind(models.TextChoices):
        REVISION = "revision", _("draft")
        TEXT = "text", _("translated text")
        OVERRIDE = "override", _("override of a fact in a translation")
        IMPORT = "import", _("imported file of translations")
        MACHINE = "machine", _("machine translation")

    id = models.BigAutoField(primary_key=True)
    translation_key = models.UUIDField()
    """With the language: the page. Texts of a translation may be written before there is a page to hold them."""
    locale = models.ForeignKey(Locale, verbose_name=_("language"), on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("time"))
    """Of a draft: when the revision was made, to the microsecond, so that what is in a revision can be told."""

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [
            models.UniqueConstraint(fields=["translation_key", "locale", "user", "kind"], name="editorial_wrote_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.translation_key} {self.at:%Y-%m-%d %H:%M}"


class Approval(models.Model):
    """By what right a revision may be public."""

    class Ground(models.TextChoices):
        FOUR_EYES = "four_eyes", _("approved by four eyes")
        OVERRIDE = "override", _("override by a network administrator")
        COMMAND = "command", _("command on the server")

    id = models.BigAutoField(primary_key=True)
    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")
    revision_id = models.BigIntegerField(unique=True)
    """No foreign key: the record outlives a revision that is cleaned away."""
    revision_at = models.DateTimeField()
    """When the revision was made: what was written later is not in it."""
    ground = models.CharField(_("ground"), max_length=10, choices=Ground)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("time"), auto_now_add=True)
    writers = models.JSONField(_("had been written by"), default=list)
    """Ids of everybody who had written in the page since its publication before this one."""
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.ground} {self.by_id}"


class TakeDown(models.Model):
    """A page that a reviewer took from the public at once. It waits for a review until it is public again."""

    id = models.BigAutoField(primary_key=True)
    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="take_downs")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("time"), auto_now_add=True)
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("page taken down")
        verbose_name_plural = _("pages taken down")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.reason}"
