"""Who may have a picture or a file that nothing public uses, besides those who work in the admin."""

from collections.abc import Callable

from django.http import HttpRequest

from cms.core.models import CustomDocument, CustomImage

File = CustomImage | CustomDocument
Opener = Callable[[HttpRequest, File], bool]

_openers: list[Opener] = []


def open_files_with(opener: Opener) -> None:
    """Ask `opener` too. An app that gives files to somebody says so when it starts."""
    if opener not in _openers:
        _openers.append(opener)


def may_have_file(request: HttpRequest, file: File | None) -> bool:
    """Whether this request is given the file although it is not public. None is a file of the admin alone."""
    if request.user.is_authenticated and request.user.has_perm("wagtailadmin.access_admin"):
        return True
    return file is not None and any(opener(request, file) for opener in _openers)
