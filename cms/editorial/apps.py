"""Django's entry in the app registry."""

from django.apps import AppConfig


class EditorialConfig(AppConfig):
    """Roles, workflow and moderated translation."""

    name = "cms.editorial"
    label = "editorial"
