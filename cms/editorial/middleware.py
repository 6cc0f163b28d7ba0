"""Requests to the admin that no form of it sends: refused with a sentence, where Wagtail's views fall over them."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DataError
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from cms.publishing.guarding import Refused

ADMIN = "/admin/"
FAULTS = (DataError, MultiValueDictKeyError, ProtectedError, RestrictedError)


class NonsenseMiddleware:
    """Stands around the recording, which undoes what was begun and answers the refusal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal where a field was not sent or holds what it cannot hold, and for deleting what others point to."""
        if not request.path.startswith(ADMIN):
            return None
        if not (isinstance(exception, FAULTS) or _sent_no_number(request, exception)):
            return None
        # Said late: the language of the user is not active here.
        request.refusal = Refused([lazy(_reason, str)(exception)])  # type: ignore[attr-defined]  # for the recording
        return HttpResponse(status=403)


def _reason(exception: Exception) -> str:
    if isinstance(exception, MultiValueDictKeyError):
        return _("The form came without the field %(name)s.") % {"name": exception.args[0]}
    if isinstance(exception, ProtectedError | RestrictedError):
        return _("It is in use, and cannot be deleted as long as it is.")
    return _("A value was too long, or of another kind than its field takes.")


def _sent_no_number(request: HttpRequest, exception: Exception) -> bool:
    """Whether the request itself brought what a query for a number fell over: other such faults are ours, and shown.

    Views look up what a field points to before the form is checked, and Wagtail's choosers do when it is shown again.
    """
    if not isinstance(exception, ValueError):
        return False
    sent = [value for fields in (request.GET, request.POST) for _name, values in fields.lists() for value in values]
    return any(str(exception).endswith(f"expected a number but got {value!r}.") for value in sent)
