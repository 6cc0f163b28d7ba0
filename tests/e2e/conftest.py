from tests.e2e.people import sign_in_at

__all__ = ["sign_in_at"]
