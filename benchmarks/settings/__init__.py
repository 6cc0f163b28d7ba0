"""Settings of the two web servers that are compared: `ours` and `stock`."""
