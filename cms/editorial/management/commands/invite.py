"""Lets somebody in again who can be let in by nobody else: the last administrator whose phone is gone."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.core.models import User
from cms.editorial.people.leaving import begin_anew


class Command(BaseCommand):
    help = "Take away password and second factor of an account, open it, and send its person an invitation by mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"There is no user {options['username']!r}.")
        if not user.email:
            raise CommandError(f"{user.username} has no e-mail address to send an invitation to.")
        begin_anew(user, by=None)
        self.stdout.write(f"An invitation to {user.username} is on its way.")
