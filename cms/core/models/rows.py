"""Rows that belong to a page: rows of facts, and rows that also hold text and are therefore translated."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page, TranslatableMixin

from cms.core.choices import ContentLanguage, Relation
from cms.core.translation import TranslationRule, shared, translated


class FactRow(Orderable):
    """A row of facts: copied to the translation as it is."""

    translatable_fields: list[TranslationRule] = []

    class Meta(Orderable.Meta):
        abstract = True


class TextRow(TranslatableMixin, Orderable):
    """A row with text: the translation has a row of its own, matched by ``translation_key``."""

    translatable_fields: list[TranslationRule] = []

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True


class RelatedPage(TextRow):
    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="related_pages")
    relation = models.CharField(_("relation"), max_length=20, choices=Relation, default=Relation.EXPLAINS)
    target = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")
    note = models.CharField(
        _("note"), max_length=250, blank=True, help_text=_("One sentence: why should the reader go there?")
    )

    panels = [
        FieldPanel("relation", help_text=_("What the other page is to this one.")),
        PageChooserPanel("target", help_text=_("The page in Swedish; English readers come to its translation.")),
        FieldPanel("note"),
    ]
    api_fields = ["relation", "target", "note"]
    api_names = {"target": "page"}
    translatable_fields = [*shared("sort_order", "relation", "target"), *translated("note")]

    class Meta(TextRow.Meta):
        verbose_name = _("related page")

    def __str__(self) -> str:
        return f"{self.relation} {self.target}"


class Attachment(TextRow):
    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        "core.CustomDocument", verbose_name=_("file"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("title"), max_length=150)
    language = models.CharField(_("language"), max_length=3, choices=ContentLanguage, default=ContentLanguage.SWEDISH)
    accessible = models.BooleanField(
        _("accessible"),
        default=False,
        help_text=_("Tick when the file has been checked and can be read with a screen reader."),
    )

    panels = [
        FieldPanel("document", help_text=_("Choose a file that is there, or upload a new one.")),
        FieldPanel("title", help_text=_("What the file is, for example: Agreement to fill in.")),
        FieldPanel("language", help_text=_("The language that the file is written in.")),
        FieldPanel("accessible"),
    ]
    api_fields = ["document", "title", "language", "format", "size", "accessible"]
    api_names = {"document": "file"}
    translatable_fields = [*shared("sort_order", "document", "language", "accessible"), *translated("title")]

    class Meta(TextRow.Meta):
        verbose_name = _("attachment")

    def __str__(self) -> str:
        return self.title

    @property
    def format(self) -> str:
        return self.document.file_extension

    @property
    def size(self) -> int:
        """Size in bytes."""
        return self.document.file_size or 0


class Source(FactRow):
    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), max_length=500, blank=True)
    accessed_on = models.DateField(_("read on"), null=True, blank=True)

    panels = [
        FieldPanel("title", help_text=_("Who says so and where, for example: Regional service programme 2022–2030.")),
        FieldPanel("url", help_text=_("Empty when the source is not on the web.")),
        FieldPanel("accessed_on", help_text=_("Pages on the web change: the day when it said so.")),
    ]
    api_fields = ["title", "url", "accessed_on"]
    translatable_fields = shared("sort_order", "title", "url", "accessed_on")

    class Meta(FactRow.Meta):
        verbose_name = _("source")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.accessed_on and not self.url:
            raise ValidationError({"url": _("Give the address that was read on that day.")})
