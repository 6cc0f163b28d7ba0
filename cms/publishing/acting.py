"""Who is at work: the person whose request the web is answering, for everything that happens until it is answered.

What a transaction leaves for after its commit, such as wagtail-localize's publishing, happens in the name of the same
person, though no request is in sight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Author:
    """Who changed something, by which way, and the reason that was given with it.

    `is_judged`: the guard decides whether this may be (ADR 29). Shells and commands on the server are not judged.
    """

    user_id: int | None = None
    route: str = ""
    is_judged: bool = False
    reason: str = ""


_acting: ContextVar[Callable[[], Author] | None] = ContextVar("acting", default=None)


@contextmanager
def acting(author: Callable[[], Author]) -> Iterator[None]:
    """Everything inside is done by this author. Asked for late: a request may learn late who sent it."""
    token = _acting.set(author)
    try:
        yield
    finally:
        _acting.reset(token)


def who_acts() -> Author | None:
    """The author whose request is being answered; None in a shell, a command and the worker."""
    author = _acting.get()
    return author() if author is not None else None
