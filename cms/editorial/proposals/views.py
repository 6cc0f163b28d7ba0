"""Pages of the admin on which changes are proposed and decided."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form
from wagtail.models import Page

from cms.core.models import CustomDocument, CustomImage
from cms.core.translation_state import is_source
from cms.editorial.models import Proposal
from cms.editorial.proposals import deciding, files
from cms.editorial.proposals.acts import CONSEQUENCES, Kind, problem
from cms.editorial.proposals.forms import DecisionForm, FileProposalForm, ProposalForm
from cms.editorial.refusals import sent_again
from cms.editorial.roles import label_of
from cms.publishing.middleware import REASON

A_PAGE = 30
FORMS = {
    CustomImage._meta.label_lower: lambda: get_image_form(CustomImage),
    CustomDocument._meta.label_lower: lambda: get_document_form(CustomDocument),
}
DO, DECLINE, WITHDRAW = BUTTONS = ("do", "decline", "withdraw")


def propose(request: HttpRequest, page_id: int) -> HttpResponse:
    """The form for one page. What is proposed for a Swedish page holds for its translation too."""
    user: Any = request.user
    page = get_object_or_404(Page, pk=page_id)
    if not deciding.may_propose(user):
        raise PermissionDenied
    if not is_source(page):
        messages.error(request, _("Propose it for the Swedish page: its translation follows it."))
        return redirect("wagtailadmin_explore", page.pk)
    form = ProposalForm(
        request.POST or None, instance=Proposal(page=page), initial={"kind": request.GET.get("kind", Kind.MOVE)}
    )
    if request.method == "POST" and form.is_valid():
        groups = [group.pk for group in form.cleaned_data["groups"]] if form.instance.kind == Kind.RESTRICT else []
        try:
            proposal = deciding.propose(form.instance, user, groups)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Proposed. A reviewer who is somebody else decides."))
            return redirect("proposal", proposal.pk)
    return _answer(request, "propose", _("Propose a change"), form=form, changed_page=page, cancel_url=_explore(page))


@require_POST
def propose_for_file(request: HttpRequest, model: str, pk: int) -> HttpResponse:
    """What was refused in the form of a picture or file, proposed instead: the same fields, and why."""
    user: Any = request.user
    if model not in FORMS or not deciding.may_propose(user):
        raise PermissionDenied
    file = get_object_or_404(apps.get_model(model), pk=pk)
    edited = FORMS[model]()(request.POST, instance=type(file)._default_manager.get(pk=pk), user=user)
    if not edited.is_valid():
        messages.error(request, _("The form has errors: mend them there first."))
        return redirect(_url_of_form(file))
    found = Proposal(kind=Kind.FILE, file_model=model, file_id=pk, values=files.changed(file, edited.cleaned_data))
    form = FileProposalForm(request.POST if "reason" in request.POST else None, instance=found)
    if form.is_bound and form.is_valid():
        try:
            deciding.propose(found, user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Proposed. A reviewer who is somebody else decides."))
            return redirect("proposal", found.pk)
    return _answer(
        request,
        "propose_for_file",
        _("Propose a change"),
        form=form,
        file=file,
        changes=list(files.changes(found)),
        fields=list(sent_again(request, leave_out={REASON, "reason"})),
        cancel_url=_url_of_form(file),
    )


def _url_of_form(file: Any) -> str:
    return reverse("wagtailimages:edit" if isinstance(file, CustomImage) else "wagtaildocs:edit", args=(file.pk,))


def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """One proposal: what it means, and for those who may the buttons."""
    user: Any = request.user
    if not deciding.may_propose(user):
        raise PermissionDenied
    found = get_object_or_404(Proposal.objects.select_related("page", "target", "by", "decided_by"), pk=proposal_id)
    form = DecisionForm(request.POST or None)
    button = next((name for name in BUTTONS if name in request.POST), None)
    if button and form.is_valid():
        try:
            return _decided(request, found, button, form.cleaned_data["answer"])
        except ValidationError as error:
            form.add_error("answer" if button == DECLINE else None, error)
    return _answer(
        request,
        "proposal",
        str(found),
        form=form,
        proposal=found,
        groups=[label_of(group.name) for group in found.groups.order_by("name")],
        consequence=CONSEQUENCES[Kind(found.kind)],
        problem=problem(found) if found.is_waiting else None,
        may_decide=deciding.may_decide(found, user),
        may_withdraw=deciding.may_withdraw(found, user),
        changes=list(files.changes(found)) if found.is_waiting else [],
        file_url=_url_of_form(file) if (file := files.file_of(found)) is not None else None,
        below=found.page.get_descendants().filter(live=True).count() if found.page else 0,
        versions=[found.page, *found.page.get_translations()] if found.page else [],
    )


def _decided(request: HttpRequest, found: Proposal, button: str, answer: str) -> HttpResponse:
    user: Any = request.user
    if button == WITHDRAW:
        deciding.withdraw(found.pk, user)
        messages.success(request, _("Withdrawn."))
    else:
        deciding.decide(found.pk, user, do_it=button == DO, answer=answer)
        messages.success(request, _("Done: %(what)s.") % {"what": found} if button == DO else _("Declined."))
    return redirect("proposals")


def proposals(request: HttpRequest) -> HttpResponse:
    """What waits, then what has been decided, newest first."""
    user: Any = request.user
    if not deciding.may_propose(user):
        raise PermissionDenied
    decided = Proposal.objects.exclude(outcome=Proposal.Outcome.WAITING).select_related("page", "by", "decided_by")
    page = Paginator(decided.order_by("-decided_at", "-pk"), A_PAGE).get_page(request.GET.get("p"))
    numbers = page.paginator.get_elided_page_range(page.number)
    return _answer(
        request, "index", _("Proposals"), waiting=deciding.waiting(), decided=page, elided_page_range=numbers
    )


def _explore(page: Page) -> str:
    return reverse("wagtailadmin_explore", args=(page.pk,))


def _answer(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    titles = {"page_title": title, "header_title": title, "header_icon": "resubmit"}
    return TemplateResponse(request, f"admin/proposals/{template}.html", titles | context)
