"""Web and worker live and end together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from tools.bootstrap import ROOT

SUPERVISE = """
import sys
from tools.supervisor import Supervisor

commands = {name: [sys.executable, "-c", code] for name, code in zip(sys.argv[1::2], sys.argv[2::2])}
import os
sys.exit(Supervisor(os.environ, patience=1).run(commands))
"""

# Says that it is up, and notes in a file that it was asked to end.
POLITE = """
import pathlib, signal, sys, time
def end(*_):
    pathlib.Path({note!r}).write_text("asked")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
pathlib.Path({up!r}).touch()
time.sleep(60)
"""
STUBBORN = """
import pathlib, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path({up!r}).write_text(str(child.pid))
time.sleep(60)
"""
FAILING = "import sys; sys.exit(3)"


def start(**codes: str) -> subprocess.Popen[str]:
    """A supervisor in a process of its own, over these programs."""
    arguments = [part for name, code in codes.items() for part in (name, textwrap.dedent(code))]
    return subprocess.Popen(
        [sys.executable, "-c", SUPERVISE, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_for(path: Path) -> str:
    """The content of a file that another process is about to write."""
    deadline = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < deadline, f"{path.name} did not appear"
        time.sleep(0.05)
    time.sleep(0.1)
    return path.read_text(encoding="utf-8")


def alive(pid: int) -> bool:
    """Whether a process still runs; a zombie that init has not fetched yet does not."""
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_stops_every_process_cleanly(number: signal.Signals, tmp_path: Path):
    up, note = tmp_path / "up", tmp_path / "note"
    supervisor = start(web=POLITE.format(up=str(up), note=str(note)))
    wait_for(up)
    supervisor.send_signal(number)
    output, _ = supervisor.communicate(timeout=10)
    assert supervisor.returncode == 0, output
    assert note.read_text(encoding="utf-8") == "asked"


def test_when_one_ends_the_other_is_stopped_and_it_is_said(tmp_path: Path):
    up, note = tmp_path / "up", tmp_path / "note"
    late_failure = f"import pathlib, time\nwhile not pathlib.Path({str(up)!r}).exists(): time.sleep(0.05)\n{FAILING}"
    supervisor = start(web=POLITE.format(up=str(up), note=str(note)), worker=late_failure)
    output, _ = supervisor.communicate(timeout=20)
    assert supervisor.returncode == 3
    assert "The worker ended by itself (exit code 3)" in output
    assert note.read_text(encoding="utf-8") == "asked"


def test_what_may_wait_starts_when_the_first_is_ready(tmp_path: Path):
    up = tmp_path / "up"
    code = SUPERVISE.replace(
        ".run(commands)", ".run({'web': commands['web']}, ready=ready, afterwards={'worker': commands['worker']})"
    )
    ready = f"import pathlib\nready = pathlib.Path({str(up)!r}).exists\n"
    web = f"import pathlib, time; time.sleep(0.5); pathlib.Path({str(up)!r}).touch(); time.sleep(60)"
    worker = f"import pathlib, sys; sys.exit(4 if pathlib.Path({str(up)!r}).exists() else 5)"
    done = subprocess.run(
        [sys.executable, "-c", ready + code, "web", web, "worker", worker], cwd=ROOT, check=False, timeout=20
    )
    assert done.returncode == 4


def test_processes_do_not_outlive_whoever_started_the_supervisor(tmp_path: Path):
    up, note = tmp_path / "up", tmp_path / "note"
    code = SUPERVISE.replace("patience=1", "patience=1, leave_with_parent=True")
    arguments = ["-c", code, "web", POLITE.format(up=str(up), note=str(note))]
    starter = f"import subprocess, sys; subprocess.run([sys.executable, *{arguments!r}])"
    parent = subprocess.Popen([sys.executable, "-c", starter], cwd=ROOT, stdout=subprocess.DEVNULL)
    wait_for(up)
    parent.kill()
    parent.wait()
    assert wait_for(note) == "asked"


@pytest.mark.skipif(not Path("/proc").exists(), reason="reads /proc, which only Linux has")
def test_process_that_ignores_the_request_is_ended_with_its_children(tmp_path: Path):
    up = tmp_path / "up"
    supervisor = start(web=STUBBORN.format(up=str(up)))
    grandchild = int(wait_for(up))
    supervisor.send_signal(signal.SIGTERM)
    output, _ = supervisor.communicate(timeout=10)
    assert "did not stop" in output
    assert not alive(grandchild)
    with pytest.raises(ProcessLookupError):
        os.killpg(supervisor.pid, 0)
