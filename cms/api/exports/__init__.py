"""Whole data sets to download: what they hold, how they are read part by part, and how each format is written."""
