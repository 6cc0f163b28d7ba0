"""Django's entry in the app registry."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The one search service, and its HTML view."""

    name = "search"
    label = "search"
