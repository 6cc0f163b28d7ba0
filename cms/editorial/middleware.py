"""Requests to the admin that no form of it sends: refused with a sentence, where Wagtail's views fall over them."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.paginator import InvalidPage
from django.db import DataError, IntegrityError
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from cms.publishing.guarding import Refused

logger = logging.getLogger(__name__)
ADMIN = "/admin/"
IN_USE = (ProtectedError, RestrictedError)
READING = {"to_python", "value_from_datadict"}
"""Methods of fields and widgets that make of what was sent what is meant."""
NO_NUMBER = (("expected a number but got", "."), ("invalid literal for int() with base 10:", ""))
"""How Django and Python say that a value is no number, before and after the value."""
FAULTS = (DataError, IntegrityError, InvalidPage, MultiValueDictKeyError, ObjectDoesNotExist, ValidationError)


class NonsenseMiddleware:
    """Stands around the recording, which undoes what was begun and answers the refusal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal where what was sent is at fault."""
        if not request.path.startswith(ADMIN):
            return None
        if not (isinstance(exception, FAULTS) or _is_of_what_was_sent(request, exception)):
            return None
        _log(request, exception)
        # Said late: the language of the user is not active here.
        request.refusal = Refused([lazy(_reason, str)(exception)])  # type: ignore[attr-defined]  # for the recording
        return HttpResponse(status=403)


def _log(request: HttpRequest, exception: Exception) -> None:
    """As an error: it may be ours. Where, not what: values are private, and links in addresses let somebody in."""
    where = "".join(traceback.format_tb(exception.__traceback__))
    route = request.resolver_match.route if request.resolver_match else ""
    logger.error("Refused at %s: %s\n%s", route, type(exception).__name__, where)


def _reason(exception: Exception) -> str:
    if isinstance(exception, MultiValueDictKeyError):
        return _("The form came without the field %(name)s.") % {"name": exception.args[0]}
    if isinstance(exception, IN_USE):
        return _("It is in use, and cannot be deleted as long as it is.")
    if isinstance(exception, IntegrityError):
        return _("It is there already, or what it belongs to is gone.")
    if isinstance(exception, ObjectDoesNotExist):
        return _("What was chosen is not there any more.")
    if isinstance(exception, ValidationError):
        return " ".join(exception.messages)
    return _("A value was too long, or of another kind than its field takes.")


def _is_of_what_was_sent(request: HttpRequest, exception: Exception) -> bool:
    """Whether a field fell over what it reads, or something that the request brought was taken for what it is not.

    Widgets read before the form is checked, Wagtail's choosers look up what they show again, and where to go next is
    named by the request. The same faults of other values are ours, and shown as what they are.
    """
    if READING & {frame.name for frame in traceback.extract_tb(exception.__traceback__)}:
        return True
    said = str(exception)
    sent = [value for fields in (request.GET, request.POST) for _name, values in fields.lists() for value in values]
    if isinstance(exception, NoReverseMatch):
        return any(said.startswith(f"Reverse for '{value}' not found.") for value in sent)
    endings = tuple(f"{text} {value!r}{stop}" for value in sent for text, stop in NO_NUMBER)
    return isinstance(exception, ValueError) and said.endswith(endings)
