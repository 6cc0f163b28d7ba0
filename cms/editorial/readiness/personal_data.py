"""Personal data in the texts of a page, in either language."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.dependencies import today
from cms.editorial.readiness.findings import Code, Finding
from cms.editorial.readiness.identity_numbers import identity_numbers
from cms.editorial.readiness.subject import Subject
from cms.editorial.readiness.ways_to_reach import mobile_numbers, plain_number, private_addresses
from cms.registers.models import ContactPerson


def identities(subject: Subject) -> Iterator[Finding]:
    for text in subject.content.texts:
        for paragraph in text.paragraphs:
            for number in identity_numbers(paragraph, timezone.localdate()):
                message = _("%(number)s is somebody's personal identity number.") % {"number": number}
                yield Finding(Code.IDENTITY_NUMBER, text.place, message, excerpt=paragraph)


def private_numbers(subject: Subject) -> Iterator[Finding]:
    found = [
        (text.place, paragraph, number)
        for text in subject.content.texts
        for paragraph in text.paragraphs
        for number in mobile_numbers(paragraph)
    ]
    published = _published("public_phone") if found else set()
    for place, paragraph, number in found:
        if plain_number(number) not in {plain_number(phone) for phone in published}:
            message = _("%(number)s looks like a private telephone.") % {"number": number}
            yield Finding(Code.PHONE, place, message, excerpt=paragraph)


def private_mail(subject: Subject) -> Iterator[Finding]:
    found = [
        (text.place, paragraph, address)
        for text in subject.content.texts
        for paragraph in text.paragraphs
        for address in private_addresses(paragraph)
    ]
    published = _published("public_email") | _published("role_email") if found else set()
    for place, paragraph, address in found:
        if address.lower() not in {email.lower() for email in published}:
            message = _("%(address)s looks like a private address.") % {"address": address}
            yield Finding(Code.EMAIL, place, message, excerpt=paragraph)


def contacts(subject: Subject) -> Iterator[Finding]:
    """Contacts by name that are shown without anything that says why they may be."""
    for reference in subject.content.contacts if subject.is_source else ():
        contact = subject.contacts.get(int(reference.pk))
        if contact is not None and contact.is_public and contact.name and not contact.legal_basis.strip():
            message = _("Nothing is noted of why this person may be shown by name.")
            yield Finding(Code.CONSENT, reference.place, message, excerpt=str(contact))


def _published(column: str) -> set[str]:
    """What contacts have agreed to have shown: a number in a text is no secret then."""
    rows = ContactPerson.objects.filter(show_publicly=True).exclude(**{column: ""}).values_list(column, "expires_on")
    return {value for value, expires_on in rows if expires_on is None or expires_on >= today()}
