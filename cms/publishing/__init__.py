"""The clock: what has to happen at a time instead of at a click."""
