"""Work on many pages at once: asked for in a moment, done by the worker page by page (ADR 38).

Each page is a transaction of its own, by the rights of whoever asked and under the guard: what is done stays done when
the worker is stopped, and one page that is not possible does not hold up the others.
"""
