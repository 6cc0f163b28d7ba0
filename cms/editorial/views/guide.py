"""The editors' guide in the admin: the files under docs/, as pages."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

LANGUAGES = ("sv", "en")


def guide(request: HttpRequest) -> HttpResponse:
    """In the language of whoever reads; the heading of the file is that of the page."""
    language = get_language() if get_language() in LANGUAGES else settings.LANGUAGE_CODE
    text = (settings.ROOT / "docs" / f"editors.{language}.md").read_text(encoding="utf-8")
    _heading, _line, rest = text.partition("\n")
    # Our own file, and HTML in it is text.
    html = mark_safe(MarkdownIt("commonmark", {"html": False}).enable("table").render(rest))  # noqa: S308
    title = _("Guide")
    context = {"html": html, "language": language, "page_title": title, "header_title": title, "header_icon": "help"}
    return TemplateResponse(request, "admin/guide.html", context)
