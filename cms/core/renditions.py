"""The fixed set of renditions, made by a job at upload and never inside publishing or a GET."""

import logging

from django.db.models import Count, Q

from cms.core.models import CustomImage

logger = logging.getLogger(__name__)

PUBLIC_SPECS = [
    "width-400|format-webp",
    "width-800|format-webp",
    "width-1600|format-webp",
    "width-800|format-jpeg",
    "fill-1200x630|format-jpeg",
]
"""What pages and the API may show: WebP in three widths, one JPEG for old readers, one for sharing."""

SHARE_SPEC = "fill-1200x630|format-jpeg"
FALLBACK_SPEC = "width-800|format-jpeg"


def make_renditions(image: CustomImage) -> None:
    """Make every rendition of one picture that is missing."""
    image.get_renditions(*PUBLIC_SPECS)


def make_missing_renditions(limit: int = 100) -> int:
    """Make what is missing for up to `limit` pictures; returns how many pictures got theirs."""
    incomplete = CustomImage.objects.annotate(
        made=Count("renditions", filter=Q(renditions__filter_spec__in=PUBLIC_SPECS), distinct=True)
    ).filter(made__lt=len(PUBLIC_SPECS))[:limit]
    done = 0
    for image in incomplete:
        try:
            make_renditions(image)
        except OSError:
            logger.warning("Renditions of image %s could not be made: its file is missing or broken", image.pk)
        else:
            done += 1
    return done
