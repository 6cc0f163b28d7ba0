"""What a readiness check finds: where, what, and whether it stands in the way of an approval."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

EXCERPT_LENGTH = 240


class Code(models.TextChoices):
    """The rules. Stored with waivers, so that the codes never change."""

    IDENTITY_NUMBER = "identity_number", _("Personal identity numbers")
    PHONE = "phone", _("Private telephone numbers")
    EMAIL = "email", _("Private e-mail addresses")
    CONSENT = "consent", _("Consents")
    ALT = "alt", _("Alternative texts")
    CREDIT = "credit", _("Credits of pictures")
    LICENCE = "licence", _("Licences of pictures")
    REQUIRED = "required", _("Fields that a reviewed page needs")
    PAGE_LINK = "page_link", _("Links inside the site")
    DEAD_LINK = "dead_link", _("Links to other sites")
    SENTENCE = "sentence", _("Long sentences")
    WORD = "word", _("Words")
    LIX = "lix", _("Readability")


ADVICE = frozenset({Code.EMAIL, Code.LIX})
"""What an editor should look at and need not answer for: a measure, and an address that may be an association's."""


@dataclass(frozen=True)
class Place:
    """A field of a page's form."""

    path: str
    """Content path: ``summary``, ``body.<block id>.text``, ``costs.<row id>.note``."""
    anchor: str
    """Fragment of the form's address that opens the field."""
    label: str
    """What the form calls it, the outermost first."""

    def inside(self, name: str, label: object = "") -> Place:
        """A field of the block that stands here."""
        path = f"{self.path}.{name}"
        return Place(path, f":w:contentpath={path}", f"{self.label} › {label}" if label else self.label)


@dataclass(frozen=True)
class Finding:
    """One thing to put right, or to answer for with a reason."""

    code: Code
    place: Place
    message: str
    """In the language that is active when it is found."""
    excerpt: str = ""
    """The sentence, the address, the name of the picture: what is meant. A waiver holds as long as it is the same."""
    remedy: str = ""
    """Address where it is put right, when that is not the field itself."""

    @property
    def blocks(self) -> bool:
        return self.code not in ADVICE

    @property
    def fingerprint(self) -> str:
        """Of the rule, the field and the text, and of no revision: what is corrected is another finding, or none."""
        told = "\0".join((self.code.value, self.place.path, self.excerpt))
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def shown(self) -> str:
        """The excerpt, cut at a length that can be read."""
        return str(Truncator(self.excerpt).chars(EXCERPT_LENGTH))
