"""What is derived from the log: one document per public page, and what it was made from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublishedDocument(models.Model):
    """A public page as the API shows it, made once when it changes. There is a row exactly while the page is public."""

    page_id = models.BigIntegerField(primary_key=True)
    """No foreign key: what is withdrawn must be found after the page is gone."""
    type = models.CharField(max_length=100)
    locale = models.CharField(max_length=10)
    persistent_id = models.CharField(max_length=16)
    translation_key = models.UUIDField(db_index=True)
    path = models.CharField(max_length=255)
    body = models.TextField(blank=True)
    """The detail answer, byte for byte."""
    etag = models.CharField(max_length=64, blank=True)
    card = models.CharField(max_length=64, blank=True)
    """Digest of what other pages show of this one: type, language, title and address."""
    is_stale = models.BooleanField(default=False)
    """Something in it has changed, and the worker has not made it anew yet: it must not be served."""
    change_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("published document")
        verbose_name_plural = _("published documents")
        indexes = [models.Index(fields=["page_id"], name="publishing_stale", condition=models.Q(is_stale=True))]

    def __str__(self) -> str:
        return f"{self.type} {self.page_id}"


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
