"""Drafts for the front ends of partners: signed links that editors make, and what they show (ADR 23)."""
