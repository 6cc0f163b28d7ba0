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
        from cms.editorial.batches.reviewing import approve_one, submit_one
        from cms.editorial.batches.working import done_by, work_off
        from cms.editorial.guard import judge
        from cms.editorial.models import Batch
        from cms.editorial.notifications.digest import send_digest
        from cms.editorial.notifications.listening import listen
        from cms.editorial.notifications.reminders import remind
        from cms.editorial.readiness.asking import ask_some
        from cms.editorial.refusals import answer
        from cms.editorial.sound_trees import look_at_trees
        from cms.editorial.translations import machine
        from cms.editorial.translations.batches import begin_one
        from cms.editorial.trash.keeping import keep_what_is_deleted
        from cms.editorial.trash.restoring import empty
        from cms.publishing.guarding import judged_by

        judged_by(judge, answer)
        listen()
        keep_what_is_deleted()
        signals.note_writers_of_copies()
        register_job("remind", every_seconds=3600, function=remind)
        register_job("send_digest", every_seconds=600, function=send_digest)
        done_by(Batch.Kind.TRANSLATE, begin_one)
        done_by(Batch.Kind.SUBMIT, submit_one)
        done_by(Batch.Kind.APPROVE, approve_one)
        register_job("work_on_many_pages", every_seconds=2, function=work_off)
        register_job("look_at_trees", every_seconds=86400, function=look_at_trees)
        register_job("empty_trash", every_seconds=3600, function=empty)
        register_job("translate_by_machine", every_seconds=2, function=machine.work_off)
        register_job("check_links", every_seconds=60, function=ask_some)


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's administration of users with our own views."""

    user_viewset = "cms.editorial.users.UserViewSet"
