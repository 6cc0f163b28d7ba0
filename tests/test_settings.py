"""A wrong setting is one clear sentence, never a traceback and never a silent substitute."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from cms.settings.env import ROOT, Environment, Rate, SettingsError, load_dotenv

ON_THIS_MACHINE = {"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV", "PYTHONPATH"}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with only these settings."""
    basic = {key: value for key, value in os.environ.items() if key in ON_THIS_MACHINE}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**basic, **environment}, check=False, capture_output=True, text=True)


READERS = {
    "PORT": Environment.port,
    "BASE_URL": Environment.base_url,
    "ALLOWED_HOSTS": Environment.hosts,
    "DATABASE_URL": Environment.database,
    "REDIS_URL": Environment.redis_url,
    "ELASTICSEARCH_URL": Environment.elasticsearch_url,
    "EMAIL_URL": Environment.email,
    "EMAIL_FROM": lambda environment: environment.sender("EMAIL_FROM", "https://servicebanken.example"),
    "API_RATE": Environment.rate,
    "TRUSTED_PROXIES": Environment.proxies,
    "PURGE_URLS": lambda environment: environment.addresses("PURGE_URLS"),
    "PURGE_TOKEN": lambda environment: environment.token("PURGE_TOKEN"),
    "MACHINE_TRANSLATOR": Environment.machine_translator,
    "WEBHOOKS_PORTS": lambda environment: environment.ports("WEBHOOKS_PORTS", "443"),
    "WEBHOOKS_ALLOW_LOOPBACK": lambda environment: environment.flag("WEBHOOKS_ALLOW_LOOPBACK", default=False),
    "SECRET_KEY": Environment.secret_key,
    "DEMO_PASSWORD": lambda environment: environment.password("DEMO_PASSWORD"),
    "SECOND_FACTOR": lambda environment: environment.flag("SECOND_FACTOR", default=True),
    "DEBUG": lambda environment: environment.flag("DEBUG", default=False),
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("PORT", "²"),
        ("BASE_URL", "servicebanken.example"),
        ("BASE_URL", "https://servicebanken.example/sv/"),
        ("BASE_URL", "https://[broken"),
        ("ALLOWED_HOSTS", "https://servicebanken.example"),
        ("ALLOWED_HOSTS", "servicebanken.example:8000"),
        ("DATABASE_URL", "mysql://localhost/servicebanken"),
        ("DATABASE_URL", "servicebanken"),
        ("DATABASE_URL", "postgresql://localhost"),
        ("DATABASE_URL", "postgresql://localhost:port/servicebanken"),
        ("REDIS_URL", "localhost:6379"),
        ("ELASTICSEARCH_URL", "localhost"),
        ("EMAIL_URL", "mail.example"),
        ("EMAIL_FROM", "servicebanken"),
        ("API_RATE", "many"),
        ("API_RATE", "0/min"),
        ("TRUSTED_PROXIES", "one"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "10"),
        ("PURGE_URLS", "127.0.0.1:6081"),
        ("PURGE_URLS", "http://127.0.0.1:6081/,cache"),
        ("PURGE_TOKEN", "two words"),
        ("MACHINE_TRANSLATOR", "somebody"),
        ("MACHINE_TRANSLATOR", "deepl"),
        ("MACHINE_TRANSLATOR", "libretranslate"),
        ("WEBHOOKS_PORTS", "443,https"),
        ("WEBHOOKS_PORTS", "443,70000"),
        ("WEBHOOKS_ALLOW_LOOPBACK", "perhaps"),
        ("SECRET_KEY", "short"),
        ("DEMO_PASSWORD", "short"),
        ("SECOND_FACTOR", "perhaps"),
        ("DEBUG", "perhaps"),
    ],
)
def test_wrong_value_is_refused_by_name(name: str, value: str):
    environment = Environment({name: value})
    with pytest.raises(SettingsError, match=f"^{name}\\w* .*\\.$"):
        READERS[name](environment)


@pytest.mark.parametrize("settings", ["cms.settings.dev", "cms.settings.production"])
@pytest.mark.parametrize(("name", "value"), [("PORT", "x"), ("DATABASE_URL", "mysql://x/y"), ("SECRET_KEY", "short")])
def test_command_line_says_one_sentence(settings: str, name: str, value: str):
    done = manage("check", DJANGO_SETTINGS_MODULE=settings, **{name: value})
    assert done.returncode == 2
    assert done.stderr.startswith(f"Wrong setting: {name} ")
    assert len(done.stderr.splitlines()) == 1


