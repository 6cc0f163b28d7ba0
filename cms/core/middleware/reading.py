"""What one answer reads of visibility, it reads once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cms.core.visibility import reading_together


class ReadingTogether:
    """Lets everything that makes one answer to a GET share what is known of who may see which page.

    Requests that may write are left alone: they must see what they have just changed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with reading_together():
            return self.get_response(request)
