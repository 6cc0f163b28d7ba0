"""Steps of our workflows, and what is kept of who wrote, approved and took down."""

from cms.editorial.models.records import Approval, Contribution, TakeDown
from cms.editorial.models.steps import EditorialCheckTask, FourEyesApprovalTask, ReviewStep

__all__ = ["Approval", "Contribution", "EditorialCheckTask", "FourEyesApprovalTask", "ReviewStep", "TakeDown"]
