"""Where a message may go: whoever names an address must not make us talk to a machine inside our own network.

An address is looked at twice. When it is written down: scheme, port and form. When a message is sent: every address
that its name resolves to, and the connection then goes to exactly one of these, so that a name cannot change its mind
in between.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _

Resolver = Callable[[str, int], Sequence[str]]
"""Host and port to numeric addresses; OSError or UnicodeError when there are none."""

HOST = re.compile(r"[A-Za-z0-9._:-]+")
DEFAULT_PORTS = {"http": 80, "https": 443}
NEVER = tuple(
    ipaddress.ip_network(network)
    for network in (
        "100.64.0.0/10",  # carrier-grade NAT
        "192.88.99.0/24",  # 6to4 relays
        # Addresses that carry another one inside, which some router would take out.
        "::/96",  # IPv4-compatible
        "::ffff:0:0/96",  # IPv4-mapped
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64, local
        "2001::/32",  # Teredo
        "2002::/16",  # 6to4
        "fec0::/10",  # site-local
    )
)
"""Beside what ``ipaddress`` knows to be private, loopback, link-local, multicast, reserved or unspecified."""


class NotATarget(Exception):
    """Nothing may be sent to this address; `message` says why, to the person who wrote it."""

    def __init__(self, message: object) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Rules:
    """What the settings allow."""

    ports: frozenset[int]
    allow_loopback: bool


@dataclass(frozen=True)
class Target:
    """An address taken apart, ready to be asked."""

    scheme: str
    host: str
    port: int
    path: str
    """With the query."""

    @property
    def authority(self) -> str:
        """As it stands in the ``Host`` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def current_rules() -> Rules:
    """The rules of these settings."""
    return Rules(frozenset(settings.WEBHOOKS_PORTS), settings.WEBHOOKS_ALLOW_LOOPBACK)


def target_of(url: str, rules: Rules) -> Target:
    """Take an address apart; NotATarget for one that can never be allowed."""
    target = parsed(url)
    if rules.allow_loopback and _may_be_loopback(target.host):
        return target
    if target.scheme != "https":
        raise NotATarget(_("The address must begin with https://."))
    if target.port not in rules.ports:
        raise NotATarget(_("This port is not allowed."))
    literal = _literal(target.host)
    if literal is not None and not is_public(literal):
        raise NotATarget(_("This is no public address."))
    return target


def parsed(url: str) -> Target:
    """Take any http or https address apart; NotATarget when it is none."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port or DEFAULT_PORTS[parts.scheme]
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, KeyError):
        raise NotATarget(_("This is no address that can be used.")) from None
    if not HOST.fullmatch(host):
        raise NotATarget(_("This is no address that can be used."))
    if parts.username is not None or parts.password is not None:
        raise NotATarget(_("An address with a user name or a password is not allowed."))
    return Target(parts.scheme, host, port, _path(parts))


def without_query(url: str) -> str:
    """The address with nothing in it that may be a secret."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"


def forbidden(target: Target, addresses: Iterable[str], rules: Rules) -> str:
    """The first of the addresses to which nothing may be sent; empty when all are allowed."""
    for text in addresses:
        address = ipaddress.ip_address(text)
        if address.is_loopback and rules.allow_loopback:
            continue
        if not is_public(address) or target.scheme != "https" or target.port not in rules.ports:
            return text
    return ""


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address is somebody's on the public internet, and of no special kind."""
    special = (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )
    return not special and address.is_global and not any(address in network for network in NEVER)


def resolve(host: str, port: int) -> list[str]:
    """What the system's resolver says, each address once, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _path(parts: SplitResult) -> str:
    path = parts.path or "/"
    return str(iri_to_uri(f"{path}?{parts.query}" if parts.query else path))


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _may_be_loopback(host: str) -> bool:
    literal = _literal(host)
    return literal.is_loopback if literal is not None else host == "localhost" or host.endswith(".localhost")
