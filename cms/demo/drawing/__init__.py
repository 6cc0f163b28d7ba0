"""Draws the pictures of the demonstration: calm, flat landscapes in the palette of the site, without any photograph."""
