"""How a field behaves between Swedish and English: text is translated, facts are shared (domain, legend of section C).

Every model whose content is translated lists all its editable fields and child relations in ``translatable_fields``.
A test walks the models and fails on one that is missing.
"""

from wagtail_localize.fields import SynchronizedField, TranslatableField

TranslationRule = TranslatableField | SynchronizedField


def translated(*names: str) -> list[TranslationRule]:
    """Fields that are translated, and child relations whose rows hold text."""
    return [TranslatableField(name) for name in names]


def shared(*names: str) -> list[TranslationRule]:
    """Fields shared by both languages: taken from the Swedish page and never overridden in a translation."""
    return [SynchronizedField(name, overridable=False) for name in names]
