"""Links to other sites. What they answer is asked by the worker (`asking`) and only looked up here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from cms.editorial.models import CheckedLink
from cms.editorial.readiness.findings import Code, Finding
from cms.editorial.readiness.subject import Subject

State = CheckedLink.State
MOST_FAILURES = 3
"""Times, a day apart, that a site may give no answer: it may be down, and so may we."""
EXAMPLES = ("example", "test", "invalid", "localhost")
"""Top domains that are nobody's (RFC 2606)."""
LONGEST = 2000


def digest_of(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()


def is_elsewhere(url: str) -> bool:
    """Whether it is an address of another site, and one that can be asked."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    ours = parts.netloc.lower() == urlsplit(settings.BASE_URL).netloc.lower()
    return bool(host) and not ours and len(url) <= LONGEST and host.rpartition(".")[2] not in EXAMPLES


def addresses_in(subject: Subject) -> list[str]:
    """Each address once, without what stands after the #."""
    urls = (address.url.partition("#")[0] for address in subject.content.addresses)
    return [url for url in dict.fromkeys(urls) if is_elsewhere(url)]


def dead_links(subject: Subject) -> Iterator[Finding]:
    dead = {row.url: row for row in _known(addresses_in(subject)) if _is_dead(row)}
    for address in subject.content.addresses if dead else ():
        row = dead.get(address.url.partition("#")[0])
        if row is not None:
            yield Finding(Code.DEAD_LINK, address.place, _message(row), excerpt=address.url)


def unasked(subject: Subject) -> int:
    """How many of the addresses have not been asked yet."""
    urls = addresses_in(subject)
    asked = sum(row.asked_at is not None for row in _known(urls))
    return len(urls) - asked


def want_asked(urls: Iterable[str], now: datetime) -> None:
    """Have addresses asked by the worker; those that it knows are kept for another year."""
    wanted = {digest_of(url): url for url in urls}
    CheckedLink.objects.bulk_create(
        [
            CheckedLink(url_digest=digest, url=url, wanted_at=now, ask_after=now)
            for digest, url in sorted(wanted.items())
        ],
        update_conflicts=True,
        unique_fields=["url_digest"],
        update_fields=["wanted_at"],
    )


def _known(urls: list[str]) -> list[CheckedLink]:
    digests = [digest_of(url) for url in urls]
    return list(CheckedLink.objects.filter(url_digest__in=digests)) if digests else []


def _is_dead(row: CheckedLink) -> bool:
    return row.state in (State.GONE, State.CLOSED) or (row.state == State.SILENT and row.failures >= MOST_FAILURES)


def _message(row: CheckedLink) -> str:
    if row.state == State.GONE:
        return _("The other site says that there is no such page.")
    if row.state == State.CLOSED:
        return _("The address is not on the public internet: readers do not get there.")
    return _("The other site has not answered %(number)d times, a day apart.") % {"number": row.failures}
