"""Views of the admin that are ours."""
