"""Addresses that belong to no page type: entry, permanent addresses, files, health, and what machines ask for."""
