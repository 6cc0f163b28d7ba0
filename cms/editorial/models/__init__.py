"""Steps of our workflows, and what is kept of who has taken one, wrote, approved, is away, was told, and more."""

from cms.editorial.models.absences import Absence
from cms.editorial.models.batches import BatchedPage, TranslationBatch
from cms.editorial.models.claims import Claim
from cms.editorial.models.notices import Notice
from cms.editorial.models.proposals import Proposal
from cms.editorial.models.readiness import CheckedLink, Waiver
from cms.editorial.models.records import Approval, Contribution, TakeDown
from cms.editorial.models.steps import EditorialCheckTask, FourEyesApprovalTask, ReviewStep, Waiting, kinds_of_steps

__all__ = [
    "Absence",
    "Approval",
    "BatchedPage",
    "CheckedLink",
    "Claim",
    "Contribution",
    "EditorialCheckTask",
    "FourEyesApprovalTask",
    "Notice",
    "Proposal",
    "ReviewStep",
    "TakeDown",
    "TranslationBatch",
    "Waiting",
    "Waiver",
    "kinds_of_steps",
]
