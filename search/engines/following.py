"""The index in Elasticsearch that the site searches: the worker keeps it in step with the log.

An index notes itself how far it has come. One that was lost, that comes from another database, or that another analysis
has made is known by that; a new one is then filled beside it, in steps that may be interrupted, follows the log
meanwhile, and takes its place at once when it is whole. Until then the site searches as before.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import secrets
import time
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from elasticsearch import NotFoundError
from modelsearch.index import BaseField, RelatedFields, get_indexed_models
from wagtail.models import Page

import search.analysis
from cms.publishing.following import newest_change
from cms.publishing.models import ContentChange, LogReader, PublishedDocument
from search import added_words
from search.engines import entries
from search.engines.elasticsearch import FAILURES, MAPPINGS, Place, TermsIndex, alias, client, writer
from search.unsplit_words import having, settled_changes

logger = logging.getLogger(__name__)

READER = "elasticsearch"
STEP_SECONDS = 5.0
"""After that the worker does something else first; a part of the work is done in any case."""
NEW_SECONDS = 60
"""How old an index is at least that nobody goes on with any more."""
PATIENCE_SECONDS = 3
PAGES_AT_ONCE, ROWS_AT_ONCE = 100, 1000
FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(seconds=2), dt.timedelta(seconds=15)


def keep_in_step() -> None:
    """The worker's job. What cannot be done now is done later: the log forgets nothing."""
    reader, _made = LogReader.objects.get_or_create(name=READER)
    if reader.not_before is not None and reader.not_before > timezone.now():
        return
    try:
        take_a_step()
    except FAILURES as error:
        reader.failures += 1
        pause = FIRST_PAUSE * 2 ** min(reader.failures - 1, 5)
        reader.not_before = timezone.now() + min(pause, LONGEST_PAUSE)
        reader.save()
        logger.error("Elasticsearch was not told what has changed (%d in a row): %s", reader.failures, error)
    else:
        if reader.failures:
            reader.failures, reader.not_before = 0, None
            reader.save()


def take_a_step() -> None:
    """Read the log on, and fill a new index where there is no good one; raises one of `FAILURES`."""
    deadline, newest = time.monotonic() + STEP_SECONDS, newest_change()
    added_words.forget()
    live, growing = _sound_indices(newest)
    for index in (live, growing):
        if index is not None:
            _read_on(index, newest, deadline)
            _take_in_unsplit_words(index, deadline)
    if growing is None and live is not None and live.name.startswith(_current()):
        return
    growing = growing or _new(newest)
    if _is_filled(growing, deadline):
        _put_in_place_of(growing, live)


def rebuild() -> tuple[int, Iterator[int]]:
    """Fill a new index and put it in place: how many pages there are, and after each step how many it has.

    A run that was stopped is gone on with; the worker may do its part of the same index. Raises one of `FAILURES`.
    """
    newest = newest_change()
    growing = _sound_indices(newest)[1] or _new(newest)
    return PublishedDocument.objects.count(), _steps(growing)


def _steps(growing: TermsIndex) -> Iterator[int]:
    while True:
        try:
            take_a_step()
        except NotFoundError:  # the worker has put the index in place between two requests of ours
            logger.info("The worker was faster.")
        if _sound_indices(newest_change())[1] is None:
            break
        place = growing.place
        yield PublishedDocument.objects.filter(page_id__lte=place.filled_to or 0).count() if place else 0
    yield PublishedDocument.objects.count()


def _sound_indices(newest: int) -> tuple[TermsIndex | None, TermsIndex | None]:
    """The index that is searched, and one that is being filled; whatever else is left over is deleted."""
    live = growing = None
    # One that hangs shall not keep the worker from its other jobs for longer than need be.
    impatient = client().options(request_timeout=PATIENCE_SECONDS)
    for name, values in sorted(impatient.indices.get(index=f"{alias()}-*").items()):
        index = TermsIndex(name)
        place = index.place if "_meta" in values["mappings"] else None
        if place is None and _is_new(values):
            continue  # another process makes it just now
        if place is None or place.read_to > newest:  # never begun; or the database was set back to an earlier time
            index.delete()
        elif alias() in values["aliases"]:
            live = index
        elif growing is None and name.startswith(_current()):
            growing = index
        else:
            index.delete()
    return live, growing


def _is_new(values: Mapping[str, Any]) -> bool:
    made = int(values["settings"]["index"]["creation_date"]) / 1000
    return time.time() - made < NEW_SECONDS


