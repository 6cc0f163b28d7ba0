"""Sends a stored file: whole, the part that was asked for, or nothing when the reader has it already (RFC 9110)."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _

BLOCK = 64 * 1024
"""Bytes of a file that are in memory at once."""
ONE_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
TYPES = {".webp": "image/webp", ".avif": "image/avif", ".odt": "application/vnd.oasis.opendocument.text"}


class Part:
    """The bytes of an open file from `start` on, `length` of them, a block at a time."""

    def __init__(self, file: Any, start: int, length: int) -> None:
        self.file, self.start, self.length = file, start, length

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.start)
        left = self.length
        while left and (block := self.file.read(min(BLOCK, left))):
            left -= len(block)
            yield block

    def close(self) -> None:
        """Called by the response when it is done, also where the reader went away."""
        self.file.close()


def send(request: HttpRequest, field: FieldFile) -> HttpResponseBase:
    """200, 206, 304, 412 or 416 with the headers of the file; what caches may do is the caller's to say."""
    storage, name = field.storage, field.name or ""
    try:
        changed, size = storage.get_modified_time(name), storage.size(name)
    except FileNotFoundError as error:
        raise Http404(_("There is no such file.")) from error
    etag = quote_etag(hashlib.sha256(f"{name} {size} {changed.timestamp()}".encode()).hexdigest()[:32])
    last_modified = int(changed.timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=last_modified)
    if response is None:
        response = _answer(request, storage, name, size, etag, http_date(last_modified))
        response["Accept-Ranges"] = "bytes"
    response["ETag"], response["Last-Modified"] = etag, http_date(last_modified)
    response["X-Content-Type-Options"], response["Content-Security-Policy"] = "nosniff", "default-src 'none'"
    return response


def asked_range(header: str, size: int) -> tuple[int, int] | None:
    """Start and length of the one range that is asked for; None for the whole file, (size, 0) for one outside it.

    What cannot be read, another unit and several ranges at once are passed over, as the standard lets us.
    """
    match = ONE_RANGE.fullmatch(header.replace(" ", ""))
    if match is None or match[1] == match[2] == "":
        return None
    if not match[1]:
        length = min(int(match[2]), size)
        return size - length, length
    start = int(match[1])
    end = min(int(match[2]), size - 1) if match[2] else size - 1
    if match[2] and int(match[2]) < start:
        return None
    return (size, 0) if start >= size else (start, end - start + 1)


def _answer(
    request: HttpRequest, storage: Any, name: str, size: int, etag: str, last_modified: str
) -> HttpResponseBase:
    part = None
    # A range is asked for by GET alone, and not of another version than the reader has begun with.
    if request.method == "GET" and request.headers.get("If-Range", etag) in (etag, last_modified):
        part = asked_range(request.headers.get("Range", ""), size)
    start, length = part or (0, size)
    if part and not length:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse()
    else:
        response = StreamingHttpResponse(Part(storage.open(name), start, length), status=206 if part else 200)
    response["Content-Type"], response["Content-Length"] = _content_type(name), str(length)
    if part:
        response["Content-Range"] = f"bytes {start}-{start + length - 1}/{size}"
    return response


def _content_type(name: str) -> str:
    suffix = PurePath(name).suffix.lower()
    return TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
