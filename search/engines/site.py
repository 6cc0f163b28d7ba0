"""The site's index in Elasticsearch as visitors ask it: never for longer than they can wait."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from django.db.models import QuerySet
from elasticsearch import BadRequestError, NotFoundError
from pybreaker import CircuitBreaker, CircuitBreakerError
from wagtail.models import Locale, Page

from cms.core.many import one_of
from search.engines.elasticsearch import FAILURES, Place, TermsIndex, alias
from search.engines.meant import CannotAnswer, Meant

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")

PATIENCE_SECONDS = 0.8
"""For all that one search asks; the database must still answer within a second and a half after it."""
SHORTEST_SECONDS = 0.05
REST_SECONDS = 10
"""How long nobody asks an Elasticsearch that did not answer. Then one request tries whether it is back."""


@cache
def breaker() -> CircuitBreaker:
    """Of this process. An index that is missing, and a request that is refused, are answers, if poor ones."""
    poor = [NotFoundError, BadRequestError]
    return CircuitBreaker(fail_max=1, reset_timeout=REST_SECONDS, exclude=poor, throw_new_error_on_trip=False)


class SearchEngine:
    """Answers the questions of one search in a language."""

    name = "elasticsearch"

    def __init__(self, locale: Locale) -> None:
        self._locale = locale
        self._until: float | None = None

    def ranked_pages(self, meant: Meant, *, among: QuerySet[Page], most: int) -> list[int]:
        """Ids of those of the pages that are meant, best first; raises `CannotAnswer`.

        What the index itself holds is never trusted: the database says which pages they may be.
        """
        now = time.monotonic()
        # From the first question on: the first search of a process loads its dictionary before that.
        self._until = self._until or now + PATIENCE_SECONDS
        seconds = max(SHORTEST_SECONDS, self._until - now)
        index = TermsIndex(alias())
        ids = _asked(lambda: index.ranked_pages(meant, locale=self._locale.pk, most=most, seconds=seconds))
        known = set(among.filter(pk__in=one_of(ids)).order_by().values_list("pk", flat=True))
        return [pk for pk in ids if pk in known]


def place_of_index() -> Place:
    """How far the index that is searched has read the log; raises `CannotAnswer` where the database answers now."""
    return _asked(lambda: TermsIndex(alias()).read_place(PATIENCE_SECONDS))


def _asked(question: Callable[[], Answer]) -> Answer:
    try:
        return breaker().call(question)
    except CircuitBreakerError as error:
        raise CannotAnswer("it did not answer a moment ago") from error
    except NotFoundError as error:
        raise CannotAnswer("it has no whole index yet") from error
    except FAILURES as error:
        logger.warning("Searches go to the database: %s", error)
        raise CannotAnswer(str(error)) from error
