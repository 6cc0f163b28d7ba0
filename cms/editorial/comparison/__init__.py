"""What has changed in a page between two versions of it, in the words of its form (ADR 32).

`form` says which parts a page type has and in which order, `blocks` and `rows` match what has an identity of its own,
`leaves` compares single values, `words` and `rich_text` compare text, `names` finds what things are called, and
`versions` says which two versions are meant.
"""

from cms.editorial.comparison.form import Compared, compare

__all__ = ["Compared", "compare"]
