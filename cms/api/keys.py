"""Making, changing and recognising the secrets of partners' keys.

A secret is ``sb_``, eight characters that say which key it is, ``_``, and 32 random bytes. Its plain SHA-256 is kept.
That is enough because there is nothing to guess: a slow hash or a pepper protects secrets that people choose, and 256
random bits cannot be searched through whatever the hash costs. A pepper from SECRET_KEY would also kill every partner's
key on the day that SECRET_KEY is changed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string
from wagtail.log_actions import log

from cms.api.models import KeyState, PartnerKey
from cms.core.grants import Grants
from cms.core.models.partners import LONGEST_GRACE

PREFIX_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
TOKEN = re.compile(r"sb_([a-z0-9]{8})_[A-Za-z0-9_-]{43}")

CREATED, ROTATED, REVOKED = "wagtail.create", "servicebanken.key_rotated", "servicebanken.key_revoked"
"""Names in Wagtail's log."""


class KeyRefused(Exception):
    """What came is no key that is good now. Why is not told: neither to the caller nor in the log."""


@dataclass(frozen=True)
class Caller:
    """A partner that has shown a good key."""

    key: int
    grants: Grants
    requests_per_minute: int | None


@transaction.atomic
def make(key: PartnerKey, *, by: Any) -> str:
    """Save a key that is not in the database yet, and give its secret, which can be had only now."""
    key.prefix = get_random_string(8, PREFIX_LETTERS)
    secret = _new_secret(key)
    key.created_by = by
    key.save()
    log(instance=key, action=CREATED, user=by, data={"prefix": key.prefix})
    return secret


@transaction.atomic
def rotate(key: PartnerKey, *, by: Any, grace: dt.timedelta = dt.timedelta()) -> str:
    """Give the key a new secret. The one before it is good for the time of grace, at most a week; older ones are dead.

    ValueError for a revoked key or a time that is too long.
    """
    if not dt.timedelta() <= grace <= LONGEST_GRACE:
        raise ValueError("a secret that was replaced is good for a week at most")
    key = PartnerKey.objects.select_for_update().get(pk=key.pk)
    if key.state == KeyState.REVOKED:
        raise ValueError("a revoked key gets no new secret")
    key.previous_digest, key.previous_until = (key.digest, timezone.now() + grace) if grace else ("", None)
    secret = _new_secret(key)
    key.save(update_fields=["digest", "previous_digest", "previous_until"])
    log(instance=key, action=ROTATED, user=by, data={"grace_days": grace.days})
    return secret


@transaction.atomic
def revoke(key: PartnerKey, *, by: Any) -> None:
    """End the key at once and for good. A second time changes nothing."""
    if PartnerKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now()):
        log(instance=key, action=REVOKED, user=by)


def recognise(authorization: str) -> Caller:
    """Who it is that sends this ``Authorization`` header, in one query; KeyRefused when it is nobody."""
    scheme, _space, token = authorization.partition(" ")
    match = TOKEN.fullmatch(token.strip(" "))
    if scheme.lower() != "bearer" or match is None:
        raise KeyRefused
    # A row for each section, and one for a key without.
    rows = list(PartnerKey.objects.filter(prefix=match[1]).order_by().values(*COLUMNS))
    if not rows or not _is_good(rows[0], _digest(match[0])):
        raise KeyRefused
    paths = frozenset(row["sections__path"] for row in rows if row["sections__path"])
    return Caller(rows[0]["pk"], Grants(paths), rows[0]["requests_per_minute"])


COLUMNS = (
    "pk",
    "digest",
    "previous_digest",
    "previous_until",
    "expires_at",
    "revoked_at",
    "requests_per_minute",
    "sections__path",
)


def _is_good(key: dict[str, Any], digest: str) -> bool:
    now = timezone.now()
    if key["revoked_at"] is not None or (key["expires_at"] is not None and key["expires_at"] <= now):
        return False
    if constant_time_compare(key["digest"], digest):
        return True
    still_good = key["previous_until"] is not None and key["previous_until"] > now
    return still_good and constant_time_compare(key["previous_digest"], digest)


def _new_secret(key: PartnerKey) -> str:
    secret = f"sb_{key.prefix}_{secrets.token_urlsafe(32)}"
    key.digest = _digest(secret)
    return secret


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("ascii")).hexdigest()
