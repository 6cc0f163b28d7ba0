"""Django's entry in the app registry."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    """The log of what the public may see, the documents made from it, and the worker."""

    name = "cms.publishing"
    label = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        """Open the doors, keep the triggers, and give the worker its jobs."""
        from cms.core.files_in_use import files_are_shown_by
        from cms.core.jobs import register_job
        from cms.publishing import checks, doors, rendering, shown, triggers  # noqa: F401  registers the checks
        from cms.publishing.clock import keep_the_clock
        from cms.publishing.recording import catch_up
        from cms.publishing.retention import fold_old_changes
        from cms.publishing.schedule import JOB, publish_scheduled
        from cms.publishing.surrogates import purge_edge
        from cms.publishing.webhooks.queueing import queue_messages
        from cms.publishing.webhooks.retention import forget_old_deliveries
        from cms.publishing.webhooks.sending import finish_sending, send_messages

        doors.open_doors()
        rendering.listen()
        files_are_shown_by("documents", ids=shown.ids_shown, shows_now=shown.shows_now)
        post_migrate.connect(triggers.install, sender=self)
        register_job(JOB, every_seconds=30, function=publish_scheduled)
        register_job("catch_up", every_seconds=2, function=catch_up)
        register_job("fold_old_changes", every_seconds=86400, function=fold_old_changes)
        register_job("keep_the_clock", every_seconds=60, function=keep_the_clock)
        register_job("purge_edge", every_seconds=2, function=purge_edge)
        register_job("queue_webhooks", every_seconds=2, function=queue_messages)
        register_job(
            "send_webhooks", every_seconds=2, function=send_messages, in_each_worker=True, finish=finish_sending
        )
        register_job("forget_old_deliveries", every_seconds=86400, function=forget_old_deliveries)
