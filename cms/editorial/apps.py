"""Django's entries in the app registry."""

from __future__ import annotations

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class EditorialConfig(AppConfig):
    """Roles, workflow and moderated translation."""

    name = "cms.editorial"
    label = "editorial"
    default = True

    def ready(self) -> None:
        """Watch who writes, guard what becomes public, and tell people what waits for them."""
        from cms.core.jobs import register_job
        from cms.editorial import early, signals  # noqa: F401  connects the receivers
        from cms.editorial.guard import judge
        from cms.editorial.notifications.digest import send_digest
        from cms.editorial.notifications.listening import listen
        from cms.editorial.notifications.reminders import remind
        from cms.editorial.readiness.asking import ask_some
        from cms.editorial.refusals import answer
        from cms.editorial.translations import batches, machine
        from cms.publishing.guarding import judged_by

        judged_by(judge, answer)
        listen()
        register_job("remind", every_seconds=3600, function=remind)
        register_job("send_digest", every_seconds=600, function=send_digest)
        register_job("begin_translations", every_seconds=2, function=batches.work_off)
        register_job("translate_by_machine", every_seconds=2, function=machine.work_off)
        register_job("check_links", every_seconds=60, function=ask_some)


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's administration of users with our own views."""

    user_viewset = "cms.editorial.users.UserViewSet"
