"""Django's entry in the app registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """HTTP for partners."""

    name = "cms.api"
    label = "api"
    verbose_name = _("API")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the log how a page looks to the public, and give the worker its job."""
        from cms.api import checks, lifecycle  # noqa: F401  they register themselves
        from cms.api.documents import make_texts
        from cms.api.key_use import write_down
        from cms.core.jobs import register_job
        from cms.publishing.rendering import render_with

        register_job("note_use_of_api_keys", every_seconds=600, function=write_down)
        render_with(make_texts)
