"""One hidden page of every kind, each with a word of its own in its texts, picture and file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from bank.models import CaseStudyPage
from cms.core.models import Attachment, CustomDocument
from cms.core.renditions import FALLBACK_SPEC
from cms.publishing.schedule import publish_scheduled
from tests import factories

OPENED_BY_A_KEY = ("restricted", "below")
OF_A_PUBLIC_PAGE = ("alias", "changed")
"""What is hidden belongs to a page that everybody may see."""


def word_of(kind: str) -> str:
    """A word that stands nowhere else."""
    return f"zyx{kind}qv"


class HiddenPages:
    """Pages, pictures and files by kind. What they need of public things is there before `hide` is called."""

    def __init__(self, site: factories.Tree) -> None:
        self.site = site
        self.pages: dict[str, Any] = {}
        self.images: dict[str, Any] = {}
        self.documents: dict[str, CustomDocument] = {}
        self.ids: dict[str, list[int]] = {}
        self.paths: dict[str, list[str]] = {}
        self.grantable: list[Any] = []
        self.changed = factories.make_case(title="Exemplet som alla ser", keywords="mack")
        self.changed_en = factories.translate_page(self.changed, title="The example that all see")
        self.source = factories.make_case(title="Förlagan som alla ser")

    def hide(self) -> None:
        """Make one of each kind."""
        for kind, make in KINDS.items():
            word = word_of(kind)
            self.images[kind] = factories.make_image(title=word, alt_sv=word, alt_en=word, credit=word)
            self.images[kind].get_rendition(FALLBACK_SPEC)
            self.documents[kind] = CustomDocument.objects.create(
                title=word, file=ContentFile(f"%PDF-1.4 {word}".encode(), name=f"{word}.pdf")
            )
            self.pages[kind] = make(self)

    def values(self, kind: str) -> dict[str, Any]:
        """The word in every text, the picture and the file in every place."""
        word, image, document = word_of(kind), self.images[kind], self.documents[kind]
        rich = f'<p>{word} <a linktype="document" id="{document.pk}">{word}</a></p>'
        body = [
            {"type": "text", "value": rich},
            {"type": "image", "value": {"image": image.pk, "caption": word}},
            {"type": "file", "value": {"document": document.pk, "title": word}},
        ]
        return {
            "title": word,
            "slug": word,
            "summary": word,
            "seo_title": word,
            "search_description": word,
            "keywords": word,
            "need": rich,
            "body": json.dumps(body),
            "main_image": image,
            "main_image_caption": word,
            "show_in_menus": True,
        }

    def case(self, kind: str, **values: Any) -> CaseStudyPage:
        """A case study full of the word, with an English translation where it has been public."""
        file = Attachment(document=self.documents[kind], title=word_of(kind), language="sv")
        page = factories.make_case(**{**self.values(kind), "attachments": [file], **values})
        self.note(kind, page)
        if page.live:
            word = word_of(kind)
            english = factories.translate_page(page, title=word, slug=word, summary=word, keywords=word)
            self.note(kind, english)
        return page

    def note(self, kind: str, page: Any) -> None:
        """Remember id and address, which a page that is deleted takes with it."""
        self.ids.setdefault(kind, []).append(page.pk)
        self.paths.setdefault(kind, []).append(page.url or f"/sv/banken/goda-exempel/{page.slug}/")

    def files(self, kind: str) -> list[str]:
        """Addresses of the picture, its rendition and the file."""
        image, document = self.images[kind], self.documents[kind]
        names = [image.file.name, *(rendition.file.name for rendition in image.renditions.all()), document.file.name]
        return [*(f"/media/{name}" for name in names), document.url]


def _draft(hidden: HiddenPages) -> Any:
    return hidden.case("draft", published=False)


def _unpublished(hidden: HiddenPages) -> Any:
    page = hidden.case("unpublished")
    for version in (page, page.get_translation(hidden.site.home_en.locale)):
        version.unpublish()
    return page


def _deleted(hidden: HiddenPages) -> Any:
    page = hidden.case("deleted")
    page.get_translation(hidden.site.home_en.locale).delete()
    page.delete()
    return page


def _restricted(hidden: HiddenPages) -> Any:
    page = hidden.case("restricted")
    for version in (page, page.get_translation(hidden.site.home_en.locale)):
        factories.restrict(version)
        hidden.grantable.append(version)
    return page


def _below(hidden: HiddenPages) -> Any:
    values = hidden.values("below")
    del values["need"], values["keywords"]
    parent = factories.make_content_page(**values)
    factories.restrict(parent, groups=("member",))
    hidden.grantable.append(parent)
    page = factories.make_content_page(**{**values, "slug": f"{values['slug']}-2"}, parent=parent)
    for found in (parent, page):
        hidden.note("below", found)
    return page


def _alias(hidden: HiddenPages) -> Any:
    alias = hidden.source.copy_for_translation(hidden.site.home_en.locale, alias=True)
    # Past the models, which keep an alias like its source.
    values = hidden.values("alias")
    rows = type(alias).objects.filter(pk=alias.pk)
    rows.update(live=True, url_path=f"{alias.get_parent().url_path}{values['slug']}/", **values)
    alias.refresh_from_db()
    hidden.note("alias", alias)
    return alias


def _expired(hidden: HiddenPages) -> Any:
    page = hidden.case("expired")
    versions = [page.pk, page.get_translation(hidden.site.home_en.locale).pk]
    CaseStudyPage.objects.filter(pk__in=versions).update(expire_at=timezone.now() - dt.timedelta(minutes=1))
    publish_scheduled()
    return CaseStudyPage.objects.get(pk=page.pk)


def _scheduled(hidden: HiddenPages) -> Any:
    page = hidden.case("scheduled", published=False)
    page.go_live_at = timezone.now() + dt.timedelta(days=2)
    page.save_revision().publish()
    return page


def _changed(hidden: HiddenPages) -> Any:
    for page in (hidden.changed, hidden.changed_en):
        draft = CaseStudyPage.objects.get(pk=page.pk)
        for name, value in hidden.values("changed").items():
            setattr(draft, name, value)
        draft.save_revision()
        hidden.paths.setdefault("changed", []).append(page.url.replace(page.slug, draft.slug))
    hidden.ids["changed"] = []
    return hidden.changed


KINDS: dict[str, Callable[[HiddenPages], Any]] = {
    "draft": _draft,
    "unpublished": _unpublished,
    "deleted": _deleted,
    "restricted": _restricted,
    "below": _below,
    "alias": _alias,
    "expired": _expired,
    "scheduled": _scheduled,
    "changed": _changed,
}
