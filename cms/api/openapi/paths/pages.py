"""Pages: the list, one page, finding one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.api import filters
from cms.api.endpoints.pages import FINDING
from cms.api.openapi.answers import JSON, body, redirect
from cms.api.openapi.examples import Example
from cms.api.openapi.operations import Operation
from cms.api.openapi.parameters import COMMON, NUMBER, WORD, Parameter, for_pages, in_path, query
from cms.api.openapi.schema import INTEGER, STRING, Schema, nullable, record, ref
from cms.api.openapi.values import PAGE_ID
from cms.api.questions import KNOWN
from cms.core.api_loading import page_types

TAG, TAG_TEXT = "pages", _("Pages of the bank and the network.")
ANY_PART: Schema = {"anyOf": [ref("PageSummary"), ref("Page"), ref("PagePart")]}
LIST_OF_PAGES = record(
    {
        "meta": record(
            {"total_count": {**INTEGER, "minimum": 0}, "next_cursor": nullable(STRING)}, optional=("next_cursor",)
        ),
        "items": {"type": "array", "items": ANY_PART},
    }
)
PAGE_NUMBER = in_path("id", PAGE_ID, _("The id of the page: of one page in one language."))


def listing() -> list[Parameter]:
    """Of all types together, and of each alone."""
    everywhere, types = KNOWN | filters.filter_parameters(Page), page_types()
    of_types = {name for model in types for name in filters.filter_parameters(model)}
    return for_pages(everywhere | of_types, types, everywhere)


def finding() -> list[Parameter]:
    """``find/``."""
    own = {
        "id": query("id", NUMBER, _("The id to look for.")),
        "html_path": query(
            "html_path",
            {**WORD, "examples": ["/sv/banken/"]},
            _("A path of the site with its language prefix, or the whole address."),
        ),
    }
    return [own.get(name) or COMMON[name] for name in sorted(FINDING)]


def operations(example: Example) -> list[Operation]:
    whole = example(ref("bank.CaseStudyPage"))
    short = {"meta": {"total_count": 1}, "items": [example(ref("PageSummary"))]}
    walk = {"meta": {"total_count": 1, "next_cursor": None}, "items": [whole]}
    return [
        Operation(
            path="/pages/",
            name="list_pages",
            tag=TAG,
            summary=_("List public pages"),
            description=_(
                "Filters can be combined: a comma means any of, different parameters mean all. Parameters with "
                "x-only-with-type need exactly one of these types in “type”. With “cursor” the list is a walk that "
                "meets every page once; “offset”, “order” and “search” are refused then."
            ),
            parameters=listing(),
            answer=body(
                _("Pages, and how many there are in all."),
                {JSON: (LIST_OF_PAGES, {"list": short, "walk": walk})},
            ),
        ),
        Operation(
            path="/pages/{id}/",
            name="get_page",
            tag=TAG,
            summary=_("Get one page"),
            description=_("The whole page in its own language, or the fields that are asked for."),
            parameters=[PAGE_NUMBER, COMMON["fields"]],
            answer=body(
                _("The page."), {JSON: ({"anyOf": [ref("Page"), ref("PagePart")]}, {"bank.CaseStudyPage": whole})}
            ),
            problems=("NotFound",),
        ),
        Operation(
            path="/pages/find/",
            name="find_page",
            tag=TAG,
            summary=_("Find the page with an id or at an address"),
            description=_("Leads to the page's own place in the API. Give “id” or “html_path”."),
            parameters=finding(),
            status=302,
            answer=redirect(_("The page is there.")),
            problems=("NotFound",),
            is_conditional=False,
        ),
    ]
