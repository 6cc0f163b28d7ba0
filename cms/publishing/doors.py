"""Opens a recording where Wagtail's own code writes without a request: actions, and saving or deleting what shows.

A request is recorded as a whole by the middleware; these doors are for commands, the worker, and what runs after a
commit. Whatever goes round them all is found by the sweep.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from wagtail import actions
from wagtail.contrib.redirects.signal_handlers import BatchRedirectCreator
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.core.models import BasePage
from cms.publishing.acting import Author, who_acts
from cms.publishing.holding import hold
from cms.publishing.recording import recording
from cms.publishing.watch import object_models

ACTIONS = (
    actions.ConvertAliasPageAction,
    actions.CopyForTranslationAction,
    actions.CopyPageAction,
    actions.CopyPageForTranslationAction,
    actions.CreatePageAliasAction,
    actions.DeletePageAction,
    actions.MovePageAction,
    actions.PublishPageRevisionAction,
    actions.PublishRevisionAction,
    actions.RevertToPageRevisionAction,
    actions.UnpublishAction,
    actions.UnpublishPageAction,
)


def open_doors() -> None:
    """Wrap each door once, on the class that defines it, so that every import of it is recorded."""
    for action in ACTIONS:
        _wrap(action, "execute")
    for model in (
        BasePage,
        Page,
        PageViewRestriction,
        Collection,
        CollectionViewRestriction,
        *object_models().values(),
    ):
        _wrap(model, "save")
        _wrap(model, "delete")
    _wrap(BatchRedirectCreator, "process")


def _wrap(cls: type, name: str) -> None:
    method: Callable[..., Any] = getattr(cls, name)
    if getattr(method, "is_recorded", False):
        return

    route = f"{cls.__name__}.{name}"

    @wraps(method)
    def recorded(self: Any, *args: Any, **kwargs: Any) -> Any:
        with recording(lambda: who_acts() or Author(getattr(getattr(self, "user", None), "pk", None), route)):
            if name == "execute":
                _wait_for_others_at_the_page(self)
            return method(self, *args, **kwargs)

    recorded.is_recorded = True  # type: ignore[attr-defined]
    if name != "execute":
        recorded.alters_data = True  # type: ignore[attr-defined]  # no template may call it
    setattr(cls, name, recorded)


def _wait_for_others_at_the_page(action: Any) -> None:
    """Take the page's row before anything else.

    Wagtail writes a page's revisions and then its row when it publishes, and the row first when it takes down. As one
    transaction each, the two would wait for each other.
    """
    page = getattr(action, "page", None) or getattr(action, "object", None)
    if isinstance(page, Page) and page.pk:
        hold(page.pk)
