"""Links of a page: to pages of the site that readers do not get to, and to other sites that do not answer."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from cms.core.visibility import public_pages, published_pages, restricted_pages
from cms.editorial.readiness.findings import Code, Finding
from cms.editorial.readiness.subject import Subject


def page_links(subject: Subject) -> Iterator[Finding]:
    """A page that waits for review itself is on its way: two that point at each other could never go otherwise."""
    references = subject.content.pages
    ids = {int(reference.pk) for reference in references if str(reference.pk).isdigit()}
    if not references:
        return
    reached = _reached(subject.page, ids)
    titles = dict(Page.objects.filter(pk__in=ids - reached).values_list("pk", "title"))
    for reference in references:
        pk = int(reference.pk) if str(reference.pk).isdigit() else 0
        if pk in reached:
            continue
        if pk in titles:
            message = _("The page “%(title)s” that this leads to is not public.") % {"title": titles[pk]}
        else:
            message = _("The page that this leads to is not there any more.")
        yield Finding(Code.PAGE_LINK, reference.place, message, excerpt=reference.words or titles.get(pk, ""))


def _reached(page: Page, ids: set[int]) -> set[int]:
    """Those of the pages that the readers of this page get to, or will when they are approved."""
    targets = Page.objects.filter(pk__in=ids)
    is_restricted = restricted_pages(Page.objects.filter(pk=page.pk)).exists()
    seen = published_pages(targets) if is_restricted else public_pages(targets)
    coming = targets.filter(
        live=False, _workflow_states__status=WorkflowState.STATUS_IN_PROGRESS, alias_of__isnull=True
    )
    return {*seen.values_list("pk", flat=True), *coming.values_list("pk", flat=True)}
