"""Previews: which front ends can show a draft, and the links that editors have made to drafts."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

TOKEN = "{token}"  # noqa: S105  where the token goes
ON_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
LIFE = dt.timedelta(hours=24)


def validate_address(address: str) -> None:
    """An address with one ``{token}`` behind its host, by https; by http on this machine when we have no https."""
    try:
        host, parts = urlsplit(address).netloc, urlsplit(address.replace(TOKEN, "token"))
    except ValueError:
        raise ValidationError(_("This is no address.")) from None
    if address.count(TOKEN) != 1 or TOKEN in host:
        raise ValidationError(
            _("Write {token} once, after the name of the website, like this: https://example.org/preview#{token}")
        )
    if parts.username is not None or re.search(r"[{}]", parts.geturl()):
        raise ValidationError(_("The address can have no user name, and no braces besides {token}."))
    is_here = not settings.HTTPS and parts.hostname in ON_THIS_MACHINE
    URLValidator(schemes=["https", "http"] if is_here else ["https"])(parts.geturl())


class FrontEnd(models.Model):
    """A website outside that shows our pages, and how it is told to show a draft."""

    label = models.CharField(
        _("name"), max_length=80, unique=True, help_text=_("What editors call the website: “Storuman’s website”.")
    )
    address = models.CharField(
        _("address"),
        max_length=400,
        validators=[validate_address],
        help_text=_(
            "The address that shows a preview, with {token} where the token goes. After a # it stays in the browser "
            "and out of logs; after a ? the website’s server gets it. Ask those who build the website."
        ),
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("Leave empty when the website shows both languages."),
    )

    class Meta:
        verbose_name = _("front end")
        verbose_name_plural = _("front ends")
        ordering = ["label", "pk"]

    def __str__(self) -> str:
        return self.label


class Preview(models.Model):
    """One link to one revision of one page, made by one person for one front end (ADR 23).

    Ending it deletes it. It is worth nothing without our signature, so what is stored here opens nothing by itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField()
    """When the revision was saved: an autosave writes over a revision and keeps its number."""
    content = models.JSONField(encoder=DjangoJSONEncoder)
    """What the revision said then, for when it has been written over."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    front_end = models.ForeignKey(FrontEnd, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("preview")
        verbose_name_plural = _("previews")
        ordering = ["-created_at", "pk"]
        # Who may edit the page may make, renew and end its previews.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "saved_at", "user", "front_end"], name="one_preview_of_its_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} r{self.revision_id}"

    @property
    def is_over(self) -> bool:
        return self.expires_at <= timezone.now()
