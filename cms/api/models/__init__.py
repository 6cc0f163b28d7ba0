"""What the API keeps for itself: partners' keys, and previews for their front ends."""

from cms.api.models.keys import KeyState, PartnerKey
from cms.api.models.previews import FrontEnd, Preview

__all__ = ["FrontEnd", "KeyState", "PartnerKey", "Preview"]
