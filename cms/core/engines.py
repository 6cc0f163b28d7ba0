"""Whether the engines that the settings name can be used: asked at start, so that none is silently missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

PATIENCE_SECONDS = 2
ELASTICSEARCH = "9."
"""How the versions begin that our client speaks with."""


def problems() -> list[str]:
    """One sentence for each engine that is named in the settings, that the site cannot do without, and that is away."""
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


def _elasticsearch() -> str:
    if not settings.ELASTICSEARCH_URL:
        return ""
    from elasticsearch import ApiError, Elasticsearch, TransportError

    client = Elasticsearch(settings.ELASTICSEARCH_URL, request_timeout=PATIENCE_SECONDS, max_retries=0)
    try:
        # The nodes say it on every distribution; not each of them answers at its root.
        nodes = client.nodes.info(filter_path="nodes.*.version")["nodes"].values()
    except (ApiError, TransportError, KeyError) as error:
        return f"Elasticsearch in ELASTICSEARCH_URL does not answer: {_first_line(error)}."
    finally:
        client.close()
    others = sorted({node["version"] for node in nodes if not node["version"].startswith(ELASTICSEARCH)})
    return f"Elasticsearch in ELASTICSEARCH_URL is version {', '.join(others)}; it must be 9." if others else ""


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


@checks.register("engines")
def engines_answer(app_configs: object, **kwargs: Any) -> list[checks.CheckMessage]:
    """System check: `manage.py check` fails while an engine is missing."""
    messages: list[checks.CheckMessage] = [checks.Error(sentence, id="servicebanken.E010") for sentence in problems()]
    if sentence := _elasticsearch():
        # No error: the site must be able to start while Elasticsearch is away.
        messages.append(
            checks.Warning(sentence, hint="Searches are answered by the database.", id="servicebanken.W010")
        )
    return messages
