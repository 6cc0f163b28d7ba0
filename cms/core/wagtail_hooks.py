"""Where Wagtail asks us."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from cms.core import withdrawals
from cms.core.addresses import page_path
from cms.core.presentation.navigation import untranslated_path
from cms.core.rich_text_links import register_links
from cms.core.visibility import reading_together


@hooks.register("register_rich_text_features", order=10)  # after Wagtail's own handlers, which these replace
def link_only_to_what_is_public(features: FeatureRegistry) -> None:
    register_links(features)


@hooks.register("register_log_actions")
def name_our_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        withdrawals.ACTION, gettext_lazy("Withdraw"), gettext_lazy("A page that had been public was deleted")
    )


@hooks.register("before_serve_page", order=-1)  # before Wagtail's own check, which leads to a form
def closed_page_is_not_found(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """404 for a restricted page, unless the reader is logged in and may see it: nobody else learns that it is there."""
    with reading_together() as reading:
        closed = any(page.path.startswith(path) for path in reading.closed_pages)
    if closed and not all(restriction.accept_request(request) for restriction in page.get_view_restrictions()):
        raise Http404(_("There is no page at this address."))


@hooks.register("before_serve_page")
def page_only_in_its_own_language(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase | None:
    """Never Swedish text at an English address.

    Wagtail serves the Swedish tree under /en/ while the English front page is not public, and aliases always.
    """
    language = get_language()
    source = page if page.alias_of_id is None else page.alias_of.specific
    if source.locale.language_code != language:
        return redirect(untranslated_path(source, language))
    return redirect(page_path(source)) if source is not page else None
