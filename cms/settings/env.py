"""The only place that reads the environment: every value typed, every wrong one named in one sentence.

Imports nothing outside the standard library at module level, so that the start script can use the same readers
before anything is installed.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var"

DEFAULT_PORT = 8000
MINIMUM_SECRET_LENGTH = 32
MINIMUM_PASSWORD_LENGTH = 8
MOST_PROXIES = 9

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})

RATE_PATTERN = re.compile(r"(?P<limit>[1-9][0-9]{0,8})/(?P<unit>s|sec|min|h|hour|day)")
SECONDS_PER_UNIT = {"s": 1, "sec": 1, "min": 60, "h": 3600, "hour": 3600, "day": 86400}
MACHINE_TRANSLATORS = {
    "deepl": "wagtail_localize.machine_translators.deepl.DeepLTranslator",
    "libretranslate": "wagtail_localize.machine_translators.libretranslate.LibreTranslator",
}
TOKEN_PATTERN = re.compile(r"[A-Za-z0-9._~+/-]*=*")
HOST_PATTERN = re.compile(r"\*|\.?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")


class SettingsError(Exception):
    """A setting that cannot be used; the message is one sentence for the person who starts the program.

    Deliberately not an ImproperlyConfigured: Django's command line swallows that one and reports an unknown command.
    """


@dataclass(frozen=True)
class Rate:
    """How many requests one caller may make in a period."""

    limit: int
    seconds: int


def load_dotenv(path: Path = ROOT / ".env", environ: MutableMapping[str, str] = os.environ) -> None:
    """Add the KEY=VALUE lines of a file to the environment; what the environment already says wins."""
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, separator, value = text.partition("=")
        if not separator or not name.strip().isidentifier():
            raise SettingsError(f"line {number} of {path.name} is not NAME=value.")
        environ.setdefault(name.strip(), value.strip().strip("\"'"))


class Environment:
    """Typed readers over a mapping of environment variables; an empty variable counts as absent."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values

    def text(self, name: str, default: str = "") -> str:
        """The value without surrounding space."""
        return self.values.get(name, "").strip() or default

    def flag(self, name: str, *, default: bool) -> bool:
        """A yes or no."""
        value = self.text(name).lower()
        if not value:
            return default
        if value in TRUE_WORDS | FALSE_WORDS:
            return value in TRUE_WORDS
        raise SettingsError(f"{name} is {value!r}; write 1 or 0.")

    def port(self, name: str = "PORT", default: int = DEFAULT_PORT) -> int:
        """A TCP port."""
        value = self.text(name, str(default))
        if value.isascii() and value.isdigit() and 1 <= int(value) <= 65535:
            return int(value)
        raise SettingsError(f"{name} is {value!r}; write a number from 1 to 65535.")

    def base_url(self, name: str = "BASE_URL") -> str:
        """The address visitors use, scheme and host only, without a slash at the end."""
        value = self.text(name, f"http://127.0.0.1:{self.port()}").rstrip("/")
        parts = self._split(name, value, {"http", "https"}, "https://servicebanken.example")
        if parts.path or parts.query or parts.fragment or parts.username:
            raise SettingsError(
                f"{name} is {value!r}; write scheme and host only, as in https://servicebanken.example."
            )
        return value

    def hosts(self, name: str = "ALLOWED_HOSTS") -> list[str]:
        """Host names the site answers to: those listed, and always the one in BASE_URL."""
        listed = [host.strip() for host in self.text(name, "localhost,127.0.0.1,[::1]").split(",") if host.strip()]
        for host in listed:
            if not HOST_PATTERN.fullmatch(host):
                raise SettingsError(
                    f"{name} contains {host!r}; write host names without scheme, port or path, with commas between."
                )
        base = urlsplit(self.base_url()).hostname or ""
        own = f"[{base}]" if ":" in base else base
        return listed if own in listed else [*listed, own]

    def rate(self, name: str = "API_RATE", default: str = "600/min") -> Rate | None:
        """A request limit as in 600/min; None when it is off."""
        value = self.text(name, default).lower()
        if value == "off":
            return None
        match = RATE_PATTERN.fullmatch(value)
        if match is None:
            raise SettingsError(f"{name} is {value!r}; write a limit such as 600/min or 10/s, or off.")
        return Rate(limit=int(match["limit"]), seconds=SECONDS_PER_UNIT[match["unit"]])

    def proxies(self, name: str = "TRUSTED_PROXIES") -> int:
        """How many proxies of ours stand in front, each adding the address it was called from to X-Forwarded-For."""
        value = self.text(name, "0")
        if value.isascii() and value.isdigit() and int(value) <= MOST_PROXIES:
            return int(value)
        raise SettingsError(f"{name} is {value!r}; write a number from 0 to {MOST_PROXIES}.")

    def password(self, name: str) -> str:
        """A password that is long enough to use, or the empty string."""
        value = self.values.get(name, "")
        if value and len(value) < MINIMUM_PASSWORD_LENGTH:
            raise SettingsError(f"{name} is shorter than {MINIMUM_PASSWORD_LENGTH} characters.")
        return value

    def secret_key(self, name: str = "SECRET_KEY", file: Path = VAR / "secret_key") -> str:
        """The signing key: from the environment, or made once and kept in a file that only its owner reads."""
        value = self.text(name)
        if not value:
            value = _kept_secret(name, file)
        if len(value) < MINIMUM_SECRET_LENGTH:
            raise SettingsError(f"{name} is shorter than {MINIMUM_SECRET_LENGTH} characters.")
        return value

    def database(self, name: str = "DATABASE_URL", default: Path = VAR / "db.sqlite3") -> dict[str, Any]:
        """Django's settings for the database: PostgreSQL, or SQLite in a file."""
        value = self.text(name)
        if not value:
            return {"ENGINE": "django.db.backends.sqlite3", "NAME": default}
        example = "postgresql://user:password@host:5432/name or sqlite:///path"
        parts = self._split(name, value, {"postgres", "postgresql", "sqlite"}, example, host=False)
        if not parts.path.strip("/"):
            raise SettingsError(f"{name} names no database; write {example}.")
        return self._parsed(name, "db_url_config", value, example)

    def redis_url(self, name: str = "REDIS_URL") -> str:
        """The address of Redis, or the empty string."""
        value = self.text(name)
        if value:
            self._split(name, value, {"redis", "rediss"}, "redis://host:6379/0")
        return value

    def elasticsearch_url(self, name: str = "ELASTICSEARCH_URL") -> str:
        """The address of Elasticsearch, or the empty string."""
        value = self.text(name)
        if value:
            self._split(name, value, {"http", "https"}, "https://user:password@host:9200")
        return value

    def email(self, name: str = "EMAIL_URL") -> dict[str, Any]:
        """Django's settings of the server that takes our mail; without an address, mail is printed on the console."""
        value = self.text(name)
        if not value:
            return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
        example = "smtp+tls://user:password@host:587"
        self._split(name, value, {"smtp", "smtp+tls", "smtp+ssl"}, example)
        config = self._parsed(name, "email_url_config", value, example)
        return {
            **{key: setting for key, setting in config.items() if key.isupper() and key != "OPTIONS"},
            "EMAIL_TIMEOUT": 5,
        }

    def addresses(self, name: str) -> list[str]:
        """Web addresses with commas between, or none."""
        listed = [address.strip() for address in self.text(name).split(",") if address.strip()]
        for address in listed:
            example = "http://127.0.0.1:6081/, with commas between several"
            if self._split(name, address, {"http", "https"}, example).username is not None:
                raise SettingsError(f"{name} is not an address that can be used; write it as {example}.")
        return listed

    def token(self, name: str) -> str:
        """A bearer token, or the empty string."""
        value = self.text(name)
        if not TOKEN_PATTERN.fullmatch(value):
            raise SettingsError(f"{name} holds characters that a bearer token cannot have.")
        return value

    def machine_translator(
        self, name: str = "MACHINE_TRANSLATOR", *, key: str = "", url: str = ""
    ) -> dict[str, Any] | None:
        """Whom wagtail-localize asks for translations, as its setting; None for nobody."""
        value = self.text(name).lower()
        if not value:
            return None
        if value not in MACHINE_TRANSLATORS:
            raise SettingsError(f"{name} is {value!r}; write {' or '.join(MACHINE_TRANSLATORS)}, or leave it out.")
        options: dict[str, Any] = {"TIMEOUT": 10}
        if value == "deepl":
            if not key:
                raise SettingsError("MACHINE_TRANSLATOR_KEY is not set; DeepL answers nobody without a key.")
            options["AUTH_KEY"] = key
        else:
            self._split("MACHINE_TRANSLATOR_URL", url, {"http", "https"}, "https://translate.example")
            options |= {"LIBRETRANSLATE_URL": url.rstrip("/"), "API_KEY": key}
        return {"CLASS": MACHINE_TRANSLATORS[value], "OPTIONS": options}

    def ports(self, name: str, default: str) -> list[int]:
        """TCP ports with commas between."""
        listed = [port.strip() for port in self.text(name, default).split(",")]
        if all(port.isascii() and port.isdigit() and 1 <= int(port) <= 65535 for port in listed):
            return [int(port) for port in listed]
        raise SettingsError(f"{name} is {self.text(name)!r}; write numbers from 1 to 65535 with commas between.")

    def contact(self, name: str, default: str) -> str:
        """An address to turn to, with its scheme."""
        value = self.text(name, default)
        if not value.startswith(("mailto:", "https://", "tel:")) or value.split() != [value]:
            raise SettingsError(f"{name} is {value!r}; write mailto:, https:// or tel: and the address.")
        return value

    def sender(self, name: str, base_url: str) -> str:
        """An address that mail may come from; without one, a name at our host. A bare IP address has no mail."""
        from django.core.exceptions import ValidationError
        from django.core.validators import EmailValidator

        host = urlsplit(base_url).hostname or ""
        value = self.text(name, f"servicebanken@{host if host[-1:].isalpha() else 'localhost'}")
        try:
            EmailValidator()(parseaddr(value)[1])
        except ValidationError:
            raise SettingsError(f"{name} is {value!r}; write an address such as servicebanken@example.org.") from None
        return value

    def _split(self, name: str, value: str, schemes: set[str], example: str, *, host: bool = True) -> SplitResult:
        """Take an address apart; the message never repeats a value that may hold a password."""
        try:
            parts = urlsplit(value)
            usable = parts.scheme in schemes and (bool(parts.hostname) or not host) and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise SettingsError(f"{name} is not an address that can be used; write it as {example}.")
        return parts

    def _parsed(self, name: str, reader: str, value: str, example: str) -> dict[str, Any]:
        import environ

        try:
            return dict(getattr(environ.Env, reader)(value))
        except (ValueError, KeyError, TypeError, environ.ImproperlyConfigured):
            raise SettingsError(f"{name} is not an address that can be used; write it as {example}.") from None


def _kept_secret(name: str, file: Path) -> str:
    """Read the key, or make it in one step so that two processes that start together agree on it."""
    try:
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            draft = file.with_name(f".{file.name}.{os.getpid()}")
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as handle:
                handle.write(secrets.token_urlsafe(64))
            try:
                os.link(draft, file)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return file.read_text(encoding="ascii").strip()
    except OSError as error:
        place = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file.name
        raise SettingsError(f"{name} is not set and {place} cannot be read or made ({error.strerror}).") from None


env = Environment(os.environ)
