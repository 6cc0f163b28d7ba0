"""Who is away, and who stands in for them."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def today(self) -> AbsenceQuerySet:
        """Those of people who are away now."""
        day = timezone.localdate()
        return self.filter(first_day__lte=day, last_day__gte=day)

    def of(self, people: Collection[int]) -> dict[int, Absence]:
        """Ids of those of these people who are away now → their absence, with a deputy who is here and has their roles.

        A deputy who has left, lost a role or is away as well is none.
        """
        rows = self.today().filter(user__in=people, deputy__is_active=True).select_related("user", "deputy")
        return _that_count(list(rows.prefetch_related("user__groups", "deputy__groups")))

    def deputised_by(self, deputy_id: int) -> list[Absence]:
        """Absences in which this person stands in now."""
        rows = self.today().filter(deputy_id=deputy_id, deputy__is_active=True).select_related("user", "deputy")
        return [*_that_count(list(rows.prefetch_related("user__groups", "deputy__groups"))).values()]


class Absence(models.Model):
    """One person is away from one day to another, both included, and another of the same role sees to their work.

    No right goes with it: a deputy does what they may do anyway.
    """

    id = models.BigAutoField(primary_key=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("who is away"), on_delete=models.CASCADE, related_name="absence"
    )
    first_day = models.DateField(_("away from"))
    last_day = models.DateField(_("away until"))
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("deputy"), on_delete=models.CASCADE, related_name="+"
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.first_day} - {self.last_day}"


def has_all_roles_of(deputy: models.Model, user: models.Model) -> bool:
    """Whether somebody is in every group of another: what waits for the one waits for the other, too."""
    groups = [{group.pk for group in person.groups.all()} for person in (user, deputy)]  # type: ignore[attr-defined]
    return groups[0] <= groups[1]


def _that_count(rows: list[Absence]) -> dict[int, Absence]:
    if not rows:
        return {}
    away = {*Absence.objects.today().filter(user__in=[row.deputy_id for row in rows]).values_list("user_id", flat=True)}
    return {row.user_id: row for row in rows if row.deputy_id not in away and has_all_roles_of(row.deputy, row.user)}
