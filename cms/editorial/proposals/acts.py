"""What can be proposed, what stands in the way of it, and how it is done in every language of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page, PageViewRestriction

from cms.core.models import User
from cms.editorial.models import Proposal
from cms.editorial.moderation import is_held
from cms.editorial.proposals import files
from cms.editorial.trash.keeping import because
from cms.publishing.guarding import permit

Kind = Proposal.Kind


@dataclass(frozen=True)
class Act:
    """One kind. `problem` says in a sentence why it cannot be done now; `do` does it, by the reviewer's hand."""

    problem: Callable[[Proposal], str | None]
    do: Callable[[Proposal, User], None]


def problem(proposal: Proposal) -> str | None:
    """Why what is proposed cannot be done as things stand, in the active language; None when it can."""
    if proposal.kind == Kind.FILE:
        return files.cannot_change(proposal)
    page = proposal.page
    if page is None:
        return _("The page no longer exists.")
    if page.depth <= 2:
        return _("The start page stays where it is.")
    for version in _versions(page):
        if is_held(version):
            return _("A page here is locked, or waits for review. It stays as it is until that is over.")
    return ACTS[Kind(proposal.kind)].problem(proposal)


def do(proposal: Proposal, user: User) -> None:
    """Do it, with the guard's permission. Raises ValidationError where something stands in the way."""
    reason = problem(proposal)
    if reason is not None:
        raise ValidationError(reason)
    act = files.change if proposal.kind == Kind.FILE else ACTS[Kind(proposal.kind)].do
    act(proposal, user)


def _versions(page: Page) -> list[Page]:
    return [page, *page.get_translations().filter(alias_of__isnull=True)]


# --- Moving ---------------------------------------------------------------------------------------------------------


def _moves(proposal: Proposal) -> Iterator[tuple[Page, Page]]:
    """Each language with its new parent. A language in which the new place does not exist stays where it is."""
    page, target = _page_of(proposal), proposal.target
    if target is None:
        return
    yield page, target
    for version in _versions(page)[1:]:
        parent = Page.objects.filter(translation_key=target.translation_key, locale_id=version.locale_id).first()
        if parent is not None:
            yield version, parent


def _cannot_move(proposal: Proposal) -> str | None:
    page, target = _page_of(proposal), proposal.target
    if target is None:
        return _("Choose the page below which this one is to stand.")
    if target.locale_id != page.locale_id:
        return _("The new place is in the other language. The translation moves with its page.")
    if page.get_parent() == target:
        return _("The page stands there already.")
    for version, parent in _moves(proposal):
        is_inside = parent == version or parent.is_descendant_of(version)
        if is_inside or not version.specific.can_move_to(parent.specific):
            return _("A page of this kind cannot stand there.")
        if not Page._slug_is_available(version.slug, parent, version):
            return _("Another page there has the same address, “%(slug)s”.") % {"slug": version.slug}
    return None


def _move(proposal: Proposal, user: User) -> None:
    for version, parent in list(_moves(proposal)):
        permit(Kind.MOVE, version.pk)
        MovePageAction(version, Page.objects.get(pk=parent.pk), pos="last-child", user=user).execute(
            skip_permission_checks=True
        )


# --- Closing and opening --------------------------------------------------------------------------------------------


def _restrictions(page: Page) -> Any:
    return PageViewRestriction.objects.filter(page__in=[version.pk for version in _versions(page)])


def _cannot_restrict(proposal: Proposal) -> str | None:
    if _restrictions(_page_of(proposal)).exists():
        return _("The page is closed already.")
    if proposal.pk and not proposal.groups.exists():
        return _("The groups that might read it no longer exist.")
    return None


def _restrict(proposal: Proposal, user: User) -> None:
    groups = list(proposal.groups.all())
    for version in _versions(_page_of(proposal)):
        permit(Kind.RESTRICT, version.pk)
        restriction = PageViewRestriction(page=version, restriction_type=PageViewRestriction.GROUPS)
        restriction.save(user=user)
        restriction.groups.set(groups)


def _cannot_open(proposal: Proposal) -> str | None:
    if not _restrictions(_page_of(proposal)).exists():
        return _("The page itself is not closed. If a page above it is, that page has to be opened.")
    return None


def _open(proposal: Proposal, user: User) -> None:
    for restriction in _restrictions(_page_of(proposal)).select_related("page"):
        permit(Kind.OPEN, restriction.page_id)
        restriction.delete(user=user)


# --- Deleting -------------------------------------------------------------------------------------------------------


def _delete(proposal: Proposal, user: User) -> None:
    for version in reversed(_versions(_page_of(proposal))):
        for page in version.get_descendants(inclusive=True):
            permit(Kind.DELETE, page.pk)
        try:
            with because(proposal.reason):
                DeletePageAction(version.specific, user=user).execute(skip_permission_checks=True)
        except ProtectedError as error:
            named = ", ".join(f"“{row}”" for row in list(error.protected_objects)[:3])
            sentence = _("It cannot be deleted while this refers to it: %(named)s.")
            raise ValidationError(sentence % {"named": named}) from None


def _page_of(proposal: Proposal) -> Page:
    if proposal.page is None:
        raise ValidationError(_("The page no longer exists."))
    return proposal.page


PAGE_KINDS = [kind for kind in Kind if kind != Kind.FILE]
ACTS: dict[Kind, Act] = {
    Kind.MOVE: Act(_cannot_move, _move),
    Kind.RESTRICT: Act(_cannot_restrict, _restrict),
    Kind.OPEN: Act(_cannot_open, _open),
    Kind.DELETE: Act(lambda _proposal: None, _delete),
}

CONSEQUENCES: dict[Kind, Any] = {
    Kind.MOVE: gettext_lazy(
        "Its address changes, and those of all pages below it. The old addresses lead to the new ones."
    ),
    Kind.RESTRICT: gettext_lazy(
        "The page and all pages below it leave the website, the search and all partners at once. Only signed-in members"
        " of these groups, and partners whose key has been granted it, can read them."
    ),
    Kind.OPEN: gettext_lazy("Everybody can read the page, and pages below it that are not closed themselves."),
    Kind.DELETE: gettext_lazy(
        "The page and all pages below it leave the website, the search and all partners at once, and their addresses"
        " say so. They lie in the trash for 30 days, from where an editor can bring them back as drafts."
    ),
    Kind.FILE: gettext_lazy("Every page that shows it says so at once."),
}
"""What whoever decides is told."""
