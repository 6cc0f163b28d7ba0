from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who signs in to the admin. Our own from the first migration, because it cannot be changed later."""
