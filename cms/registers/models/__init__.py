from cms.registers.models.base import Term
from cms.registers.models.facets import (
    FACET_LINKS,
    AudienceLink,
    FacetLink,
    LevelLink,
    PagePlace,
    PhaseLink,
    ServiceTypeLink,
    SolutionTypeLink,
    SuccessFactorLink,
    ThemeLink,
    link_name,
)
from cms.registers.models.organisations import ContactPerson, Organisation
from cms.registers.models.places import County, Municipality
from cms.registers.models.terms import (
    TERM_MODELS,
    Audience,
    Level,
    Phase,
    ServiceType,
    SolutionType,
    SuccessFactor,
    Theme,
)

__all__ = [
    "FACET_LINKS",
    "TERM_MODELS",
    "Audience",
    "AudienceLink",
    "ContactPerson",
    "County",
    "FacetLink",
    "Level",
    "LevelLink",
    "Municipality",
    "Organisation",
    "PagePlace",
    "Phase",
    "PhaseLink",
    "ServiceType",
    "ServiceTypeLink",
    "SolutionType",
    "SolutionTypeLink",
    "SuccessFactor",
    "SuccessFactorLink",
    "Term",
    "Theme",
    "ThemeLink",
    "link_name",
]
