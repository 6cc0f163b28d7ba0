"""Steps of our workflows, and what is kept of who wrote, approved, took down and proposed, and of what was told."""

from cms.editorial.models.notices import Notice
from cms.editorial.models.proposals import Proposal
from cms.editorial.models.records import Approval, Contribution, TakeDown
from cms.editorial.models.steps import EditorialCheckTask, FourEyesApprovalTask, ReviewStep

__all__ = [
    "Approval",
    "Contribution",
    "EditorialCheckTask",
    "FourEyesApprovalTask",
    "Notice",
    "Proposal",
    "ReviewStep",
    "TakeDown",
]
