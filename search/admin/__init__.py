"""What editors see of the search in the admin."""
