"""`make test` with an engine that is not on the machine."""

from __future__ import annotations

import pytest

from tools import engines, testing


@pytest.fixture
def without_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    def ensure(_name: str) -> str:
        raise engines.EngineMissing("PostgreSQL is not on this machine (on Debian: apt-get install postgresql).")

    monkeypatch.setattr(engines, "ensure", ensure)


@pytest.mark.usefixtures("without_postgresql")
@pytest.mark.parametrize(("in_ci", "well"), [(False, True), (True, False)])
def test_missing_engine_is_one_line_that_says_how_to_get_it_and_fails_in_ci(
    in_ci: bool, well: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(testing, "IN_CI", in_ci)
    assert testing.on_postgresql() is well
    [line] = capsys.readouterr().out.strip().splitlines()
    assert "skipped" in line
    assert "apt-get install postgresql" in line
