"""Season and time of day: which colours everything has."""

from __future__ import annotations

from dataclasses import dataclass

from cms.demo.drawing.canvas import Colour, colour, mix

# The palette of the site.
PAPER = colour("#fbfaf6")
SUNKEN = colour("#f1efe7")
INK = colour("#1b2a26")
SPRUCE = colour("#1f5a4a")
FALU = colour("#8f2b1d")
LAKE = colour("#22557f")
RYE = colour("#f3cf6b")
LINE = colour("#d6d3c6")
STONE = colour("#9a9c93")
TAR = colour("#4a4f4c")
WOOD = colour("#b08d63")
LAMP = colour("#ffdf95")

SEASONS = ("spring", "summer", "autumn", "winter")
TIMES = ("morning", "day", "dusk", "night")

SKIES: dict[str, tuple[Colour, Colour]] = {
    "morning": (colour("#b9cfd6"), colour("#f7e2c2")),
    "day": (colour("#a9cbdc"), colour("#eef1e6")),
    "dusk": (colour("#5d7c97"), colour("#f4c088")),
    "night": (colour("#14273b"), colour("#48677f")),
}
TINTS: dict[str, tuple[Colour, float]] = {
    "morning": (colour("#f3c98b"), 0.10),
    "day": (PAPER, 0.0),
    "dusk": (colour("#5a4560"), 0.26),
    "night": (colour("#152a40"), 0.62),
}
GROUNDS: dict[str, tuple[Colour, Colour]] = {
    "spring": (colour("#b5c188"), colour("#9db072")),
    "summer": (colour("#9dba78"), colour("#84a667")),
    "autumn": (colour("#cdb374"), colour("#b99a58")),
    "winter": (colour("#f3f5f2"), colour("#dfe6e6")),
}
LEAVES: dict[str, Colour] = {
    "spring": colour("#b9cc7c"),
    "summer": colour("#6f9a5a"),
    "autumn": colour("#d9963f"),
    "winter": colour("#c9cfcb"),
}


@dataclass(frozen=True)
class Light:
    season: str
    time: str

    @property
    def sky(self) -> tuple[Colour, Colour]:
        return SKIES[self.time]

    @property
    def is_dark(self) -> bool:
        return self.time in ("dusk", "night")

    @property
    def is_winter(self) -> bool:
        return self.season == "winter"

    def on(self, plain: Colour) -> Colour:
        """What a colour looks like in this light."""
        return mix(plain, *TINTS[self.time])

    def far(self, plain: Colour, distance: float) -> Colour:
        """A colour seen through air: 0 is here, 1 is the horizon."""
        return mix(self.on(plain), self.sky[1], distance)

    @property
    def ground(self) -> Colour:
        return self.on(GROUNDS[self.season][0])

    @property
    def ground_shade(self) -> Colour:
        return self.on(GROUNDS[self.season][1])

    @property
    def leaves(self) -> Colour:
        return self.on(LEAVES[self.season])

    @property
    def road(self) -> Colour:
        return self.on(colour("#e4e3dc") if self.is_winter else colour("#d8cdb4"))

    @property
    def pane(self) -> Colour:
        """A window: a lamp behind it when it is dark, the sky in it when it is not."""
        return LAMP if self.is_dark else self.on(colour("#bcd0d6"))
