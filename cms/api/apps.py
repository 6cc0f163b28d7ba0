"""Django's entry in the app registry."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """HTTP for partners."""

    name = "cms.api"
    label = "api"
