from cms.editorial.models.absences import Absence
from cms.editorial.models.batches import Batch, BatchedPage
from cms.editorial.models.claims import Claim
from cms.editorial.models.invitations import Invitation
from cms.editorial.models.machine import MachineTranslation
from cms.editorial.models.notices import Notice
from cms.editorial.models.proposals import Proposal
from cms.editorial.models.readiness import CheckedLink, Waiver
from cms.editorial.models.records import Approval, Contribution, TakeDown
from cms.editorial.models.steps import EditorialCheckTask, FourEyesApprovalTask, ReviewStep, Waiting, kinds_of_steps
from cms.editorial.models.trash import DeletedPage, DeletedRow

__all__ = [
    "Absence",
    "Approval",
    "Batch",
    "BatchedPage",
    "CheckedLink",
    "Claim",
    "Contribution",
    "DeletedPage",
    "DeletedRow",
    "EditorialCheckTask",
    "FourEyesApprovalTask",
    "Invitation",
    "MachineTranslation",
    "Notice",
    "Proposal",
    "ReviewStep",
    "TakeDown",
    "Waiting",
    "Waiver",
    "kinds_of_steps",
]
