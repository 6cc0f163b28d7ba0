from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BankConfig(AppConfig):
    name = "bank"
    verbose_name = _("Bank")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what the readiness check asks about a case; ask the owners, and let pages say what they answered."""
        from bank.owner import addresses, signals  # noqa: F401  connects their receivers
        from bank.owner.asking import keep_asking
        from bank.readiness import consent_of_the_owner
        from cms.core.jobs import register_job
        from cms.editorial.notifications.digest_lines import register_lines
        from cms.editorial.notifications.table import Event
        from cms.editorial.readiness.rules import register_rule

        register_rule(consent_of_the_owner)
        register_lines(Event.OWNER_ADDRESS, addresses.in_the_digest)
        register_job("ask_case_owners", every_seconds=3600, function=keep_asking)
