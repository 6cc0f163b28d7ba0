"""When a case is published, what its owner said of exactly these facts begins to stand beside it."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from bank.models import CaseStudyPage
from bank.owner.answering import stand_beside_what_is_published
from cms.core.translation_state import is_source


@receiver(page_published)
def tell_what_the_owner_said(instance: Any, revision: Any = None, **_kwargs: Any) -> None:
    if isinstance(instance, CaseStudyPage) and revision is not None and is_source(instance):
        stand_beside_what_is_published(instance, revision)
