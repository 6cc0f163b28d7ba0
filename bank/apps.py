from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BankConfig(AppConfig):
    name = "bank"
    verbose_name = _("Bank")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what the readiness check is to ask about a case study."""
        from bank.readiness import consent_of_the_owner
        from cms.editorial.readiness.rules import register_rule

        register_rule(consent_of_the_owner)
