"""Swedish and English for the search: which terms a text is found by, and what a question means.

There is no Django in here and no engine: engines store terms and match them, so that all of them find the same.
"""

from search.analysis.added import AddedWords, Pair, are_one, forms_of_phrase
from search.analysis.questions import Alternative, Group, Meaning, Why, Words, meaning_of
from search.analysis.terms import Terms, forms_of, index_terms, word_terms
from search.analysis.vocabulary import Vocabulary
from search.analysis.words import ENGLISH, SWEDISH, folded, language_of, tokens

__all__ = [
    "ENGLISH",
    "SWEDISH",
    "AddedWords",
    "Alternative",
    "Group",
    "Meaning",
    "Pair",
    "Terms",
    "Vocabulary",
    "Why",
    "Words",
    "are_one",
    "folded",
    "forms_of",
    "forms_of_phrase",
    "index_terms",
    "language_of",
    "meaning_of",
    "tokens",
    "word_terms",
]
