"""The log of what the public may see, what is derived from it, and what the worker remembers."""

from cms.publishing.models.documents import Dependency, DocumentCount, PublicObject, PublishedDocument
from cms.publishing.models.jobs import RETRY_AFTER, JobRun
from cms.publishing.models.log import ContentChange, Mark

__all__ = [
    "RETRY_AFTER",
    "ContentChange",
    "Dependency",
    "DocumentCount",
    "JobRun",
    "Mark",
    "PublicObject",
    "PublishedDocument",
]
