"""What one caller may read beyond the public: sections that a partner's key opens, for the length of one request.

`cms.core.visibility` asks here and nobody else does. HTML pages are always made without grants.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Grants:
    """Tree paths of pages whose own restrictions are lifted.

    A restriction that stands on another page, above or below, still holds: it must be granted by itself. A draft stays
    a draft. Two callers with equal grants may be given the same answer.
    """

    paths: frozenset[str] = frozenset()


NO_GRANTS = Grants()

_grants: ContextVar[Grants] = ContextVar("grants", default=NO_GRANTS)


def current_grants() -> Grants:
    """The grants of the request that is being answered."""
    return _grants.get()


@contextmanager
def granted(grants: Grants) -> Iterator[None]:
    """Let what is asked inside see the public and what is granted."""
    token = _grants.set(grants)
    try:
        yield
    finally:
        _grants.reset(token)
