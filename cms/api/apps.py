"""Django's entry in the app registry."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """HTTP for partners."""

    name = "cms.api"
    label = "api"

    def ready(self) -> None:
        """Tell the log how a page looks to the public."""
        from cms.api.documents import render_document
        from cms.publishing.rendering import render_with

        render_with(render_document)
