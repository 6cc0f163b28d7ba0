"""The people who write, check, translate and approve the demonstration content."""

from __future__ import annotations

from dataclasses import dataclass

from cms.core.models import User


@dataclass(frozen=True)
class People:
    contributor: User
    editor: User
    translator: User
    reviewer: User
