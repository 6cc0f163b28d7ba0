"""The register of organisations is public, and shows their logotypes."""

from __future__ import annotations

from django.db.models import Model, QuerySet

from cms.core.models import CustomImage
from cms.registers.models import Organisation


def ids_shown(model: type[Model]) -> QuerySet:
    """Ids of the images that are logotypes."""
    logotypes = Organisation.objects.filter(logo__isnull=False)
    return (logotypes if model is CustomImage else logotypes.none()).values("logo")


def shows_now(file: Model) -> bool:
    """Whether an image is a logotype."""
    return isinstance(file, CustomImage) and Organisation.objects.filter(logo=file.pk).exists()
