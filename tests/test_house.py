"""House rules about the repository as a whole."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from django.core.management import call_command

from cms.settings.env import ROOT

LONGEST_MODULE = 400
LONGEST_TEST_MODULE = 600
# Built from parts, so that this file does not find itself.
MACHINE_PATHS = re.compile(
    "|".join((r"(?<![\w.:])/" + "root/", r"(?<![\w.:])/" + "work/", r"(?<![\w.:])/" + "opt/wheels", "/" + r"Users/\w"))
)
INDEX_HOSTS = re.compile(
    "|".join(
        (
            "--extra-" + "index-url",
            "--index" + "-url",
            "--find" + "-links",
            r"\bpypi" + r"\.(?:org|python)",
            "arti" + "factory",
        )
    )
)
BRIEFING = re.compile(r"\.\./" + "shared/")

NOT_OURS = {".git", ".venv", "var", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"}

MAKE_TARGETS = {
    "help", "run", "serve", "test", "test-fast", "lint", "format", "messages", "snapshot", "e2e", "bench", "soak",
    "engines", "engines-stop",
}  # fmt: skip


@cache
def our_files() -> tuple[Path, ...]:
    """Every file that belongs to the repository, committed or about to be."""
    if shutil.which("git"):
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
        if done.returncode == 0:
            return tuple(path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file())
    # An exported tree, or one that git refuses because somebody else owns it.
    return tuple(path for path in sorted(ROOT.rglob("*")) if path.is_file() and not NOT_OURS.intersection(path.parts))


def lines_matching(pattern: re.Pattern[str]) -> list[str]:
    """`path:line` of each line of text that matches."""
    found = []
    for path in our_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [
            f"{path.relative_to(ROOT)}:{number}"
            for number, line in enumerate(text.splitlines(), 1)
            if pattern.search(line)
        ]
    return found


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


def test_dependency_rule_holds():
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_no_file_names_a_path_of_one_machine():
    assert lines_matching(MACHINE_PATHS) == []
    assert lines_matching(re.compile(re.escape(str(ROOT)) + r"\b")) == []


def test_no_file_names_a_package_index():
    assert lines_matching(INDEX_HOSTS) == []


def test_no_file_points_outside_the_repository():
    assert lines_matching(BRIEFING) == []


def test_modules_are_short():
    long = {}
    for path in our_files():
        if path.suffix == ".py" and "migrations" not in path.parts:
            size = len(path.read_text(encoding="utf-8").splitlines())
            if size > (LONGEST_TEST_MODULE if "tests" in path.parts else LONGEST_MODULE):
                long[str(path.relative_to(ROOT))] = size
    assert long == {}, "split these by concept"


def test_every_fixed_make_target_exists_and_help_lists_the_working_ones():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = {name for line in re.findall(r"^([a-z0-9 -]+):", makefile, re.MULTILINE) for name in line.split()}
    listed = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert targets >= MAKE_TARGETS
    assert all(f"make {name} " in listed for name in MAKE_TARGETS)


def test_example_environment_names_every_setting():
    sources = [
        (ROOT / "cms/settings" / name).read_text(encoding="utf-8")
        for name in ("env.py", "base.py", "people.py", "dev.py", "production.py")
    ]
    read = set(re.findall(r'(?:name: str = |env\.\w+\()"([A-Z][A-Z_]+)"', "\n".join(sources)))
    named = set(re.findall(r"^#?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    assert "DATABASE_URL" in read
    assert named == read
