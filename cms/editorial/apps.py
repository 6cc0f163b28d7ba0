"""Django's entries in the app registry."""

from __future__ import annotations

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class EditorialConfig(AppConfig):
    """Roles, workflow and moderated translation."""

    name = "cms.editorial"
    label = "editorial"
    default = True


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's administration of users with our own views."""

    user_viewset = "cms.editorial.users.UserViewSet"
