"""The page that shows what has changed in a page. It stands in for Wagtail's comparison of revisions, too."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.models import RevisionsCompareView as StockOfAllModels
from wagtail.admin.views.pages.revisions import RevisionsCompareView
from wagtail.models import Revision

from cms.editorial.claims import standing
from cms.editorial.comparison import Compared, compare
from cms.editorial.comparison.versions import Version, source_versions, version
from cms.editorial.dashboard.rows import in_one_language


class ChangesView(RevisionsCompareView):
    """Compare two versions of a page: what is public with what waits, unless the address names others.

    For whoever may edit the page, as Wagtail's own.
    """

    page_title = _("What has changed")
    template_name = "admin/changes.html"

    def setup(
        self,
        request: HttpRequest,
        pk: int,
        revision_id_a: str = "live",
        revision_id_b: str = "waiting",
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().setup(request, pk, revision_id_a, revision_id_b, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Past Wagtail's own comparison, which ours replaces.
        context = super(StockOfAllModels, self).get_context_data(**kwargs)
        page = self.object
        before, after = self.version(self.revision_id_a), self.version(self.revision_id_b)
        if after.page is None:
            raise Http404
        sources = source_versions(page)
        source_before, source_after = sources or (None, None)
        rows = compare(
            before.page,
            after.page,
            source_before=source_before.page if source_before else None,
            source_after=source_after.page if source_after else None,
        )
        return {
            **context,
            "object": page,
            "language": page.locale.language_code,
            "language_name": capfirst(get_language_info(page.locale.language_code)["name_translated"]),
            "before": before,
            "after": after,
            "source_before": source_before,
            "source_after": source_after,
            "tabs": _by_tab([row for row in rows if row.is_shown]),
            "unchanged": [row for row in rows if not row.is_shown],
            "decision": self.decision,
            "here": self.request.get_full_path(),
        }

    def version(self, which: str) -> Version:
        try:
            return version(self.object, str(which))
        except Revision.DoesNotExist as error:
            raise Http404 from error

    @cached_property
    def decision(self) -> dict[str, Any]:
        """The step that waits and what this person can do about it, as in the review of a page."""
        page = self.object
        state = page.current_workflow_task_state
        if state is None or not page.workflow_in_progress:
            return {}
        return {
            "state": state,
            "step": in_one_language(state.task.name),
            "actions": state.task.specific.get_actions(page, self.request.user),
            "claim": standing(state, page, self.request.user),  # type: ignore[arg-type]  # signed in
        }


def _by_tab(rows: list[Compared]) -> list[tuple[str, list[Compared]]]:
    return [(tab, list(group)) for tab, group in groupby(rows, key=lambda row: row.tab)]
