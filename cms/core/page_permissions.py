"""What somebody may do with a page, asked with fewer questions: a listing asks about each of its rows, twice."""

from __future__ import annotations

from wagtail.models import PagePermissionTester


class PageRights(PagePermissionTester):
    """Wagtail's own looks below every page for something public, also where there is nothing below."""

    def can_view_revisions(self) -> bool:
        """Who may edit: Wagtail's view of the history asks for that, the buttons that lead to it do not."""
        return bool(super().can_view_revisions() and self.can_edit())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        if not self.page.is_leaf() or self.page_is_root or not self.user.is_active or self.user.is_superuser:
            return bool(super().can_delete(ignore_bulk))
        if self.page.live and "publish" not in self.permissions:
            return False
        is_own = "add" in self.permissions and self.page.owner_id == self.user.pk
        return "change" in self.permissions or is_own
