"""A whole page from its stored document: one query, and byte for byte what a fresh rendering gives."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from cms.core.dependencies import CLOCK, DAY
from cms.core.grants import NO_GRANTS, current_grants
from cms.publishing.models import Dependency, Mark, PublicObject, PublishedDocument

READS = ("GET", "HEAD")


def stored_first(live: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A detail view that answers from the stored document where it has the whole truth, and else asks `live`.

    A caller with a key may see more than the public, and ``fields`` asks for a part: both are rendered.
    """

    @wraps(live)
    def answer(request: HttpRequest, pk: int) -> HttpResponse:
        whole = request.method in READS and not request.META.get("QUERY_STRING") and current_grants() == NO_GRANTS
        document = _document(pk) if whole else None
        if document is None:
            return live(request, pk=pk)
        etag = f'"{document.etag}"'
        headers = {"Content-Language": document.locale, "ETag": etag}
        response = HttpResponse(document.body, content_type="application/json", headers=headers)
        return get_conditional_response(request, etag=etag, response=response)  # type: ignore[return-value]  # not None

    return answer


def _document(pk: int) -> PublishedDocument | None:
    """The document, unless it might not be true any more.

    That is: something in it has changed, something was written that the log has not seen yet, or the day has changed
    and the worker that keeps the clock has not.
    """
    today = PublicObject.objects.filter(kind=CLOCK, key=DAY, digest=timezone.localdate().isoformat())
    depends_on_the_day = Dependency.objects.filter(document_id=OuterRef("page_id"), kind=CLOCK, key=DAY)
    return (
        PublishedDocument.objects.filter(pk=pk, is_stale=False)
        .filter(~Exists(Mark.objects.all()))
        .filter(Q(Exists(today)) | ~Exists(depends_on_the_day))
        .only("etag", "locale", "body")
        .first()
    )
