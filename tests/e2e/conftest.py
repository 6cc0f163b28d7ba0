from tests.e2e.people import says, sign_in_at

__all__ = ["says", "sign_in_at"]
