"""Caches in front learn by surrogate key what is no longer true: one more reader of the log.

An answer names in ``Surrogate-Key`` what it was made from. A row of the log gives the keys of the answers that it makes
old, and each cache in ``PURGE_URLS`` is sent those in a ``PURGE`` request. Publishing knows nothing of this.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils import timezone

from cms.publishing.effects import EVERYTHING
from cms.publishing.following import newest_change
from cms.publishing.models import ContentChange, LogReader
from cms.publishing.outgoing.exchange import Countdown, ExchangeFailed, addresses_of, exchange
from cms.publishing.outgoing.failures import Failure
from cms.publishing.outgoing.targets import NotATarget, parsed, resolve, without_query

logger = logging.getLogger(__name__)

ALL, PAGES = "everything", "pages"
"""Keys that every answer has, and every answer that shows pages."""
SECONDS = 2.0
LONGEST_HEADER = 4000
"""Characters: servers take about 8,000 for all headers together."""
MOST_ROWS = 1000
"""Who lags further behind is told that everything has changed."""
FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(seconds=2), dt.timedelta(minutes=1)


def keys_of(change: ContentChange) -> frozenset[str]:
    """Surrogate keys of the answers that a row of the log makes old."""
    if change.page_id is not None:
        return frozenset({f"page-{change.page_id}", f"{PAGES}-{_word(change.type)}", PAGES})
    if change.kind in EVERYTHING:
        return frozenset({ALL})
    # Of the app too, for answers that show a whole register or whatever belongs to files.
    kind, app = _word(change.kind), change.kind.partition(".")[0]
    return frozenset({app, kind, f"{kind}-{change.key}"})


def purge_edge() -> None:
    """The worker's job: tell each cache what has changed since it was last told."""
    if not settings.PURGE_URLS:
        return
    newest = newest_change()
    for url in settings.PURGE_URLS:
        reader, is_new = LogReader.objects.get_or_create(name=_name(url))
        waits = reader.not_before is not None and reader.not_before > timezone.now()
        if not waits and (is_new or reader.failures or reader.read_to < newest):
            _read_on(reader, url, newest)


def _read_on(reader: LogReader, url: str, newest: int) -> None:
    keys = _keys_since(reader.read_to, newest)
    try:
        for header in _headers(keys):
            _purge(url, header)
    except ExchangeFailed as error:
        reader.failures += 1
        pause = FIRST_PAUSE * 2 ** min(reader.failures - 1, 5)
        reader.not_before = timezone.now() + min(pause, LONGEST_PAUSE)
        text = "%s was not told what has changed (%d in a row): %s"
        logger.error(text, without_query(url), reader.failures, error.detail or error.failure.value)
    else:
        reader.read_to, reader.failures, reader.not_before = newest, 0, None
    reader.save()


def _keys_since(read_to: int, newest: int) -> set[str]:
    """What is old for somebody who has read so far; a cache that we know nothing of yet may hold anything."""
    changes = ContentChange.objects.filter(pk__gt=read_to, pk__lte=newest).order_by("pk")
    rows = list(changes[: MOST_ROWS + 1]) if read_to else []
    keys = {key for change in rows for key in keys_of(change)}
    return {ALL} if not read_to or len(rows) > MOST_ROWS or ALL in keys else keys


def _headers(keys: Iterable[str]) -> Iterator[str]:
    """Values of ``Surrogate-Key``, as many as it takes for none to be too long."""
    line = ""
    for key in sorted(keys):
        if line and len(line) + 1 + len(key) > LONGEST_HEADER:
            yield line
            line = ""
        line = f"{line} {key}" if line else key
    if line:
        yield line


def _purge(url: str, keys: str) -> None:
    headers = {"Surrogate-Key": keys, "User-Agent": "Servicebanken-Purge/1"}
    if settings.PURGE_TOKEN:
        headers["Authorization"] = f"Bearer {settings.PURGE_TOKEN}"
    countdown = Countdown(SECONDS)
    try:
        target = parsed(url)
    except NotATarget as error:
        raise ExchangeFailed(Failure.MALFORMED, str(error.message)) from None
    answer = exchange("PURGE", target, addresses_of(target, resolve, countdown), headers, b"", countdown)
    if not 200 <= answer.status < 300:
        raise ExchangeFailed(Failure.STATUS, f"status {answer.status}")


def _word(label: str) -> str:
    """``bank.CaseStudyPage`` as it stands in a key."""
    return label.lower().replace(".", "-")


def _name(url: str) -> str:
    """An address may hold a secret and be long."""
    return f"purge {hashlib.blake2b(url.encode(), digest_size=16).hexdigest()}"
