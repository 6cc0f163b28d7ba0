"""The test database. On SQLite a migrated, otherwise empty file is kept and copied: migrations run once, not always."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from cms.settings.env import ROOT, VAR

MIGRATIONS = ("cms/*/migrations/*.py", "*/migrations/*.py")


def template_file() -> Path:
    """Where the migrated file of exactly these migrations and packages lies."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted(path for pattern in MIGRATIONS for path in ROOT.glob(pattern)):
        digest.update(path.read_bytes())
    return VAR / "test" / f"migrated-{digest.hexdigest()[:16]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Let Django take the copied file as it is; it is removed below."""
    return not settings.USES_POSTGRESQL


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Put the copy where Django will look for its test database."""
    if settings.USES_POSTGRESQL:
        return
    template, target = template_file(), Path(connection.settings_dict["TEST"]["NAME"])
    target.unlink(missing_ok=True)
    if template.exists():
        shutil.copyfile(template, target)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """After Django's own: keep the migrated file for the next session, and remove ours at the end."""
    if settings.USES_POSTGRESQL:
        yield
        return
    template, target = template_file(), Path(connection.settings_dict["NAME"])
    if not template.exists():
        _keep(target, template)
    yield
    with django_db_blocker.unblock():
        connection.close()
    for name in (target, target.with_name(f"{target.name}-wal"), target.with_name(f"{target.name}-shm")):
        name.unlink(missing_ok=True)


def _keep(source: Path, template: Path) -> None:
    template.parent.mkdir(parents=True, exist_ok=True)
    for old in template.parent.glob("migrated-*.sqlite3"):
        old.unlink(missing_ok=True)
    draft = template.with_name(f"{source.name}.draft")
    with sqlite3.connect(source) as live, sqlite3.connect(draft) as copy:
        live.backup(copy)
    draft.replace(template)
