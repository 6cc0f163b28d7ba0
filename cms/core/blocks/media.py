"""Pictures, films and files."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.core.api_values import document_value, image_value
from cms.core.blocks.base import RichTextBlock, RuledStructBlock
from cms.core.fields import RICH_TEXT

YOUTUBE = re.compile(r"^https://(?:www\.)?(?:youtube\.com/watch\?v=|youtu\.be/)([\w-]{6,20})")
VIMEO = re.compile(r"^https://(?:www\.)?vimeo\.com/(\d{5,15})")


class ImageBlock(RuledStructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)

    text_fields = ("caption",)
    fact_fields = ("image",)

    class Meta:
        icon = "image"
        label = _("Picture")
        group = _("Media")
        description = _("A picture with its caption; the alternative text belongs to the picture")
        template = "blocks/image.html"
        preview_value = {"image": None, "caption": "Boxen vid vägskälet"}

    def get_api_representation(self, value: Any, context: dict[str, Any] | None = None) -> dict[str, Any] | None:
        return image_value(value.get("image"), caption=value.get("caption") or "")


class VideoValue(blocks.StructValue):
    @property
    def embed_url(self) -> str:
        """Address of a player without cookies, or an empty string where the film can only be linked to."""
        url = self.get("url") or ""
        if match := YOUTUBE.match(url):
            return f"https://www.youtube-nocookie.com/embed/{match[1]}"
        if match := VIMEO.match(url):
            return f"https://player.vimeo.com/video/{match[1]}?dnt=1"
        return ""

    @property
    def host(self) -> str:
        return (self.get("url") or "").split("/")[2].removeprefix("www.") if "//" in (self.get("url") or "") else ""


class VideoBlock(RuledStructBlock):
    """A film elsewhere. Nothing is asked of the other site before the reader clicks."""

    title = blocks.CharBlock(label=_("Title"), max_length=150)
    url = blocks.URLBlock(label=_("Address of the film"), help_text=_("A page at YouTube, Vimeo or any other site."))
    poster = ImageChooserBlock(label=_("Still picture"), required=False)
    captioned = blocks.BooleanBlock(label=_("The film has captions"), required=False)
    transcript = RichTextBlock(label=_("What is said and shown"), features=RICH_TEXT, required=False)

    text_fields = ("title", "transcript")
    fact_fields = ("url", "poster", "captioned")

    class Meta:
        icon = "media"
        label = _("Film")
        group = _("Media")
        description = _("A film that starts only when the reader asks for it")
        template = "blocks/video.html"
        value_class = VideoValue
        preview_value = {
            "title": "Så fungerar boxen",
            "url": "https://vimeo.com/000000",
            "poster": None,
            "captioned": True,
            "transcript": "<p>En kund öppnar boxen med sin telefon.</p>",
        }

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not value["url"].startswith("https://"):
            raise StructBlockValidationError(
                block_errors={"url": ValidationError(_("The address must begin with https://."))}
            )
        return value

    def get_api_representation(self, value: Any, context: dict[str, Any] | None = None) -> dict[str, Any]:
        result = super().get_api_representation(value, context=context)
        result["poster"] = image_value(value.get("poster"))
        return result


class FileBlock(RuledStructBlock):
    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(label=_("What the file is"), max_length=150)

    text_fields = ("title",)
    fact_fields = ("document",)

    class Meta:
        icon = "doc-full-inverse"
        label = _("File")
        group = _("Media")
        description = _("A file to download, with its type and size")
        template = "blocks/file.html"
        preview_value = {"document": None, "title": "Mall för serviceplan"}

    def get_api_representation(self, value: Any, context: dict[str, Any] | None = None) -> dict[str, Any]:
        return {"title": value.get("title"), "document": document_value(value.get("document"))}
