"""``rebuild_search``: makes every index of the search anew while the site is in use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.core.progress import Progress
from search import vocabularies
from search.engines import rebuilding


class Command(BaseCommand):
    """May be stopped at any time. What is published meanwhile is found, in the old index and in the new one."""

    help = (
        "Make the search's indexes anew: of the database, of Elasticsearch where there is one, and the list of words. "
        "The site finds all it found before until the new ones are whole."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """One after the other; each is whole when the next begins."""
        try:
            self._database()
        except rebuilding.StillLocked as reason:
            raise CommandError(f"Somebody keeps {reason} locked. Run rebuild_search again.") from None
        self._words()
        if settings.ELASTICSEARCH_URL:
            self._elasticsearch()
        self.stdout.write("Done.")

    def _database(self) -> None:
        self.stdout.write("The index of the database:")
        for model, ids in rebuilding.objects():
            progress = Progress(self.stdout, len(ids), str(model._meta.verbose_name_plural))
            for number in rebuilding.index_again(model, ids):
                progress.add(number)
        rebuilding.forget_what_is_gone()

    def _words(self) -> None:
        self.stdout.write("The words of public pages:")
        progress = Progress(self.stdout, vocabularies.begin_anew())
        vocabularies.take_in_words(progress.add)

    def _elasticsearch(self) -> None:
        from search.engines import following  # its client is not loaded where nobody needs it

        self.stdout.write("The index of Elasticsearch:")
        try:
            total, steps = following.rebuild()
            progress, before = Progress(self.stdout, total), 0
            for reached in steps:
                progress.add(reached - before)
                before = reached
        except following.FAILURES as reason:
            raise CommandError(f"Elasticsearch: {reason} The old index stays; the worker tries again.") from None
