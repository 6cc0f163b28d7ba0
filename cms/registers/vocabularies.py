"""Vocabularies with one value a page (domain C1). Codes are the API values and never change; labels are translated.

Vocabularies with several values a page are registers, see ``cms.registers.models.terms``.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DeliveryMode(models.TextChoices):
    PHYSICAL = "physical", pgettext_lazy("delivery mode", "physical")
    DIGITAL = "digital", pgettext_lazy("delivery mode", "digital")
    MOBILE = "mobile", pgettext_lazy("delivery mode", "mobile")
    COMBINED = "combined", pgettext_lazy("delivery mode", "combined")


class ProviderSector(models.TextChoices):
    COMMERCIAL = "commercial", pgettext_lazy("sector", "commercial")
    MUNICIPAL = "municipal", pgettext_lazy("sector", "municipal")
    REGIONAL = "regional", pgettext_lazy("sector", "regional")
    STATE = "state", pgettext_lazy("sector", "state")
    CIVIL_SOCIETY = "civil_society", _("civil society")
    MIXED = "mixed", pgettext_lazy("sector", "mixed")


class OperatorForm(models.TextChoices):
    SOLE_TRADER = "sole_trader", _("sole trader")
    LIMITED_COMPANY = "limited_company", _("limited company")
    ECONOMIC_ASSOCIATION = "economic_association", _("economic association")
    NONPROFIT_ASSOCIATION = "nonprofit_association", _("non-profit association")
    SVB = "svb", _("limited company with restricted profit (svb)")
    COOPERATIVE = "cooperative", _("cooperative")
    MUNICIPALITY = "municipality", _("municipality")
    FOUNDATION = "foundation", _("foundation")


class PlaceType(models.TextChoices):
    VILLAGE = "village", _("village")
    SMALL_LOCALITY = "small_locality", _("small locality")
    URBAN_LOCALITY = "urban_locality", _("urban locality")
    ISLAND = "island", _("island")
    SPARSE = "sparse", _("sparsely populated area")
    HOLIDAY_AREA = "holiday_area", _("holiday area")


class ResourceKind(models.TextChoices):
    METHOD = "method", _("method")
    MODEL = "model", _("model")
    TOOL = "tool", _("tool")
    GUIDANCE = "guidance", _("guidance")
    PROCESS = "process", _("process")
    CHECKLIST = "checklist", _("checklist")
    TEMPLATE = "template", pgettext_lazy("resource kind", "template")
    INSPIRATION = "inspiration", _("inspiration")


class SolutionStatus(models.TextChoices):
    IDEA = "idea", _("idea")
    PLANNED = "planned", pgettext_lazy("solution status", "planned")
    BEING_BUILT = "being_built", _("being built")
    RUNNING = "running", pgettext_lazy("solution status", "running")
    PAUSED = "paused", _("paused")
    CLOSED = "closed", pgettext_lazy("solution status", "closed")
    UNKNOWN = "unknown", _("unknown")


class QualityLevel(models.TextChoices):
    TIP = "tip", pgettext_lazy("quality level", "tip")
    DOCUMENTED = "documented", _("documented")
    REVIEWED = "reviewed", pgettext_lazy("quality level", "reviewed")
    FOLLOWED_UP = "followed_up", _("followed up")


class EvidenceType(models.TextChoices):
    OWN_ACCOUNT = "own_account", _("own account")
    COUNTED = "counted", _("counted figures")
    EVALUATION = "evaluation", _("evaluation")
    RESEARCH = "research", _("research")


class FundingScheme(models.TextChoices):
    SERVICE_GRANT = "service_grant", _("service grant")
    OPERATING_SUPPORT = "operating_support", _("special operating support")
    HOME_DELIVERY_GRANT = "home_delivery_grant", _("home-delivery grant")
    INVESTMENT_SUPPORT = "investment_support", _("investment support")
    LEADER = "leader", _("Leader")
    RURAL_PROGRAMME = "rural_programme", _("rural development programme")
    OWN_CAPITAL = "own_capital", _("own capital")
    MUNICIPAL_MONEY = "municipal_money", _("municipal money")
    OTHER = "other", pgettext_lazy("funding scheme", "other")


class CostType(models.TextChoices):
    INVESTMENT = "investment", _("investment")
    YEARLY_OPERATION = "yearly_operation", _("running cost a year")
    YEARLY_INCOME = "yearly_income", _("income a year")
    SUPPORT = "support", _("support")
    VOLUNTEER_HOURS = "volunteer_hours", _("volunteer hours a year")


class Currency(models.TextChoices):
    SEK = "SEK", _("SEK")
    EUR = "EUR", _("EUR")


class PointPrecision(models.TextChoices):
    EXACT = "exact", _("exact")
    LOCALITY = "locality", _("locality")
    MUNICIPALITY = "municipality", _("municipality")


class DistanceMethod(models.TextChoices):
    ROAD = "road", _("along the road")


class Worked(models.TextChoices):
    YES = "yes", _("yes")
    PARTLY = "partly", _("partly")
    NO = "no", _("no")


class StudyVisit(models.TextChoices):
    YES = "yes", _("yes")
    ON_REQUEST = "on_request", _("on request")
    NO = "no", _("no")


class CostLevel(models.TextChoices):
    FREE = "free", _("free of charge")
    LOW = "low", pgettext_lazy("cost level", "low")
    MEDIUM = "medium", pgettext_lazy("cost level", "medium")
    HIGH = "high", pgettext_lazy("cost level", "high")


class OrganisationType(models.TextChoices):
    NATIONAL_ORG = "national_org", _("national organisation")
    COUNTY_SECTION = "county_section", _("county section")
    RURAL_COUNCIL = "rural_council", _("municipal rural council")
    LOCAL_GROUP = "local_group", _("local development group")
    MUNICIPALITY = "municipality", _("municipality")
    REGION = "region", _("region")
    COUNTY_BOARD = "county_board", _("county administrative board")
    AUTHORITY = "authority", _("authority")
    COMPANY = "company", _("company")
    ASSOCIATION = "association", _("association")
    ACADEMIA = "academia", _("academia")
    FORUM = "forum", _("forum")


class OrganisationRole(models.TextChoices):
    OWNER = "owner", _("owner")
    PARTNER = "partner", _("partner")
    CO_FUNDER = "co_funder", _("co-funder")
    PARTICIPANT = "participant", _("participant")


class PlaceKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("municipality")
    COUNTY = "county", _("county")
    LOCALITY = "locality", _("locality")
    NATIONAL = "national", _("the whole country")
