"""The log of what the public may see, the documents made from it, and the worker."""
