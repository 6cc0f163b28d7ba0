"""Compiles the message catalogues without gettext, which a newcomer's machine may lack."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cms.core.catalogues import compile_newer


class Command(BaseCommand):
    """Part of `prepare`; alone after editing a catalogue."""

    help = "Compile the message catalogues that changed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile, and say which."""
        for folder in settings.LOCALE_PATHS:
            for path in compile_newer(Path(folder)):
                if options["verbosity"]:
                    self.stdout.write(f"Compiled {path.parent.parent.name}/{path.name}")
