"""Dates of the admin, by language, where Django's own are not those of our readers."""
