"""What the readiness check asks about a case study beside its page."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder

from bank.models import CaseOwner, CaseStudyPage
from cms.editorial.readiness.findings import Code, Finding, Place
from cms.editorial.readiness.subject import Subject


def consent_of_the_owner(subject: Subject) -> Iterator[Finding]:
    """The owner is asked by e-mail and named nowhere, and must all the same have agreed to what is published."""
    if not (subject.is_source and isinstance(subject.page, CaseStudyPage)):
        return
    owner = CaseOwner.objects.filter(case_id=subject.page.pk).first()
    if owner is None or (owner.consent.strip() and owner.consent_on):
        return
    place = Place("private_owner", "", str(CaseOwner._meta.verbose_name))
    yield Finding(
        Code.CONSENT,
        place,
        _("It is not noted what the case owner has agreed to, and when."),
        remedy=AdminURLFinder().get_edit_url(owner) or "",
    )
