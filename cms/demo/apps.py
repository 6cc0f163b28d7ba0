"""Django's entry in the app registry."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Demonstration content."""

    name = "cms.demo"
    label = "demo"
