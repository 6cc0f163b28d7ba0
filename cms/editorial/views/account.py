"""The account page: the switches of the mail that we send, and who stands in while one is away."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import (
    BaseSettingsPanel,
    NotificationsSettingsPanel,
    notifications_tab,
)

from cms.editorial.forms_of_account import AbsenceForm, SwitchesForm
from cms.editorial.guard import roles_of
from cms.editorial.models import Absence
from cms.editorial.roles import RoleName


class AbsencePanel(BaseSettingsPanel):
    """For those for whom something can wait."""

    name = "absence"
    title = _("When you are away")
    help_text = _(
        "Mail about what waits for you goes to your deputy, who sees what you have taken. A deputy does what they may"
        " do anyway, nothing more."
    )
    tab = notifications_tab
    order = 50
    form_class = AbsenceForm

    def is_active(self) -> bool:
        return bool(roles_of(self.user) - {RoleName.MEMBER.value})

    def get_form(self) -> AbsenceForm:
        """What is over is not shown, and goes when the page is saved the next time."""
        data = (self.request.POST,) if self.request.method == "POST" else ()
        absence = Absence.objects.filter(user=self.user).first() or Absence(user=self.user)
        return AbsenceForm(*data, instance=absence, prefix=self.name)


def use_our_switches() -> None:
    """Wagtail makes the panel by its class, and lets nobody put another in its place."""
    NotificationsSettingsPanel.form_class = SwitchesForm
