"""Secrets of webhooks, and signatures by the Standard Webhooks form (https://www.standardwebhooks.com).

A secret must be known again to sign with it, so a digest is not enough. It is kept nowhere: it is made from SECRET_KEY
and a random seed that stands in the database. A copy of the database alone signs nothing (ADR 21).
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

PREFIX = "whsec_"
PURPOSE = "cms.publishing.webhooks"


def new_seed() -> str:
    """What a secret is made from; no secret itself."""
    return secrets.token_hex(32)


def secret_of(seed: str) -> str:
    """The secret as the receiver knows it."""
    return f"{PREFIX}{base64.b64encode(_key(seed)).decode('ascii')}"


def check_of(seed: str) -> str:
    """Some characters of the secret's digest: enough to see that another SECRET_KEY gives another secret."""
    return hashlib.sha256(_key(seed)).hexdigest()[:16]


def is_still(seed: str, check: str) -> bool:
    """Whether the seed gives the secret that was shown."""
    return constant_time_compare(check_of(seed), check)


def signed_headers(message_id: str, at: dt.datetime, body: bytes, seeds: list[str]) -> dict[str, str]:
    """The three headers. With more than one seed there are as many signatures, and the receiver takes any."""
    timestamp = str(int(at.timestamp()))
    content = b".".join((message_id.encode("ascii"), timestamp.encode("ascii"), body))
    signatures = (hmac.new(_key(seed), content, hashlib.sha256).digest() for seed in seeds)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{base64.b64encode(each).decode('ascii')}" for each in signatures),
    }


def _key(seed: str) -> bytes:
    return salted_hmac(PURPOSE, seed, algorithm="sha256").digest()
