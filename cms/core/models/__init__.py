from cms.core.models.media import CustomDocument, CustomImage, Rendition
from cms.core.models.pages import BasePage
from cms.core.models.persistent_ids import PersistentId
from cms.core.models.rows import Attachment, FactRow, RelatedPage, Source, TextRow
from cms.core.models.users import User

__all__ = [
    "Attachment",
    "BasePage",
    "CustomDocument",
    "CustomImage",
    "FactRow",
    "PersistentId",
    "RelatedPage",
    "Rendition",
    "Source",
    "TextRow",
    "User",
]
