import uuid

from django.db import models


class PersistentId(models.Model):
    """One public number per translation group, for citing and for partners (``sb-000123``).

    The row outlives its pages, so that a number is never given to something else.
    """

    translation_key = models.UUIDField(unique=True, editable=False)

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return f"sb-{self.pk:06d}"

    @classmethod
    def code_for(cls, translation_key: uuid.UUID) -> str:
        """The code of a translation group; a new number the first time it is asked for."""
        row, _created = cls.objects.get_or_create(translation_key=translation_key)
        return row.code
