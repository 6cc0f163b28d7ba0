"""Django's entry in the app registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """HTTP for partners, and drafts for their front ends."""

    name = "cms.api"
    label = "api"
    verbose_name = _("API")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the log how pages and changes look, give the worker its jobs, and open files to previews."""
        from cms.api import checks, lifecycle  # noqa: F401  they register themselves
        from cms.api.change_items import change_item
        from cms.api.documents import make_texts
        from cms.api.key_use import write_down
        from cms.api.previews.files import opened_by_preview
        from cms.api.previews.links import forget_old
        from cms.core.file_access import open_files_with
        from cms.core.jobs import register_job
        from cms.publishing.rendering import render_with
        from cms.publishing.webhooks.messages import describe_with

        register_job("note_use_of_api_keys", every_seconds=600, function=write_down)
        register_job("forget_old_previews", every_seconds=3600, function=forget_old)
        render_with(make_texts)
        open_files_with(opened_by_preview)
        describe_with(change_item)
