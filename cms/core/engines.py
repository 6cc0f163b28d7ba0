"""Whether the engines that the settings name can be used: asked at start, so that none is silently missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

PATIENCE_SECONDS = 2


def problems() -> list[str]:
    """One sentence for each engine that is named in the settings and cannot be used."""
    return [sentence for sentence in (_database(), _redis()) if sentence]


def _database() -> str:
    try:
        connection.ensure_connection()
    except (DatabaseError, ImportError) as error:
        file = Path(connection.settings_dict["NAME"]).name
        name = "The database in DATABASE_URL" if settings.USES_POSTGRESQL else f"The database file {file}"
        return f"{name} does not answer: {_first_line(error)}."
    return ""


def _redis() -> str:
    if not settings.REDIS_URL:
        return ""
    import redis

    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=PATIENCE_SECONDS, socket_timeout=PATIENCE_SECONDS
    )
    try:
        client.ping()
    except redis.RedisError as error:
        return f"Redis in REDIS_URL does not answer: {_first_line(error)}."
    finally:
        client.close()
    return ""


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


@checks.register("engines")
def engines_answer(app_configs: object, **kwargs: Any) -> list[checks.CheckMessage]:
    """System check: `manage.py check` fails while an engine is missing."""
    messages: list[checks.CheckMessage] = [checks.Error(sentence, id="servicebanken.E010") for sentence in problems()]
    if settings.ELASTICSEARCH_URL:
        messages.append(
            checks.Warning(
                "ELASTICSEARCH_URL is set, but this version searches in the database.", id="servicebanken.W010"
            )
        )
    return messages
