"""What `make run` refuses, before anything is installed or changed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.test_supervisor import alive, wait_for
from tools import bootstrap, launch
from tools.bootstrap import CannotStart


def test_occupied_port_is_one_sentence_with_a_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=rf"^Port {port} is in use; .*PORT=\d+ make serve\.$"):
            launch.check_port(port, "make serve")


def test_free_port_is_accepted():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    launch.check_port(port)


def test_unwritable_folder_is_one_sentence(tmp_path: Path):
    (tmp_path / "var").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(CannotStart, match=r"^The folder var/ cannot be written: .*\.$"):
        launch.check_writable(tmp_path / "var")


def test_writable_folder_is_made_and_left_empty(tmp_path: Path):
    launch.check_writable(tmp_path / "var")
    assert list((tmp_path / "var").iterdir()) == []


def test_old_python_without_a_newer_one_is_one_sentence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tools.bootstrap.shutil.which", lambda _name: None)
    with pytest.raises(CannotStart, match=r"^Servicebanken needs Python 3\.11 or newer, and this is 3\.9; .*\.$"):
        bootstrap.suitable_python((3, 9))


def test_old_python_finds_a_newer_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tools.bootstrap.shutil.which", {"python3.12": "/opt/python3.12"}.get)
    assert bootstrap.suitable_python((3, 9)) == "/opt/python3.12"


@pytest.mark.parametrize("name", ["PORT", "BASE_URL"])
def test_wrong_setting_ends_with_code_two(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv(name, "nonsense")
    assert launch.main(["run"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


PREPARING = """
import pathlib, subprocess, sys, time
helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path({up!r}).write_text(str(helper.pid))
try:
    time.sleep(60)
except KeyboardInterrupt:
    pathlib.Path({note!r}).write_text("undone")
    sys.exit(130)
"""
LAUNCHING = """
import os, signal, sys
from tools import launch
signal.signal(signal.SIGTERM, signal.default_int_handler)
try:
    launch.run_to_end([sys.executable, "-c", sys.argv[1]], os.environ)
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_preparation_that_is_interrupted_may_undo_what_it_began(number: signal.Signals, tmp_path: Path):
    up, note = tmp_path / "up", tmp_path / "note"
    code = PREPARING.format(up=str(up), note=str(note))
    process = subprocess.Popen([sys.executable, "-c", LAUNCHING, code], cwd=bootstrap.ROOT, stderr=subprocess.PIPE)
    helper = int(wait_for(up))
    process.send_signal(number)
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (130, b"")
    assert note.read_text(encoding="utf-8") == "undone"
    assert not alive(helper), "nothing that the preparation started is left"


def test_preparation_that_fails_ends_the_start():
    assert launch.run_to_end([sys.executable, "-c", "import sys; sys.exit(2)"], os.environ) == 2
