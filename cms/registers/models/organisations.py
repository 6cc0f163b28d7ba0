from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from cms.core.dependencies import today
from cms.registers.models.base import BilingualModel
from cms.registers.vocabularies import OrganisationType


class Organisation(index.Indexed, BilingualModel):
    """An organisation that the bank or the network points at."""

    code = models.SlugField(
        _("code"), max_length=60, unique=True, help_text=_("Part of the public API. It never changes.")
    )
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    type = models.CharField(_("type"), max_length=20, choices=OrganisationType)
    registration_number = models.CharField(_("organisation number"), max_length=11, blank=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("belongs to"), null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    municipality = models.ForeignKey(
        "registers.Municipality",
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="organisations",
    )
    website = models.URLField(_("home page"), blank=True)
    logo = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("logotype"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    member_of_network = models.BooleanField(_("member of the service network"), default=False)
    member_since = models.DateField(_("member since"), null=True, blank=True)

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("code"),
                FieldPanel("name_sv"),
                FieldPanel("name_en"),
                FieldPanel("short_name"),
                FieldPanel("type"),
            ],
            heading=_("Organisation"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("parent"),
                FieldPanel("municipality"),
                FieldPanel("registration_number"),
                FieldPanel("website"),
                FieldPanel("logo"),
            ],
            heading=_("Details"),
        ),
        MultiFieldPanel(
            [FieldPanel("member_of_network"), FieldPanel("member_since")], heading=_("The service network")
        ),
    ]
    search_fields = [
        index.SearchField("name_sv"),
        index.SearchField("name_en"),
        index.SearchField("short_name"),
        index.AutocompleteField("name_sv"),
    ]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_sv"]


class ContactPerson(index.Indexed, models.Model):
    """Whom to turn to: a role first, a person only when that person has agreed (domain C10).

    Public only when ``show_publicly`` is set and the consent has not run out; otherwise it appears nowhere.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True, help_text=_("Leave empty when the role is enough."))
    role_sv = models.CharField(_("role in Swedish"), max_length=120)
    role_en = models.CharField(_("role in English"), max_length=120)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="contacts"
    )
    role_email = models.EmailField(
        _("role address"),
        blank=True,
        help_text=_("For example landsbygd@kommunen.se. Preferred to a personal address."),
    )
    public_email = models.EmailField(_("public e-mail"), blank=True)
    public_phone = models.CharField(_("public telephone"), max_length=30, blank=True)
    languages = models.CharField(
        _("languages"), max_length=80, blank=True, help_text=_("Codes with commas between: sv, en, se.")
    )
    show_publicly = models.BooleanField(_("show publicly"), default=False)
    legal_basis = models.CharField(_("consent or other basis"), max_length=150, blank=True)
    legal_basis_on = models.DateField(_("date of the basis"), null=True, blank=True)
    expires_on = models.DateField(_("show until"), null=True, blank=True)

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("code"),
                FieldPanel("role_sv"),
                FieldPanel("role_en"),
                FieldPanel("organisation"),
                FieldPanel("name"),
            ],
            heading=_("Who"),
        ),
        MultiFieldPanel(
            [FieldPanel("role_email"), FieldPanel("public_email"), FieldPanel("public_phone"), FieldPanel("languages")],
            heading=_("How to reach"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("show_publicly"),
                FieldPanel("legal_basis"),
                FieldPanel("legal_basis_on"),
                FieldPanel("expires_on"),
            ],
            heading=_("Publishing and consent"),
        ),
    ]
    # The admin's own search; ContactPerson is never in the public one.
    search_fields = [
        index.SearchField("role_sv"),
        index.SearchField("name"),
        index.AutocompleteField("role_sv"),
        index.AutocompleteField("name"),
    ]

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        ordering = ["organisation__name_sv", "role_sv"]

    def __str__(self) -> str:
        return f"{self.name or self.role}, {self.organisation}"

    @property
    def role(self) -> str:
        return self.role_en if get_language() == "en" else self.role_sv

    @property
    def is_public(self) -> bool:
        return self.show_publicly and (self.expires_on is None or self.expires_on >= today())

    @property
    def email(self) -> str:
        """The role address when there is one."""
        return self.role_email or self.public_email

    api_value_joins = ("organisation",)

    def api_value(self) -> dict[str, Any] | None:
        """What anyone may see, or None."""
        if not self.is_public:
            return None
        return {
            "role": self.role,
            "name": self.name,
            "organisation": {"code": self.organisation.code, "label": self.organisation.label},
            "email": self.email,
            "phone": self.public_phone,
            "languages": [code.strip() for code in self.languages.split(",") if code.strip()],
        }
