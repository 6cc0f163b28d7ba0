"""The project's own judgements: pages, questions, and which pages answer them. They lie beside the checkout."""

from __future__ import annotations

from pathlib import Path

from cms.settings.env import ROOT
from tests.conftest import engine_missing

FILE = ROOT.parent / "shared" / "search" / "judgements.json"


def judgements() -> Path:
    """The file; without it nothing can be said of quality."""
    if not FILE.exists():
        engine_missing("The judgements of the search are not on this machine (../shared/search/judgements.json).")
    return FILE
