"""Brings the message catalogues in line with code and templates (`make messages`)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.core.catalogues import GettextMissing, update


class Command(BaseCommand):
    """For developers; needs gettext."""

    help = "Collect the texts to translate into locale/."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Update, and say what is left to translate."""
        try:
            left = update(settings.ROOT)
        except GettextMissing as reason:
            raise CommandError(str(reason)) from None
        for language, number in left.items():
            self.stdout.write(f"locale/{language}: {number} texts to translate")
