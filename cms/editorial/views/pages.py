"""The admin's views of pages of all types, with ours among them."""

from __future__ import annotations

from wagtail.admin.viewsets.pages import PageViewSet as StockPageViewSet
from wagtail.models import Page

from cms.editorial.views.approving import WorkflowActionView
from cms.editorial.views.changes import ChangesView
from cms.editorial.views.listings import PagesBelow, PagesFound, PagesOfOneType


class PageViewSet(StockPageViewSet):
    """Compare, wherever Wagtail links to it, is ours, and so are the listings of pages and the approval."""

    model = Page
    revisions_compare_view_class = ChangesView
    index_view_class = PagesBelow
    search_view_class = PagesFound
    content_type_use_view_class = PagesOfOneType
    workflow_action_view_class = WorkflowActionView
