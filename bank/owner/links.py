"""The link in the mail: the random name of a question and our signature of it, and nothing else (ADR 33)."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import override

from bank.models import CaseOwner, OwnerRequest
from cms.core.addresses import absolute_url
from cms.publishing.holding import hold

LONGEST = 200
_signer = Signer(salt="bank.owner.link", sep=".")


def token_of(request: OwnerRequest) -> str:
    return _signer.sign(request.key)


def link_to(request: OwnerRequest, language: str) -> str:
    """The absolute address of the question, in the owner's language."""
    with override(language):
        return absolute_url(reverse("owner_answer", kwargs={"token": token_of(request)}))


def find(token: str, *, lock: bool = False) -> OwnerRequest | None:
    """The question that a link names, whatever has become of it. A token that is not ours costs no query."""
    if len(token) > LONGEST:
        return None
    try:
        key = _signer.unsign(token)
    except BadSignature:
        return None
    found = OwnerRequest.objects.filter(key=key).first()
    if found is None or not lock:
        return found
    # The page first, as whoever decides about it in the admin.
    hold(found.case_id)
    return OwnerRequest.objects.select_for_update().filter(pk=found.pk).first()


def digest_of_address(address: str) -> str:
    return salted_hmac("bank.owner.address", address.strip().lower(), algorithm="sha256").hexdigest()


def is_still_theirs(request: OwnerRequest) -> bool:
    """Whether who was asked is still the owner of the case, at the same address."""
    owner = CaseOwner.objects.filter(case_id=request.case_id).first()
    return owner is not None and was_sent_to(request, owner)


def was_sent_to(request: OwnerRequest, owner: CaseOwner) -> bool:
    """Whether it was this owner who was asked, at the address of today."""
    return owner.pk == request.owner_id and constant_time_compare(
        digest_of_address(owner.email), request.address_digest
    )
