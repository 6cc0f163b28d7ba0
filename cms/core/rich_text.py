"""Rich text as others read it: its links as paths in HTML pages, as whole addresses in the API.

``cms.core.rich_text_links`` says where each link leads.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from wagtail.models import Page
from wagtail.rich_text import expand_db_html, extract_references_from_rich_text

DEAD_LINK = re.compile(r"<a(?![^>]*\shref=)[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
ID = re.compile(r"[0-9]{1,18}")

_absolute: ContextVar[bool] = ContextVar("absolute_links", default=False)


@contextmanager
def absolute_links() -> Iterator[None]:
    """Let links inside rich text be whole addresses, for those who read the text somewhere else."""
    token = _absolute.set(True)
    try:
        yield
    finally:
        _absolute.reset(token)


def links_are_absolute() -> bool:
    return _absolute.get()


def expand(html: str) -> str:
    """Rich text as it is stored → HTML whose every link leads somewhere."""
    return unwrap_dead_links(expand_db_html(html))


def unwrap_dead_links(html: str) -> str:
    """Keep the words of a link that leads nowhere, and drop the link: its page is not public (any more)."""
    return DEAD_LINK.sub(r"\1", html)


class Targets(NamedTuple):
    """Ids of what a rich text links to."""

    pages: set[int]
    documents: set[int]


def targets_of(html: str) -> Targets:
    """What a rich text links to inside the site."""
    targets = Targets(set(), set())
    if "linktype" in html:
        for model, key, *_path in extract_references_from_rich_text(html):
            if (pk := id_of(str(key))) is not None:
                (targets.pages if issubclass(model, Page) else targets.documents).add(pk)
    return targets


def id_of(text: str) -> int | None:
    """The id that a link holds, or None when it is no number that a row can have."""
    return int(text) if ID.fullmatch(text) else None
