"""Load runs against stock Wagtail: what `make bench` does. See README.md in this folder."""
