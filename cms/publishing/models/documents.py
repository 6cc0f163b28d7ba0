"""What is derived from the log: one document per public page, and what it was made from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublishedDocument(models.Model):
    """A published page as the API shows it, made once when it changes.

    There is a row exactly while the page is public, or behind a gate that a partner's key may open. Columns are always
    true; the texts made of the page (`body`, `offsets`, `item`) are while the document is not stale.
    """

    page_id = models.BigIntegerField(primary_key=True)
    """No foreign key: what is withdrawn must be found after the page is gone."""
    gate = models.CharField(max_length=255, blank=True, default="")
    """What closes the page: ids of the restricted pages at or above it, ``12,57``; nothing for a public page."""
    type = models.CharField(max_length=100)
    locale = models.CharField(max_length=10)
    persistent_id = models.CharField(max_length=16)
    translation_key = models.UUIDField(db_index=True)
    path = models.CharField(max_length=255)
    title = models.CharField(max_length=255, blank=True, default="")
    slug = models.CharField(max_length=255, blank=True, default="")
    first_published_at = models.DateTimeField(null=True)
    last_published_at = models.DateTimeField(null=True)
    body = models.TextField(blank=True)
    """The detail answer, byte for byte."""
    offsets = models.TextField(blank=True, default="")
    """Where each field's value stands in it: JSON of name to [begin, end], in characters."""
    item = models.TextField(blank=True, default="")
    """The page as a list shows it when no ``fields`` are asked for."""
    etag = models.CharField(max_length=64, blank=True)
    card = models.CharField(max_length=64, blank=True)
    """Digest of what other pages show of this one: type, language, title and address."""
    is_stale = models.BooleanField(default=False)
    """Something in it has changed, and the worker has not made it anew yet: it must not be served."""
    change_id = models.BigIntegerField(null=True)
    modified = models.BigIntegerField(default=0)
    """Second of its last change, see `ContentChange.modified`."""

    class Meta:
        verbose_name = _("published document")
        verbose_name_plural = _("published documents")
        indexes = [
            models.Index(fields=["page_id"], name="publishing_stale", condition=models.Q(is_stale=True)),
            # Lists: what is open to the caller, of a type and in a language, in the order of the tree or the newest
            # first. With the key last, a page far down is found in the index alone.
            models.Index(fields=["gate", "path", "page_id"], name="publishing_tree"),
            models.Index(fields=["gate", "type", "path", "page_id"], name="publishing_type_tree"),
            models.Index(fields=["gate", "type", "locale", "path", "page_id"], name="publishing_locale_tree"),
            models.Index(fields=["gate", "last_published_at", "page_id"], name="publishing_newest"),
            models.Index(fields=["gate", "type", "last_published_at", "page_id"], name="publishing_type_newest"),
            models.Index(fields=["gate", "type", "first_published_at", "page_id"], name="publishing_type_first"),
            models.Index(fields=["gate", "type", "page_id"], name="publishing_type_walk"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.page_id}"


class DocumentCount(models.Model):
    """How many documents there are of a type and language behind a gate, kept with them: a list tells its total."""

    id = models.BigAutoField(primary_key=True)
    gate = models.CharField(max_length=255, blank=True)
    type = models.CharField(max_length=100)
    locale = models.CharField(max_length=10)
    number = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("number of documents")
        verbose_name_plural = _("numbers of documents")
        constraints = [models.UniqueConstraint(fields=["gate", "type", "locale"], name="publishing_counted_once")]

    def __str__(self) -> str:
        return f"{self.number} × {self.type} {self.locale} {self.gate}"


class Dependency(models.Model):
    """Something that a document shows of another object: when that object changes, the document is made anew."""

    id = models.BigAutoField(primary_key=True)
    document_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")
        constraints = [models.UniqueConstraint(fields=["document_id", "kind", "key"], name="publishing_depends_once")]
        indexes = [models.Index(fields=["kind", "key", "document_id"])]

    def __str__(self) -> str:
        return f"{self.document_id} → {self.kind} {self.key}"


class PublicObject(models.Model):
    """The state of something that is no page but shows on pages, as the log knows it: a register row, a picture."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("public object")
        verbose_name_plural = _("public objects")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="publishing_object_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
