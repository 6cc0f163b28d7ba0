"""SQLite, PostgreSQL and Elasticsearch as thin subclasses of modelsearch's backends: they store terms and match them.

What a word means was decided before (`search.analysis`), so all of them find the same pages.
"""
