"""Makes the virtual environment and keeps its packages as the requirements files say."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"

OLDEST_PYTHON = (3, 11)
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")
# The development file includes the first, so having it is having both.
REQUIREMENTS = {False: ["requirements.txt"], True: ["requirements.txt", "requirements-dev.txt"]}


class CannotStart(Exception):
    """Why nothing can be started, in one sentence for the person at the keyboard."""


def say(text: str) -> None:
    """One line of progress, at once also when the output is a file."""
    print(text, flush=True)


def suitable_python(version: tuple[int, ...] = sys.version_info[:2]) -> str:
    """The interpreter to build with: this one, or a newer one on the path when this one is too old."""
    if version >= OLDEST_PYTHON:
        return sys.executable
    for name in NEWER_PYTHONS:
        found = shutil.which(name)
        if found:
            return found
    oldest, this = (".".join(map(str, numbers[:2])) for numbers in (OLDEST_PYTHON, version))
    raise CannotStart(
        f"Servicebanken needs Python {oldest} or newer, and this is {this}; "
        "install a newer one, or name it: make PYTHON=/path/to/python3 run."
    )


def ensure(*, development: bool = False) -> Path:
    """Make or update the virtual environment when the requirements changed; the path of its interpreter."""
    python = suitable_python()
    if not _works(VENV_PYTHON):
        say("Making the virtual environment in .venv ...")
        _make(python)
    wanted = _fingerprint(development)
    if not _installed(wanted, development):
        say("Installing packages into .venv (the first time this takes a minute) ...")
        _install(development)
        _stamp(development).write_text(wanted, encoding="ascii")
        if development:
            _stamp(False).write_text(_fingerprint(False), encoding="ascii")
    return VENV_PYTHON


def _works(python: Path) -> bool:
    return python.exists() and subprocess.run([python, "-c", ""], check=False, capture_output=True).returncode == 0


def _make(python: str) -> None:
    try:
        done = subprocess.run([python, "-m", "venv", "--clear", VENV], check=False, capture_output=True, text=True)
    except OSError as error:
        raise CannotStart(f"The virtual environment cannot be made: {error.strerror}.") from None
    if done.returncode or not _works(VENV_PYTHON):
        raise CannotStart(
            "The virtual environment cannot be made in .venv; the folder must be writable, "
            "and on Debian and Ubuntu the package python3-venv is needed."
        )


def _install(development: bool) -> None:
    file = REQUIREMENTS[development][-1]
    pip = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command = [*pip, "-r", str(ROOT / file)]
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        reasons = [line for line in done.stderr.splitlines() if "ERROR" in line] or done.stderr.splitlines()
        raise CannotStart(
            f"The packages of {file} cannot be installed: {reasons[-1].strip() if reasons else 'pip failed'}"
        )


def _stamp(development: bool) -> Path:
    return VENV / (".installed-dev" if development else ".installed")


def _installed(wanted: str, development: bool) -> bool:
    stamp = _stamp(development)
    return stamp.exists() and stamp.read_text(encoding="ascii") == wanted


def _fingerprint(development: bool) -> str:
    digest = hashlib.sha256()
    for name in REQUIREMENTS[development]:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def main() -> int:
    """`python -m tools.bootstrap [--dev]`."""
    try:
        ensure(development="--dev" in sys.argv[1:])
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
