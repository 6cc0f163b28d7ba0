"""HTTP for partners."""
