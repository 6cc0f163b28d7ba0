"""A draft, for front ends that an editor has given a token."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.api.endpoints.previews import HEADER
from cms.api.openapi.answers import JSON, body
from cms.api.openapi.examples import Example
from cms.api.openapi.operations import Operation
from cms.api.openapi.schema import STRING, ref

TAG, TAG_TEXT = "previews", _("Previews: what an editor works on, before it is public.")


def operations(example: Example) -> list[Operation]:
    token = {
        "name": HEADER,
        "in": "header",
        "required": True,
        "description": _("The token from the address that the editor opened or sent."),
        "schema": STRING,
    }
    whole = example(ref("bank.CaseStudyPage"))
    return [
        Operation(
            path="/preview/",
            name="get_preview",
            tag=TAG,
            summary=_("Get the draft that a token opens"),
            description=_(
                "The page as it would be if that revision were published now, with “preview” in its meta. It is for "
                "one reader: keep nothing of it. Whatever is wrong with a token, the answer is the same 404."
            ),
            parameters=[token],
            answer=body(_("The draft."), {JSON: (ref("Page"), {"draft": whole})}),
            problems=("NotFound",),
            is_conditional=False,
        )
    ]
