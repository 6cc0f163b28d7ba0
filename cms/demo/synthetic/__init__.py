"""Case studies in any number for load work: varied, sound, and made with few statements."""
