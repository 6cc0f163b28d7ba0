from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index

from cms.core.choices import Licence, PeopleConsent
from cms.core.replaced_files import old_file_goes
from cms.core.uploads import document_upload_to, unguessable_name, validate_document_content, without_metadata


class CustomImage(AbstractImage):
    """A picture with what a reader, a partner and the law need to know of it."""

    alt_sv = models.CharField(
        _("alternative text in Swedish"),
        max_length=255,
        blank=True,
        help_text=_(
            "What the picture shows, for those who cannot see it. Example: “A red shop with a fuel pump in front”."
        ),
    )
    alt_en = models.CharField(_("alternative text in English"), max_length=255, blank=True)
    # Not `decorative`: Wagtail's image sets an attribute of that name on every instance, for its own block.
    is_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("Tick when the picture only decorates and says nothing that the text does not say."),
    )
    credit = models.CharField(_("credit"), max_length=120, blank=True, help_text=_("Who took or drew the picture."))
    licence = models.CharField(_("licence"), max_length=30, choices=Licence, default=Licence.CC_BY_4_0)
    people_consent = models.CharField(
        _("consent of people shown"),
        max_length=10,
        choices=PeopleConsent,
        default=PeopleConsent.NOBODY,
        help_text=_("A person who can be recognised must have said yes to being published."),
    )

    admin_form_fields = (
        "title",
        "file",
        "alt_sv",
        "alt_en",
        "is_decorative",
        "credit",
        "licence",
        "people_consent",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("alt_sv"),
        index.SearchField("alt_en"),
        index.SearchField("credit"),
    ]
    api_fields = ["alt", "credit", "licence"]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def alt(self) -> str:
        """Alternative text in the active language, the other language rather than nothing, empty when decorative."""
        if self.is_decorative:
            return ""
        first, second = (self.alt_en, self.alt_sv) if get_language() == "en" else (self.alt_sv, self.alt_en)
        return first or second

    @property
    def default_alt_text(self) -> str:
        return self.alt

    @cached_property
    def ready_renditions(self) -> list["Rendition"]:
        """Renditions that exist already, smallest first. Reading a page never makes one."""
        from cms.core.renditions import PUBLIC_SPECS

        found = [rendition for rendition in self.renditions.all() if rendition.filter_spec in PUBLIC_SPECS]
        return sorted(found, key=lambda rendition: (PUBLIC_SPECS.index(rendition.filter_spec), rendition.width))

    def get_upload_to(self, filename: str) -> str:
        return super().get_upload_to(unguessable_name(filename))

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not self.file._committed:
            self.file = without_metadata(self.file.file)
            self._set_image_file_metadata()
        with old_file_goes(self):
            super().save(*args, **kwargs)


class Rendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class CustomDocument(AbstractDocument):
    """A file to download."""

    file = models.FileField(
        upload_to=document_upload_to, validators=[validate_document_content], verbose_name=_("file")
    )

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with size and hash also where no form did it: reading a page never opens its files."""
        if self.file and not self.file._committed:
            self._set_document_file_metadata()
        with old_file_goes(self):
            super().save(*args, **kwargs)
