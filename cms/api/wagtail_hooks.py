"""Partners' keys in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from cms.api.keys import REVOKED, ROTATED


@hooks.register("register_log_actions")
def name_our_actions(actions: LogActionRegistry) -> None:
    actions.register_action(ROTATED, _("New secret"), _("The key was given a new secret"))
    actions.register_action(REVOKED, _("Revoke"), _("The key was revoked"))
