"""The account page: the switches of the mail that we send, and who stands in while one is away."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import (
    AccountView,
    BaseSettingsPanel,
    NotificationsSettingsPanel,
    notifications_tab,
)

from cms.editorial.forms_of_account import AbsenceForm, SwitchesForm
from cms.editorial.guard import roles_of
from cms.editorial.models import Absence
from cms.editorial.roles import RoleName


class SwitchesPanel(NotificationsSettingsPanel):
    form_class = SwitchesForm


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


class OurAccountView(AccountView):
    """Wagtail's, with the switches that our table of mail names, for those who get that mail."""

    def get_panels(self) -> list[Any]:
        panels: list[Any] = super().get_panels()
        user, profile = self.request.user, panels[0].profile
        ours: list[BaseSettingsPanel] = [
            SwitchesPanel(self.request, user, profile),
            AbsencePanel(self.request, user, profile),
        ]
        others = [panel for panel in panels if not isinstance(panel, NotificationsSettingsPanel)]
        return [*others, *(panel for panel in ours if panel.is_active())]
