from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistersConfig(AppConfig):
    name = "cms.registers"
    label = "registers"
    verbose_name = _("Registers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say that the register of organisations shows their logotypes."""
        from cms.core.files_in_use import files_are_shown_by
        from cms.registers import logotypes

        files_are_shown_by("logotypes", ids=logotypes.ids_shown, shows_now=logotypes.shows_now)
