"""The site's index in Elasticsearch as visitors ask it: never for longer than they can wait."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from elasticsearch import BadRequestError, NotFoundError
from pybreaker import CircuitBreaker, CircuitBreakerError

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
    """Answers the questions of one search."""

    name = "elasticsearch"

    def __init__(self) -> None:
        self._until: float | None = None

    def ranked_pages(self, meant: Meant, *, locale: int, most: int) -> list[int]:
        """Ids of published pages in a language, best first; raises `CannotAnswer`."""
        now = time.monotonic()
        # From the first question on: the first search of a process loads its dictionary before that.
        self._until = self._until or now + PATIENCE_SECONDS
        seconds = max(SHORTEST_SECONDS, self._until - now)
        index = TermsIndex(alias())
        return _asked(lambda: index.ranked_pages(meant, locale=locale, most=most, seconds=seconds))


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
