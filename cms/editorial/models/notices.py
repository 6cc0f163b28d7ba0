"""What people have been told of that is told once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeQuerySet(models.QuerySet["Notice"]):
    def claim(self, key: str) -> bool:
        """True for the one who is first, of several workers too. Undone with the transaction around it."""
        _notice, is_first = self.get_or_create(key=key)
        return is_first


class Notice(models.Model):
    """A reminder of one step, or the digest of one Monday: its key says which."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(_("key"), max_length=100, unique=True)
    at = models.DateTimeField(_("time"), auto_now_add=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice sent")
        verbose_name_plural = _("notices sent")

    def __str__(self) -> str:
        return self.key
