"""What the search remembers about words."""

from search.models.counted import PageWords, SearchTerm
from search.models.missed import MissedQuestion
from search.models.wordlists import LANGUAGES, Closeness, Synonym, UnsplitWord, UnsplitWordChange

__all__ = [
    "LANGUAGES",
    "Closeness",
    "MissedQuestion",
    "PageWords",
    "SearchTerm",
    "Synonym",
    "UnsplitWord",
    "UnsplitWordChange",
]
