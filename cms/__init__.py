"""Servicebanken: the project, and what every app shares."""
