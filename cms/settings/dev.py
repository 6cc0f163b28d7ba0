"""The embedded default (`make run`): everything on this machine, demo accounts, no engine to install."""

from __future__ import annotations

from cms.settings.base import *
from cms.settings.env import env

# Off unless asked for, so that a newcomer sees the site's own error pages.
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret_key()
DEMO_ACCOUNTS = True
# Everybody who tries the demonstration shares its accounts.
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR", default=False)
# Passkeys at http://localhost; browsers allow them nowhere else without TLS.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

# Static files are found where they lie: no collectstatic.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0

# Whoever only looks at the demonstration need not call thirty sites.
CHECK_LINKS = env.flag("CHECK_LINKS", default=False)
