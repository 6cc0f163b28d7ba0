"""Asking the owners of cases: a signed link by mail, a page without account, what follows from an answer (ADR 33)."""
