"""Where a request comes from."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

IPV6_NETWORK_BITS = 64
"""What one household or office is given: counting single addresses would let anybody start anew at will."""
LONGEST_ADDRESS = 60


def address_of(request: HttpRequest) -> str:
    """The caller's address as it is counted: IPv4 whole, IPv6 by its network of 64 bits, ``unknown`` without one.

    With ``TRUSTED_PROXIES=n`` it is the n-th from the right in X-Forwarded-For: what stands further left is what the
    caller says. A request with fewer came round the proxies and is counted by where it came from.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(hops) >= settings.TRUSTED_PROXIES and _network(hops[-settings.TRUSTED_PROXIES]):
            address = hops[-settings.TRUSTED_PROXIES]
    return _network(address) or "unknown"


def _network(text: str) -> str:
    """An address without port, zone and the part that one caller can vary; nothing when it is none."""
    text = text[:LONGEST_ADDRESS]
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.IPv6Network((int(address), IPV6_NETWORK_BITS), strict=False))
    return str(address)
