"""Which language the pages around sign-in speak: the person's own, once it is known who it is."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from wagtail.users.models import UserProfile

KEPT_AS = "sign_in_language"
PARAMETER = "language"
speaking = translation.override


def preferred_by(user: Any) -> str:
    profile = UserProfile.objects.filter(user_id=user.pk).first() or UserProfile()
    language: str = profile.get_preferred_language()
    return language


def keep(request: HttpRequest, language: str) -> None:
    request.session[KEPT_AS] = language


def language_of(request: HttpRequest) -> str:
    """Of whoever is signed in or on the way to it; else what was chosen at the form; else Swedish."""
    if request.user.is_authenticated:
        return preferred_by(request.user)
    chosen = request.GET.get(PARAMETER)
    if chosen in dict(settings.LANGUAGES):
        keep(request, str(chosen))
    kept: str = request.session.get(KEPT_AS, settings.LANGUAGE_CODE)
    return kept


def in_own_language(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """A view whose answer, rendered at once, is in that language."""

    @functools.wraps(view)
    def speaks(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with speaking(language_of(request)):
            response: HttpResponse = view(request, *args, **kwargs)
            if hasattr(response, "render"):
                response.render()
            return response

    return speaks
