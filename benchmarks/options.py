"""What a run measures and for how long, from the environment."""

from __future__ import annotations

from dataclasses import dataclass

from cms.settings.env import Environment, SettingsError

USUAL = ("list", "again", "detail", "unchanged", "default", "subset", "filtered", "memory", "publish")
PARTS = (*USUAL, "growth", "search", "admin")
"""The last three are measured when they are asked for: making their data takes longer than all the rest."""


@dataclass(frozen=True)
class Options:
    """One run. A round drives each side once."""

    cases: int
    seconds: int
    rounds: int
    only: tuple[str, ...]
    large: int
    searched: int
    port: int
    keep: bool

    def wants(self, part: str) -> bool:
        """Whether a part belongs to this run."""
        return part in self.only


def read_options(env: Environment) -> Options:
    """The options, or one sentence that says which one is wrong."""
    only = tuple(name.strip() for name in env.text("BENCH_ONLY").split(",") if name.strip()) or USUAL
    if unknown := sorted(set(only) - set(PARTS)):
        raise SettingsError(f"BENCH_ONLY names {', '.join(unknown)}; it can name {', '.join(PARTS)}.")
    return Options(
        cases=_number(env, "BENCH_CASES", 1000, least=30),
        seconds=_number(env, "BENCH_SECONDS", 6),
        rounds=_number(env, "BENCH_ROUNDS", 5),
        only=only,
        large=_number(env, "BENCH_LARGE", 50_000, least=1000),
        searched=_number(env, "BENCH_SEARCHED", 10_000, least=30),
        port=env.port("BENCH_PORT", 8350),
        keep=env.flag("BENCH_KEEP", default=False),
    )


def _number(env: Environment, name: str, default: int, least: int = 1) -> int:
    value = env.text(name, str(default))
    if value.isascii() and value.isdigit() and int(value) >= least:
        return int(value)
    raise SettingsError(f"{name} is {value!r}; write a whole number from {least} up.")
