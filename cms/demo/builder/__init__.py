"""Builds the demonstration content: reading the files, then registers, media, tree, pages and translations."""
