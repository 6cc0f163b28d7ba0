"""Who signs in, and how (ADR 34)."""

from __future__ import annotations

from cms.settings.env import env

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"

# Everybody signs in through allauth; Wagtail's own forms for it are not reached (cms.editorial.sign_in, ADR 34).
ACCOUNT_ADAPTER = "cms.editorial.sign_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# allauth's own writes the address of the user into a table of its own, where it would grow old.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_FORMS = {
    "login": "cms.editorial.sign_in.forms.LoginForm",
    "reauthenticate": "cms.editorial.sign_in.forms.PasswordAgainForm",
    "change_password": "cms.editorial.sign_in.forms.OtherPasswordForm",
    "reset_password": "cms.editorial.sign_in.forms.ForgottenPasswordForm",
    "reset_password_from_key": "cms.editorial.sign_in.forms.NewPasswordForm",
}
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}

MFA_ADAPTER = "cms.editorial.sign_in.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Servicebanken"
MFA_TOTP_TOLERANCE = 1  # a slow typist, a clock that is half a minute off
MFA_FORMS = {
    "activate_totp": "cms.editorial.sign_in.forms.AppForm",
    "authenticate": "cms.editorial.sign_in.forms.CodeForm",
    "reauthenticate": "cms.editorial.sign_in.forms.CodeAgainForm",
    "authenticate_webauthn": "cms.editorial.sign_in.forms.PasskeyStepForm",
    "login_webauthn": "cms.editorial.sign_in.forms.PasskeySignInForm",
    "reauthenticate_webauthn": "cms.editorial.sign_in.forms.PasskeyAgainForm",
    "add_webauthn": "cms.editorial.sign_in.forms.PasskeyForm",
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
DEMO_PASSWORD = env.password("DEMO_PASSWORD")
DEMO_ACCOUNTS = False
# Whether those who decide what is public need a second factor; dev.py and production.py say so where nobody else does.
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR", default=True)

# Passwords are chosen by whom they belong to, in allauth's forms.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
