from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"
    verbose_name = _("Servicebanken")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.core import checks, engines, mail, signals, withdrawals  # noqa: F401  registers receivers and checks
        from cms.core.jobs import register_job
        from cms.core.redirects import only_for_what_was_public
        from cms.core.renditions import make_missing_renditions

        only_for_what_was_public()
        register_job("make_missing_renditions", every_seconds=300, function=make_missing_renditions)
        register_job("send_mail", every_seconds=5, function=mail.send_waiting)
        register_job("forget_old_mail", every_seconds=86400, function=mail.forget_old)
