"""The trash: deleted pages are gone from the tables of pages, and lie for 30 days in tables of their own (ADR 40)."""
