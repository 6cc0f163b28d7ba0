"""`make run` and `make serve`: check what is needed, prepare, then keep web and worker running until Ctrl-C."""

from __future__ import annotations

import contextlib
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cms.settings.env import Environment, SettingsError, load_dotenv
from tools import bootstrap
from tools.bootstrap import CannotStart, say
from tools.supervisor import PATIENCE, Supervisor

ADDRESS = "127.0.0.1"
GRANIAN = ("--interface", "wsgi", "--no-ws", "--log-level", "warning", "--workers-kill-timeout", "5")


@dataclass(frozen=True)
class Mode:
    """One of the two ways to run on this machine."""

    settings: str
    web_options: tuple[str, ...]


MODES = {
    # One process with a few threads: light, and a slow answer does not block the next.
    "run": Mode("cms.settings.dev", ("--workers", "1", "--blocking-threads", "4")),
    # Two processes with one blocking thread each: the fastest on two cores.
    "serve": Mode("cms.settings.production", ("--workers", "2", "--blocking-threads", "1", "--respawn-failed-workers")),
}


def main(arguments: Sequence[str]) -> int:
    """Start in the named mode; a reason not to start is one sentence and exit code 2."""
    try:
        return launch(arguments[0])
    except (CannotStart, SettingsError) as reason:
        print(reason, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        say("Stopped before the start.")
        return 130


def launch(name: str) -> int:
    """Prepare and run; what can be refused without installing anything is refused first."""
    mode = MODES[name]
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    load_dotenv()
    settings = Environment(os.environ)
    port, base_url = settings.port(), settings.base_url()
    check_writable(bootstrap.ROOT / "var")
    check_port(port, f"make {name}")
    python = str(bootstrap.ensure())
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": mode.settings, "PYTHONUNBUFFERED": "1"}

    code = run_to_end([python, "manage.py", "prepare"], environment)
    if code:
        return code

    web = {"web server": web_command(mode, port, python)}
    worker = {"worker": [python, "manage.py", "run_worker"]}
    os.chdir(bootstrap.ROOT)
    # A make that is killed cannot pass anything on, and would leave the port occupied.
    supervisor = Supervisor(environment, leave_with_parent="MAKELEVEL" in os.environ)
    # The worker comes second: it would only make the site slower to answer.
    return supervisor.run(web, ready=lambda: announce(port, base_url), afterwards=worker)


def web_command(mode: Mode, port: int, python: str) -> list[str]:
    """The web server of a mode."""
    granian = [str(Path(python).with_name("granian")), *GRANIAN, *mode.web_options]
    return [*granian, "--host", ADDRESS, "--port", str(port), "cms.wsgi:application"]


def run_to_end(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a program and wait; when we are interrupted it is, too, and may undo what it began. Its exit code."""
    # In a group of its own, so that Ctrl-C reaches it once and not each of its helpers.
    process = subprocess.Popen(list(command), cwd=bootstrap.ROOT, env=dict(environment), start_new_session=True)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            process.wait(PATIENCE)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        raise


def check_writable(folder: Path) -> None:
    """Refuse to start where the database and uploads could not be written."""
    probe = folder / f".probe-{os.getpid()}"
    try:
        folder.mkdir(exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CannotStart(f"The folder {folder.name}/ cannot be written: {error.strerror}.") from None


def check_port(port: int, command: str = "make run") -> None:
    """Refuse a port that somebody else uses or that this account may not use, and say what to type instead."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CannotStart(
                    f"Port {port} is in use; stop what uses it or choose another one: PORT={other(port)} {command}."
                ) from None
            raise CannotStart(f"Port {port} cannot be used: {error.strerror}.") from None


def other(port: int) -> int:
    """A port to suggest."""
    return port + 1 if port < 65535 else 8000


def announce(port: int, base_url: str) -> bool:
    """Print the addresses once the site answers; False while it does not."""
    connection = http.client.HTTPConnection(ADDRESS, port, timeout=5)
    try:
        connection.request("GET", "/health/live", headers={"Host": urlsplit(base_url).netloc})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    say(
        f"""
Servicebanken is running. Stop it with Ctrl-C.

  Svenska   {base_url}/sv/
  English   {base_url}/en/
  Editing   {base_url}/admin/
  API       {base_url}/api/v2/pages/
"""
    )
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
