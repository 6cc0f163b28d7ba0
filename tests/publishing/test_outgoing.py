"""Which addresses may be called, and how an address is read."""

from __future__ import annotations

import ipaddress

import pytest

from cms.publishing.outgoing.targets import NotATarget, Rules, is_public, parsed, target_of, without_query

STRICT = Rules(frozenset({443}), allow_loopback=False)
LOOPBACK = Rules(frozenset({443}), allow_loopback=True)


@pytest.mark.parametrize(
    "address",
    [
        *("10.1.2.3", "172.16.0.1", "192.168.0.1", "127.0.0.1", "127.8.8.8", "0.0.0.0", "255.255.255.255"),  # noqa: S104
        *("169.254.169.254", "224.0.0.1", "240.0.0.1", "100.64.0.1", "100.127.255.255", "192.0.2.1", "198.18.0.1"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "fec0::1", "2001:db8::1"),
        *("::ffff:10.0.0.1", "::ffff:8.8.8.8", "::10.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::8.8.8.8"),
        *("64:ff9b:1::1", "2002:a00:1::1", "2001:0:53aa:64c::1"),
    ],
)
def test_address_that_is_not_somebodys_on_the_internet_is_refused(address: str):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_address_is_allowed(address: str):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        *("", "receiver.example", "//receiver.example/", "ftp://receiver.example/", "https://", "https:///hook"),
        *("https://receiver.example:99999/", "https://receiver.example:port/", "https://[::1", "https://a..b/"),
        *("http://receiver.example/", "https://receiver.example:8443/", "https://user@receiver.example/"),
        *("https://127.0.0.1/", "https://[::1]/", "https://[::ffff:7f00:1]/", "http://localhost/"),
    ],
)
def test_address_is_refused_when_it_is_written_down(url: str):
    with pytest.raises(NotATarget):
        target_of(url, STRICT)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8310/hook", "http://localhost:8310/", "http://[::1]:8310/"])
def test_loopback_may_be_allowed_with_any_port_and_without_tls(url: str):
    assert target_of(url, LOOPBACK).port == 8310


@pytest.mark.parametrize("url", ["http://receiver.example/", "http://10.0.0.1/", "https://10.0.0.1/"])
def test_allowing_loopback_allows_nothing_else(url: str):
    with pytest.raises(NotATarget):
        target_of(url, LOOPBACK)


def test_address_is_taken_apart_and_made_fit_for_a_request():
    target = parsed("https://Åsele.example/krok/å?a=ö#del")
    assert (target.host, target.port, target.authority) == ("xn--sele-poa.example", 443, "xn--sele-poa.example")
    assert target.path == "/krok/%C3%A5?a=%C3%B6"
    assert parsed("http://[::1]:8310").authority == "[::1]:8310"


def test_query_is_not_shown():
    assert without_query("https://receiver.example:8443/hook?token=x#y") == "https://receiver.example:8443/hook"
