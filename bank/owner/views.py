"""The page that the link in the mail opens. Opening it changes nothing: mail programs open links, too."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bank.models import OwnerRequest
from bank.owner import answering
from bank.owner.facts import facts_of
from bank.owner.forms import CONFIRM, YES, FactsForm, RunningForm
from bank.owner.links import find
from cms.core.languages import addresses

NOT_FOUND, GONE, INVALID = 404, 410, 422


@csrf_exempt  # The token in the address is the only authority, and no cookie is asked: a stranger's form lacks it.
@require_http_methods(["GET", "HEAD", "POST"])
def owner_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is asked; with a form, take the answer. A link that leads nowhere says whom to turn to."""
    question = find(token, lock=request.method == "POST")
    if question is None:
        return _page(request, "no_link", NOT_FOUND)
    if question.answered_at:
        return _page(request, "answered", GONE, question=question)
    if not answering.can_be_answered(question):
        return _page(request, "no_link", GONE)
    data = request.POST if request.method == "POST" else None
    if question.kind == OwnerRequest.Kind.RUNNING:
        return _running(request, question, token, data)
    return _facts(request, question, token, data)


def _facts(request: HttpRequest, question: OwnerRequest, token: str, data: Any) -> HttpResponse:
    # As it was asked about, not as it is public or has been written since.
    page = question.revision.as_object()  # type: ignore[union-attr]  # who can be answered has one
    form = FactsForm(data, facts_of(page))
    if data is None or not form.is_valid():
        return _question(request, "facts", token, form, page)
    if form.cleaned_data["answer"] == CONFIRM:
        answering.confirm(question)
    else:
        answering.dispute(question, form.remarks)
    return _page(request, "thanks", question=question)


def _running(request: HttpRequest, question: OwnerRequest, token: str, data: Any) -> HttpResponse:
    form = RunningForm(data)
    if data is None or not form.is_valid():
        return _question(request, "running", token, form, question.case)
    answer = answering.still_runs if form.cleaned_data["answer"] == YES else answering.runs_no_more
    answer(question, form.remarks)
    return _page(request, "thanks", question=question)


def _question(request: HttpRequest, name: str, token: str, form: Any, page: Any) -> HttpResponse:
    return _page(
        request,
        name,
        INVALID if form.is_bound else 200,
        form=form,
        case=page,
        content_language=settings.LANGUAGE_CODE if get_language() != settings.LANGUAGE_CODE else "",
        alternates=addresses("owner_answer", token=token),
    )


def _page(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    """Kept by nobody, found by no search engine, and its address told to no other site."""
    response = render(request, f"pages/owner/{name}.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
