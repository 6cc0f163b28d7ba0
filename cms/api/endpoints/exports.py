"""Whole data sets to download."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.api.exports.table import EXPORTS, Export
from cms.api.exports.writers import FORMATS
from cms.api.parameters import Parameters
from cms.api.plain import endpoint
from cms.api.problems import Problem


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
    if request.method == "HEAD":
        return HttpResponse(content_type=form.content_type, headers=headers)
    fields = [column.field for column in data.columns] if form.is_flat else None
    content = form.write(data.source.parts(found, params, fields), data.columns)
    return StreamingHttpResponse(content, content_type=form.content_type, headers=headers)


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