def _new(newest: int) -> TermsIndex:
    index = TermsIndex(f"{_current()}{secrets.token_hex(4)}")
    index.create()
    changes = settled_changes().values_list("pk", flat=True)
    index.place = Place(read_to=newest, filled_to=0, unsplit_to=changes.last() or 0)
    return index


def _read_on(index: TermsIndex, newest: int, deadline: float) -> None:
    """Take in the pages of the rows that it has not read."""
    place = index.place
    if place is None or place.read_to >= newest:
        return
    while place.read_to < newest:
        later = ContentChange.objects.filter(pk__gt=place.read_to, pk__lte=newest).order_by("pk")
        rows = list(later.values_list("pk", "page_id")[:ROWS_AT_ONCE])
        ids = sorted({page_id for _row, page_id in rows if page_id is not None})
        for begin in range(0, len(ids), PAGES_AT_ONCE):
            _put(index, ids[begin : begin + PAGES_AT_ONCE])
        index.place = place = place._replace(read_to=rows[-1][0])
        if time.monotonic() > deadline:
            break
    index.refresh()


def _take_in_unsplit_words(index: TermsIndex, deadline: float) -> None:
    """Write the pages anew that have a word which is split now, or is no longer."""
    place = index.place or Place(0)
    for change in settled_changes().filter(pk__gt=place.unsplit_to):
        of_index = PublishedDocument.objects.filter(page_id__in=having(change.word, Page))
        for ids in _by_steps(of_index, place.unsplit_page):
            _put(index, ids)
            index.place = place = place._replace(unsplit_page=ids[-1])
            if time.monotonic() > deadline:
                return
        index.place = place = place._replace(unsplit_to=change.pk, unsplit_page=0)
        index.refresh()


def _by_steps(documents: QuerySet[PublishedDocument], last: int) -> Iterator[list[int]]:
    """Ids of their pages after one, by and by."""
    while ids := list(
        documents.filter(page_id__gt=last).order_by("page_id").values_list("page_id", flat=True)[:PAGES_AT_ONCE]
    ):
        yield ids
        last = ids[-1]


def _is_filled(index: TermsIndex, deadline: float) -> bool:
    """Fill it on from where it stopped; whether that was all."""
    place = index.place or Place(0, 0)
    for ids in _by_steps(PublishedDocument.objects.all(), place.filled_to or 0):
        _put(index, ids)
        index.place = place = place._replace(filled_to=ids[-1])
        if time.monotonic() > deadline:
            return False
    return True


def _put(index: TermsIndex, ids: Iterable[int]) -> None:
    """Write pages as they are now: those that somebody may see, even if only with a key. The others are taken out."""
    now = newest_change()  # before they are read: they are at least as new as that
    published = PublishedDocument.objects.filter(page_id__in=ids).values_list("page_id", flat=True)
    pages = {page.pk: page for page in entries.pages_to_index(published)}
    index.write(pages.values(), gone=[pk for pk in ids if pk not in pages], version=now)


def _put_in_place_of(index: TermsIndex, old: TermsIndex | None) -> None:
    """From one moment to the next: no search finds both, or neither."""
    index.refresh()
    actions: list[dict[str, object]] = [{"add": {"index": index.name, "alias": alias()}}]
    if old is not None:
        actions.append({"remove_index": {"index": old.name}})
    writer().indices.update_aliases(actions=actions)
    logger.info("The search has a new index: %s", index.name)


@cache
def _current() -> str:
    """How the names of indices begin that are made as they would be made now.

    What a page is found by depends on the analysis, the dictionaries and the fields of page types. A change of any of
    them asks for a new index; nobody has to remember that.
    """
    sources = [*sorted(Path(search.analysis.__path__[0]).glob("*.py")), Path(entries.__file__)]
    parts = [source.read_text(encoding="utf-8") for source in sources]
    parts += [version(package) for package in ("hunspell-sv", "snowballstemmer")]
    parts += [repr(MAPPINGS), *sorted(_fields())]
    return f"{alias()}-{hashlib.blake2b(' '.join(parts).encode(), digest_size=4).hexdigest()}-"


def _fields() -> Iterator[str]:
    for model in get_indexed_models():
        if issubclass(model, Page):
            yield from (f"{model._meta.label} {_described(field)}" for field in model.get_search_fields())


def _described(field: BaseField) -> str:
    within = map(_described, field.fields) if isinstance(field, RelatedFields) else ()
    return f"{type(field).__name__} {field.field_name} {getattr(field, 'boost', None)} ({', '.join(within)})"
