"""What `make` runs: standard library only, so that nothing has to be installed first."""
