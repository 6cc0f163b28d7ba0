"""Fills an empty bank with demonstration content, or adds synthetic case studies for load work."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Page

from cms.demo.builder import people
from cms.demo.builder.build import Build
from cms.demo.builder.reading import ContentError
from cms.demo.builder.tree import demo_is_built, is_empty
from cms.demo.synthetic.build import add_cases
from cms.publishing.recording import recording
from cms.registers.models import Municipality


class Command(BaseCommand):
    help = "Build the demonstration content in an empty database. On one that has it already, nothing is changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--cases",
            type=int,
            default=0,
            metavar="N",
            help="Add N synthetic case studies as well, every second one in English too, for load work.",
        )

    def handle(self, *args: Any, cases: int, **options: Any) -> None:
        if cases < 0:
            raise CommandError("--cases takes a number of case studies, such as 1000.")
        if not Municipality.objects.exists():
            raise CommandError("The registers are empty. Run load_registers and sync_editorial first.")
        if demo_is_built():
            self.stdout.write("The demonstration content is there already; nothing was changed.")
        elif is_empty():
            self._build()
        else:
            raise CommandError("There are pages in this database already. The demonstration needs an empty one.")
        if cases:
            add_cases(cases, self.stdout.write)

    def _build(self) -> None:
        try:
            with recording():
                cast = people.cast()
                Build(cast.people, self.stdout.write).run()
                people.farewell()
                self.stdout.write("  Pictures in all sizes ...")
        except ContentError as error:
            raise CommandError(str(error)) from error
        problems = [problem for problem in Page.find_problems() if problem]
        if problems:
            raise CommandError(f"The page tree is not sound: {problems}")
        self._tell(cast)

    def _tell(self, cast: people.Cast) -> None:
        base = settings.BASE_URL.rstrip("/")
        self.stdout.write(f"The demonstration content is in place: {base}/sv/ and {base}/en/")
        if not settings.DEMO_ACCOUNTS:
            return
        names = ", ".join(account.username for account in people.DEMO_ACCOUNTS)
        self.stdout.write(f"Accounts for {base}/admin/: {names}")
        if cast.new_password:
            self.stdout.write(f"Password for all of them, shown only now: {cast.new_password}")
        elif settings.DEMO_PASSWORD:
            self.stdout.write("Password for all of them: the one in DEMO_PASSWORD.")
