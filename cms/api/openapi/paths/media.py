"""Pictures and files: the list, one of them, finding one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.api.endpoints.base import DETAIL, FIND, LIST
from cms.api.endpoints.media import DocumentsEndpoint, ImagesEndpoint, MediaEndpoint
from cms.api.openapi.answers import JSON, body, redirect
from cms.api.openapi.examples import Example
from cms.api.openapi.operations import Operation
from cms.api.openapi.parameters import COMMON, NUMBER, Parameter, columns, in_path, query
from cms.api.openapi.paths.registers import LABELS, list_of
from cms.api.openapi.schema import ref

TAG, TAG_TEXT = "media", _("Pictures and files that a public page uses.")


def operations(example: Example) -> list[Operation]:
    pictures = _of(
        ImagesEndpoint, "ImageObject", example, _("List pictures"), _("Get one picture"), _("Find a picture")
    )
    files = _of(DocumentsEndpoint, "DocumentObject", example, _("List files"), _("Get one file"), _("Find a file"))
    return [*pictures, *files]


def _of(endpoint: type[MediaEndpoint], component: str, example: Example, *summaries: Any) -> Iterator[Operation]:
    shown, path = ref(component), endpoint.path
    one = path.removesuffix("s")
    number = in_path("id", {"type": "integer", "minimum": 1}, _("The id."))
    yield Operation(
        path=f"/{path}/",
        name=f"list_{path}",
        tag=TAG,
        summary=summaries[0],
        description=_("Nothing that no public page uses is here, or in a closed collection."),
        parameters=_parameters(endpoint, LIST),
        answer=body(
            _("What was found, and how many there are in all."),
            {JSON: (list_of(shown), {"list": example(list_of(shown))})},
        ),
    )
    yield Operation(
        path=f"/{path}/{{id}}/",
        name=f"get_{one}",
        tag=TAG,
        summary=summaries[1],
        description=_("With its address, and what must be said with it."),
        parameters=[number, *_parameters(endpoint, DETAIL)],
        answer=body(_("What was asked for."), {JSON: (shown, {one: example(shown)})}),
        problems=("NotFound",),
    )
    yield Operation(
        path=f"/{path}/find/",
        name=f"find_{one}",
        tag=TAG,
        summary=summaries[2],
        description=_("Leads to its own place in the API."),
        parameters=_parameters(endpoint, FIND),
        status=302,
        answer=redirect(_("It is there.")),
        problems=("NotFound",),
        is_conditional=False,
    )


def _parameters(endpoint: type[MediaEndpoint], action: str) -> list[Parameter]:
    view = endpoint()
    view.action = action
    plain = {parameter["name"]: parameter for parameter in columns(view._plain())}
    own = {"locale": LABELS}
    if action == FIND:
        own["id"] = query("id", NUMBER, _("The id to look for."), required=True)
    return [own.get(name) or plain.get(name) or COMMON[name] for name in sorted(view.known_parameters())]