def test_web_process_says_one_sentence():
    basic = {key: value for key, value in os.environ.items() if key in ON_THIS_MACHINE}
    done = subprocess.run(
        [sys.executable, "-c", "import cms.wsgi"],
        cwd=ROOT,
        env={**basic, "API_RATE": "many"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "Wrong setting: API_RATE is 'many'; write a limit such as 600/min or 10/s, or off."
    ]


@pytest.mark.parametrize(
    ("name", "value", "secret"),
    [("DATABASE_URL", "mysql://anna:hemligt@db/x", "hemligt"), ("SECRET_KEY", "kort-nyckel", "kort-nyckel")],
)
def test_message_does_not_repeat_a_secret(name: str, value: str, secret: str):
    with pytest.raises(SettingsError) as caught:
        READERS[name](Environment({name: value}))
    assert secret not in str(caught.value)


def test_missing_engine_is_named_at_start():
    done = manage("prepare", DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    assert done.returncode == 2
    assert done.stderr.startswith("CommandError: The database in DATABASE_URL does not answer: ")
    assert len(done.stderr.splitlines()) == 1


def test_file_that_is_no_database_is_named_at_start(tmp_path: Path):
    file = tmp_path / "notes.sqlite3"
    file.write_text("These are notes, and no database at all.", encoding="utf-8")
    done = manage("prepare", DATABASE_URL=f"sqlite:///{file}")
    assert done.returncode == 2
    assert done.stderr == "CommandError: The database file notes.sqlite3 does not answer: file is not a database.\n"


def test_missing_redis_is_named_at_start(tmp_path: Path):
    done = manage("prepare", DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3", REDIS_URL="redis://127.0.0.1:1/0")
    assert done.returncode == 2
    assert "Redis in REDIS_URL does not answer" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_defaults_need_nothing():
    environment = Environment({})
    assert environment.port() == 8000
    assert environment.base_url() == "http://127.0.0.1:8000"
    assert environment.hosts() == ["localhost", "127.0.0.1", "[::1]"]
    assert environment.database()["ENGINE"] == "django.db.backends.sqlite3"
    assert environment.redis_url() == ""
    assert environment.rate() == Rate(limit=600, seconds=60)
    assert environment.proxies() == 0
    assert environment.email()["EMAIL_BACKEND"].endswith("console.EmailBackend")
    assert environment.addresses("PURGE_URLS") == []
    assert environment.token("PURGE_TOKEN") == ""
    assert environment.machine_translator() is None
    assert environment.ports("WEBHOOKS_PORTS", "443") == [443]


def test_values_are_typed():
    environment = Environment(
        {
            "PORT": "8080",
            "API_RATE": "10/s",
            "TRUSTED_PROXIES": "2",
            "BASE_URL": "https://bank.example/",
            "ALLOWED_HOSTS": "a.example, .b.example",
            "DATABASE_URL": "postgresql://u:p%40ss@db:6432/bank",
            "EMAIL_URL": "smtp+tls://u:p@mail.example:587",
            "DEBUG": "yes",
            "PURGE_URLS": "http://127.0.0.1:6081, https://edge.example/purge",
            "WEBHOOKS_PORTS": "443, 8443",
        }
    )
    assert environment.port() == 8080
    assert environment.rate() == Rate(limit=10, seconds=1)
    assert environment.proxies() == 2
    assert environment.base_url() == "https://bank.example"
    assert environment.hosts() == ["a.example", ".b.example", "bank.example"]
    assert environment.database()["PASSWORD"] == "p@ss"
    assert environment.email()["EMAIL_USE_TLS"] is True
    assert environment.flag("DEBUG", default=False) is True
    deepl = Environment({"MACHINE_TRANSLATOR": "DeepL"}).machine_translator(key="secret")
    assert deepl is not None
    assert deepl["OPTIONS"]["AUTH_KEY"] == "secret"
    own = Environment({"MACHINE_TRANSLATOR": "libretranslate"}).machine_translator(url="https://translate.example/")
    assert own is not None
    assert own["OPTIONS"]["LIBRETRANSLATE_URL"] == "https://translate.example"
    assert environment.addresses("PURGE_URLS") == ["http://127.0.0.1:6081", "https://edge.example/purge"]
    assert environment.ports("WEBHOOKS_PORTS", "443") == [443, 8443]
    assert Environment({"API_RATE": "off"}).rate() is None


def test_secret_key_is_made_once_and_kept_for_its_owner(tmp_path: Path):
    file = tmp_path / "var" / "secret_key"
    first = Environment({}).secret_key(file=file)
    assert Environment({}).secret_key(file=file) == first
    assert len(first) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["secret_key"]


def test_secret_key_from_the_environment_makes_no_file(tmp_path: Path):
    key = "k" * 50
    assert Environment({"SECRET_KEY": key}).secret_key(file=tmp_path / "secret_key") == key
    assert not list(tmp_path.iterdir())


def test_dotenv_adds_but_does_not_override(tmp_path: Path):
    file = tmp_path / ".env"
    file.write_text("# comment\n\nPORT=8001\nBASE_URL='https://bank.example'\n", encoding="utf-8")
    environment = {"PORT": "9000"}
    load_dotenv(file, environment)
    assert environment == {"PORT": "9000", "BASE_URL": "https://bank.example"}


def test_dotenv_with_a_broken_line_is_refused(tmp_path: Path):
    file = tmp_path / ".env"
    file.write_text("PORT=8001\nnonsense\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="line 2"):
        load_dotenv(file, {})


PRINT_SECURITY = """
from django.conf import settings as s
print(s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0)
print(s.DEBUG, s.DEMO_ACCOUNTS, s.SECOND_FACTOR_REQUIRED)
"""


@pytest.mark.parametrize(
    ("environment", "security", "demo"),
    [
        ({"BASE_URL": "https://bank.example"}, "True True True True", "False False True"),
        ({"BASE_URL": "http://bank.example"}, "False False False False", "False False True"),
        ({"DEMO_PASSWORD": "correct-horse"}, "False False False False", "False True False"),
        ({"DEMO_PASSWORD": "correct-horse", "SECOND_FACTOR": "1"}, "False False False False", "False True True"),
    ],
)
def test_production_follows_the_scheme_of_base_url(environment: dict[str, str], security: str, demo: str):
    code = f"import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'cms.settings.production'{PRINT_SECURITY}"
    basic = {key: value for key, value in os.environ.items() if key in ON_THIS_MACHINE}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**basic, "SECRET_KEY": "k" * 50, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.splitlines() == [security, demo]
