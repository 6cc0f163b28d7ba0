"""Pictures of a page: what they show in words, who made them, what others may do with them, and who is seen."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.core.choices import Licence, PeopleConsent
from cms.core.models import CustomImage
from cms.editorial.readiness.findings import Code, Finding, Place
from cms.editorial.readiness.subject import Subject

WITHOUT_CREDIT = frozenset({Licence.CC0_1_0})
"""Licences that ask for no name."""


def pictures(subject: Subject) -> Iterator[Finding]:
    for reference in subject.content.images:
        image = subject.images.get(int(reference.pk))
        if image is not None:
            yield from _of_picture(subject, image, reference.place)


def _of_picture(subject: Subject, image: CustomImage, place: Place) -> Iterator[Finding]:
    def found(code: Code, message: str) -> Finding:
        remedy = reverse("wagtailimages:edit", args=(image.pk,))
        return Finding(code, place, message, excerpt=image.title, remedy=remedy)

    alt = image.alt_sv if subject.is_source else image.alt_en
    if not image.is_decorative and not alt.strip():
        yield found(
            Code.ALT,
            _("The picture has no alternative text in Swedish.")
            if subject.is_source
            else _("The picture has no alternative text in English."),
        )
    if not subject.is_source:
        return
    if not image.credit.strip() and image.licence not in WITHOUT_CREDIT:
        yield found(Code.CREDIT, _("Nobody is named as the maker of the picture."))
    if image.licence == Licence.ALL_RIGHTS_RESERVED:
        yield found(
            Code.LICENCE, _("All rights to the picture are reserved. Write who has let us use it, or choose another.")
        )
    if image.people_consent == PeopleConsent.MISSING:
        yield found(Code.CONSENT, _("Somebody in the picture has not agreed to being published."))
