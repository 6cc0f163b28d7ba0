"""Publishing a case lets it say what its owner answered about exactly these facts; nobody answers in their place."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from wagtail.signals import page_published

from bank.models import CaseStudyPage, Confirmation
from bank.owner.answering import stand_beside_what_is_published
from cms.core.translation_state import is_source
from cms.editorial.guard import refuse
from cms.editorial.policy import RULES, Change
from cms.publishing.guarding import is_permitted


@receiver(page_published)
def tell_what_the_owner_said(instance: Any, revision: Any = None, **_kwargs: Any) -> None:
    if isinstance(instance, CaseStudyPage) and revision is not None and is_source(instance):
        stand_beside_what_is_published(instance, revision)


@receiver(pre_save, sender=Confirmation)
@receiver(pre_delete, sender=Confirmation)
def nobody_answers_for_the_owner(instance: Confirmation, raw: bool = False, origin: Any = None, **_kwargs: Any) -> None:
    """The public reads it at once, and no revision holds it. With its page it comes back, and goes."""
    goes_with_its_page = origin is not None and getattr(origin, "model", type(origin)) is not Confirmation
    if raw or goes_with_its_page or is_permitted(Change.ANSWER, instance.case_id):
        return
    refuse(Change.ANSWER, instance.case.title, RULES[Change.ANSWER].why, about=instance.case)
