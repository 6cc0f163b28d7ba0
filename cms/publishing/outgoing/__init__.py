"""Requests that we send to others: where they may go, and how long they may take."""
