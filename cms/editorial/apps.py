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
        """Watch who writes, and guard what becomes public."""
        from cms.editorial import early, signals  # noqa: F401  connects the receivers
        from cms.editorial.guard import judge
        from cms.editorial.refusals import answer
        from cms.publishing.guarding import judged_by

        judged_by(judge, answer)


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's administration of users with our own views."""

    user_viewset = "cms.editorial.users.UserViewSet"
