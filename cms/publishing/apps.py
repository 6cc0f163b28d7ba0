"""Django's entry in the app registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    """The clock: what has to happen at a time instead of at a click."""

    name = "cms.publishing"
    label = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        """Give the worker its own job."""
        from cms.core.jobs import register_job
        from cms.publishing.schedule import publish_scheduled

        register_job("publish_scheduled", every_seconds=30, function=publish_scheduled)
