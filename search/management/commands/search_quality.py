"""``search_quality FILE``: how well the search answers the questions of a file, on every engine there is."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.engines.configured import engines
from search.quality import BadFile, Result, measure, read

MISSES_SHOWN = 20


class Command(BaseCommand):
    help = "Measures how well the search answers the questions of a file (JSON with pages and judgements)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print one object, engine by engine")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            pages, judgements = read(options["file"])
        except BadFile as reason:
            raise CommandError(str(reason)) from None
        results = {}
        for name, indexed in engines().items():
            with indexed(pages) as search:
                results[name] = measure(search, judgements)
        if options["json"]:
            found = {name: result.as_json() for name, result in results.items()}
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            self._show(results)

    def _show(self, results: dict[str, Result]) -> None:
        self.stdout.write(f"{'engine':15}{'P@1':>7}{'recall@5':>10}{'MRR':>7}{'questions':>11}")
        for name, found in results.items():
            self.stdout.write(
                f"{name:15}{found.p_at_1:7.3f}{found.recall_at_5:10.3f}{found.mrr:7.3f}{found.queries:11}"
            )
        for name, found in results.items():
            for miss in found.misses[:MISSES_SHOWN]:
                hits = ", ".join(miss["found"]) or "nothing"
                self.stdout.write(f"{name}: “{miss['query']}” ({miss['locale']}) finds {hits}")
