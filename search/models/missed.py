"""What people looked for and did not find."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.models.wordlists import LANGUAGES


class MissedQuestion(models.Model):
    """A question that found nothing, with how often it was asked on one day: at least three times."""

    day = models.DateField(_("day"), db_index=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    words = models.CharField(_("question"), max_length=60)
    times = models.PositiveIntegerField(_("times that day"))

    class Meta:
        verbose_name = _("question without hits")
        verbose_name_plural = _("questions without hits")
        ordering: ClassVar = ["-day", "-times", "words"]
        # Nobody adds or changes one by hand.
        default_permissions = ("view",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "language", "words"], name="missed_question_once_a_day")
        ]

    def __str__(self) -> str:
        return self.words
