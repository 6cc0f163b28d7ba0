"""Whole data sets to download."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.api.caching import depends_on, modified_at, not_modified, stamp_of
from cms.api.exports.table import EXPORTS, Export
from cms.api.exports.writers import FORMATS
from cms.api.parameters import Parameters
from cms.api.plain import endpoint
from cms.api.problems import Problem
from cms.core.grants import current_grants


@endpoint
def export(request: HttpRequest, params: Parameters, name: str, suffix: str) -> HttpResponseBase:
    """``exports/cases.csv``: everything public of one kind that the filters ask for, sent as it is read.

    404 with the names that exist for another data set or format; 400 for a parameter, before anything is sent.
    """
    data = _export(name, suffix)
    params.only(data.source.parameters())
    found, form = data.source.found(params), FORMATS[suffix]
    language = params.text("locale")
    parts = [part for part in ("servicebanken", name, language, timezone.localdate().isoformat()) if part]
    headers = {"Content-Disposition": f'attachment; filename="{"-".join(parts)}.{suffix}"'}
    fields = [column.field for column in data.columns] if form.is_flat else None
    response: HttpResponseBase = HttpResponse(content_type=form.content_type, headers=headers)
    if request.method != "HEAD":
        content = form.write(data.source.parts(found, params, fields), data.columns)
        response = StreamingHttpResponse(content, content_type=form.content_type, headers=headers)
    return _conditional(request, depends_on(response, ["pages", "registers", "core", "clock"]))


def _conditional(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """304 for those who have the file as the log stands.

    The bytes are not known before they are sent, so the ETag names the question, what the caller may see, and the end
    of the log before the first byte was read. What changes while the file is sent moves the log on, and that ETag is
    never good again.
    """
    now = stamp_of(request)
    if now is None:
        return response
    question = f"{request.get_full_path()}\n{sorted(current_grants().paths)}\n{now.cursor}"
    response["ETag"] = f'"{hashlib.blake2b(question.encode(), digest_size=16).hexdigest()}"'
    modified_at(response, now.modified)
    return not_modified(request, response, now.modified) or response


def _export(name: str, suffix: str) -> Export:
    if name not in EXPORTS:
        names = list(EXPORTS)
        raise Problem(
            "not-found",
            _("There is no such data set. There are: %(names)s."),
            values={"names": ", ".join(names)},
            exports=names,
        )
    data = EXPORTS[name]
    if suffix not in data.formats:
        raise Problem(
            "not-found",
            _("This data set does not come in that format. It comes as: %(names)s."),
            values={"names": ", ".join(data.formats)},
            formats=list(data.formats),
        )
    return data
