"""Questions that found nothing, counted so that nobody is known by them (ADR 28).

counting   in the memory of each web process, and which questions are never counted
handing    to the cache that all processes share: sums under a digest, and words from the third time of a day on
taking_in  the worker's jobs: into the table that editors see, and out of it after 90 days
"""

from search.missed.counting import count_if_nothing

__all__ = ["count_if_nothing"]
