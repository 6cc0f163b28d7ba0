from bank.models.case_form import SECTIONS
from bank.models.case_owners import CaseOwner, Confirmation
from bank.models.case_rows import (
    CaseContact,
    CaseOrganisation,
    CostLine,
    Funding,
    Indicator,
    Inspiration,
    MethodUsed,
    ServiceOffered,
    TimelineEvent,
)
from bank.models.cases import CaseStudyPage
from bank.models.collections import CollectionItem, CollectionPage
from bank.models.indexes import (
    BankIndexPage,
    CaseStudyIndexPage,
    CollectionIndexPage,
    ResourceIndexPage,
    ServicePlanIndexPage,
    TopicIndexPage,
    TopicPage,
)
from bank.models.owner_requests import OwnerRequest
from bank.models.owner_step import OwnerConfirmationTask
from bank.models.plans import (
    PlanAction,
    PlanActionLink,
    PlanGoal,
    PlanPlace,
    PlanProgress,
    PlanStatus,
    ServicePlanPage,
    current_plan,
    plan_status_of,
)
from bank.models.resources import ResourceArticlePage, ResourceChecklistItem, ResourceStep

__all__ = [
    "SECTIONS",
    "BankIndexPage",
    "CaseContact",
    "CaseOrganisation",
    "CaseOwner",
    "CaseStudyIndexPage",
    "CaseStudyPage",
    "CollectionIndexPage",
    "CollectionItem",
    "CollectionPage",
    "Confirmation",
    "CostLine",
    "Funding",
    "Indicator",
    "Inspiration",
    "MethodUsed",
    "OwnerConfirmationTask",
    "OwnerRequest",
    "PlanAction",
    "PlanActionLink",
    "PlanGoal",
    "PlanPlace",
    "PlanProgress",
    "PlanStatus",
    "ResourceArticlePage",
    "ResourceChecklistItem",
    "ResourceIndexPage",
    "ResourceStep",
    "ServiceOffered",
    "ServicePlanIndexPage",
    "ServicePlanPage",
    "TimelineEvent",
    "TopicIndexPage",
    "TopicPage",
    "current_plan",
    "plan_status_of",
]
