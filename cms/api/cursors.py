"""Cursors: marks of a place in a walk through a list, made by us and read back unchanged."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

from cms.api.parameters import Parameters, invalid

# All characters of a cursor are safe in an address.
_signer = Signer(sep=".", salt="cms.api.cursors")


class OtherScope(Exception):
    """The cursor belongs to a walk through something else."""


def cursor_after(pk: int, scope: str = "") -> str:
    """The cursor of a walk that has come to this id. `scope` names what it goes through, where that differs."""
    return _signer.sign(f"{pk}:{scope}" if scope else str(pk))


def start_of(params: Parameters, scope: str = "") -> int:
    """The id after which the walk goes on; 0 for the empty cursor, which begins it.

    A cursor is signed, so that nobody builds on its form: what it holds may change. `OtherScope` for one that was given
    in a walk through something else.
    """
    cursor = params.text("cursor") or ""
    if not cursor:
        return 0
    try:
        pk, _colon, known = _signer.unsign(cursor).partition(":")
        if known != scope:
            raise OtherScope
        return int(pk)
    except BadSignature:
        raise invalid("cursor", _("“%(name)s” is not one that we gave; begin again with an empty one.")) from None
