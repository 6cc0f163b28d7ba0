"""Roles, workflow and moderated translation."""
