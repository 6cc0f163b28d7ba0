"""Judgements to measure by: those of the project, and any that lie in a folder beside the checkout."""

from __future__ import annotations

from pathlib import Path

from cms.settings.env import ROOT

OWN = Path(__file__).with_name("judgements.json")
OTHERS = sorted(ROOT.parent.glob("*/search/judgements.json"))
FILES = [OWN, *OTHERS]
