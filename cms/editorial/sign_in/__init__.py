"""Signing in: allauth's views in our dress, and nobody past them (ADR 34)."""
