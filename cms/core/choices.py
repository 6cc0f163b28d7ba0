"""Small vocabularies of the content model that every page uses. Codes are the API values and never change."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Licence(models.TextChoices):
    CC_BY_4_0 = "cc_by_4_0", _("CC BY 4.0")
    CC_BY_SA_4_0 = "cc_by_sa_4_0", _("CC BY-SA 4.0")
    CC0_1_0 = "cc0_1_0", _("CC0 1.0")
    ALL_RIGHTS_RESERVED = "all_rights_reserved", _("all rights reserved")

    @property
    def url(self) -> str:
        """Address of the licence text, or an empty string where there is none."""
        return LICENCE_URLS.get(self.value, "")


LICENCE_URLS = {
    "cc_by_4_0": "https://creativecommons.org/licenses/by/4.0/",
    "cc_by_sa_4_0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "cc0_1_0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


class PeopleConsent(models.TextChoices):
    NOBODY = "nobody", _("no recognisable person")
    GIVEN = "given", _("consent given")
    MISSING = "missing", _("consent missing")


class Relation(models.TextChoices):
    USES = "uses", pgettext_lazy("relation between pages", "uses")
    INSPIRED_BY = "inspired_by", pgettext_lazy("relation between pages", "inspired by")
    CONTINUES = "continues", pgettext_lazy("relation between pages", "continues")
    EXPLAINS = "explains", pgettext_lazy("relation between pages", "explains")
    FUNDED_BY = "funded_by", pgettext_lazy("relation between pages", "funded by")
    PART_OF = "part_of", pgettext_lazy("relation between pages", "part of")
    ANSWERS = "answers", pgettext_lazy("relation between pages", "answers")


class ContentLanguage(models.TextChoices):
    """Language of a file or an event, not of a page."""

    SWEDISH = "sv", _("Swedish")
    ENGLISH = "en", _("English")
    FINNISH = "fi", _("Finnish")
    MEANKIELI = "fit", _("Meänkieli")
    NORTHERN_SAMI = "se", _("Northern Sami")
    SOUTHERN_SAMI = "sma", _("Southern Sami")
    LULE_SAMI = "smj", _("Lule Sami")
