"""Mail about what waits, what was decided, and what nobody has done: one table says who gets what (ADR 37)."""
