from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BankConfig(AppConfig):
    name = "bank"
    verbose_name = _("Bank")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what the readiness check asks about a case; ask the owners, and let pages say what they answered."""
        from bank.owner import signals  # noqa: F401  connects its receiver
        from bank.owner.asking import keep_asking
        from bank.readiness import consent_of_the_owner
        from cms.core.jobs import register_job
        from cms.editorial.readiness.rules import register_rule

        register_rule(consent_of_the_owner)
        register_job("ask_case_owners", every_seconds=3600, function=keep_asking)
