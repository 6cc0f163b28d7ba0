"""`make soak` says what failed, how to repeat it, and ends by itself."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tools import soak

DICE = random.Random(1)


@pytest.fixture
def part(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> soak.Part:
    """Tests of its own, with the size that is asked for."""
    monkeypatch.setattr(soak, "FOLDER", tmp_path)
    monkeypatch.setattr(soak, "TESTS", str(tmp_path))
    (tmp_path / "test_it.py").write_text(
        "import os\n"
        "def test_it(record_property):\n"
        "    record_property('kills', 3)\n"
        "    record_property('memory_kb', int(os.environ['SIZE']))\n"
        "    assert os.environ['SIZE'] != '7'\n"
    )
    sizes = iter(["7", "5"])
    return soak.Part("A part", "test_it.py", lambda _dice: {"SIZE": next(sizes)})


@pytest.mark.thorough
def test_part_adds_up_what_its_tests_recorded(part: soak.Part):
    for _round in range(2):
        part.run(DICE)
    assert dict(part.figures) == {"tests": 2, "kills": 6, "memory_kb": 7}
    [command] = part.failed
    assert command.startswith("SIZE=7 pytest ")
    assert part.line.split()[:4] == ["A", "part", "2", "1"]


@pytest.mark.thorough
def test_run_ends_when_time_is_up_and_tells_of_failures(
    part: soak.Part, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(soak, "parts", lambda _postgresql: [part])
    monkeypatch.setattr(soak, "address_of_postgresql", lambda _environ: "")
    assert soak.main({"SOAK_MINUTES": "0", "SOAK_SEED": "1"}) == 1
    assert "Failed: SIZE=7 pytest" in capsys.readouterr().out
    assert part.rounds == 1
    part.failed.clear()
    assert soak.main({"SOAK_MINUTES": "0", "SOAK_SEED": "1"}) == 0


def test_length_that_is_no_number_is_one_sentence(capsys: pytest.CaptureFixture[str]):
    assert soak.main({"SOAK_MINUTES": "long"}) == 2
    assert capsys.readouterr().out == "SOAK_MINUTES is 'long'; write a number of minutes, such as 20.\n"


def test_seed_repeats_a_run():
    first, again = ([part.sizes(random.Random("7")) for part in soak.parts("postgresql://x")] for _time in range(2))
    assert first == again
    assert len(first) == 9


def test_postgresql_that_was_named_is_used():
    assert soak.address_of_postgresql({"DATABASE_URL": "postgresql://a/b"}) == "postgresql://a/b"
