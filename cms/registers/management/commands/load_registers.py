"""Loads counties, municipalities and vocabularies from the files beside the app. Running it again changes nothing."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand
from django.db import models

from cms.publishing.recording import recording
from cms.registers.models import TERM_MODELS, County, Municipality

DATA = Path(__file__).resolve().parents[2] / "data"
CORE_SERVICES = {"fuel", "groceries", "post", "pharmacy", "payments"}


class Command(BaseCommand):
    help = "Load counties, municipalities and vocabularies. Safe to run again: only what differs is written."

    @recording()
    def handle(self, *args: Any, **options: Any) -> None:
        written = sum(self._keep(model, code, values) for model, code, values in rows())
        self.stdout.write(
            f"Registers: {written} row(s) written, "
            f"{County.objects.count()} counties, {Municipality.objects.count()} municipalities."
        )

    def _keep(self, model: type[models.Model], code: str, values: dict[str, Any]) -> int:
        """Create the row or correct what differs; names that editors improved in terms stay."""
        row, created = model.objects.get_or_create(code=code, defaults=values)
        if created:
            return 1
        if model not in (County, Municipality):
            return 0
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        if changed:
            for name in changed:
                setattr(row, name, values[name])
            row.save(update_fields=[name.removesuffix("_id") for name in changed])
        return int(bool(changed))


def rows() -> Iterator[tuple[type[models.Model], str, dict[str, Any]]]:
    """(model, code, values) of every register row, counties before their municipalities."""
    for line in _lines("counties.csv"):
        yield County, line["code"], {"name_sv": line["name_sv"], "name_en": line["name_en"], "letter": line["letter"]}
    county_ids = None
    for line in _lines("municipalities.csv"):
        county_ids = county_ids or dict(County.objects.values_list("code", "pk"))
        yield (
            Municipality,
            line["code"],
            {
                "name": line["name"],
                "county_id": county_ids[line["county_code"]],
                "latitude": float(line["lat"]),
                "longitude": float(line["lon"]),
            },
        )
    vocabularies = yaml.safe_load((DATA / "terms.yaml").read_text(encoding="utf-8"))
    for vocabulary, terms in vocabularies.items():
        for position, (code, (name_sv, name_en)) in enumerate(terms.items()):
            values: dict[str, Any] = {"name_sv": name_sv, "name_en": name_en, "sort_order": position}
            if vocabulary == "service_type":
                values["is_core"] = code in CORE_SERVICES
            yield TERM_MODELS[vocabulary], code, values


def _lines(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
