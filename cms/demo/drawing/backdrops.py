"""What stands behind and before the things of a scene: sky, land, a village far away, trees at the edges."""

from __future__ import annotations

from random import Random

from cms.demo.drawing import buildings, landscape
from cms.demo.drawing.canvas import WIDTH, Canvas
from cms.demo.drawing.light import FALU, Light

HORIZON = 560.0
FOOT = 860.0
"""Where things in the middle distance stand."""


def backdrop(canvas: Canvas, light: Light, chance: Random, *, kind: str = "") -> None:
    """Sky, hills and what lies between them and the foreground."""
    kind = kind or chance.choice(("forest", "fields", "lake", "mountains"))
    landscape.sky(canvas, light, chance, HORIZON)
    landscape.hills(canvas, light, chance, HORIZON, high=kind == "mountains")
    landscape.forest(canvas, light, chance, HORIZON + 4, distance=0.45, height=46)
    if kind == "lake":
        landscape.water(canvas, light, chance, HORIZON + 14, HORIZON + 110)
        landscape.ground(canvas, light, chance, HORIZON + 96)
    elif kind == "fields":
        landscape.ground(canvas, light, chance, HORIZON + 10)
        landscape.fields(canvas, light, chance, HORIZON + 20, HORIZON + 110)
        landscape.ground(canvas, light, chance, HORIZON + 108)
    else:
        landscape.forest(canvas, light, chance, HORIZON + 46, distance=0.14, height=120)
        landscape.ground(canvas, light, chance, HORIZON + 78)


def village(canvas: Canvas, light: Light, chance: Random, *, y: float = HORIZON + 96) -> None:
    """Three to five small houses far away."""
    x = chance.uniform(60, 300)
    for _house in range(chance.randint(3, 5)):
        size = chance.uniform(44, 66)
        wall = chance.choice((FALU, FALU, buildings.OCHRE, buildings.CREAM))
        buildings.cottage(canvas, light, x, y + chance.uniform(-8, 12), size, wall, 0.22)
        x += chance.uniform(110, 330)


def frame(canvas: Canvas, light: Light, chance: Random, *, left: bool = True, right: bool = True) -> None:
    """Trees at the edges, so that the eye stays in the picture."""
    for side, wanted in ((0, left), (1, right)):
        if not wanted:
            continue
        if chance.random() < 0.45:
            landscape.birch(
                canvas,
                light,
                chance,
                chance.uniform(40, 120) + side * (WIDTH - 170),
                FOOT + chance.uniform(0, 40),
                chance.uniform(430, 560),
            )
        else:
            for _tree in range(chance.randint(1, 3)):
                x = chance.uniform(10, 150) + side * (WIDTH - 165)
                landscape.spruce(canvas, light, x, FOOT + chance.uniform(-30, 50), chance.uniform(300, 520))


def front(canvas: Canvas, light: Light, chance: Random, *, top: float = FOOT + 116) -> None:
    """Grass and flowers nearest to us, and snow in the air."""
    landscape.grass(canvas, light, chance, top, count=90)
    landscape.flowers(canvas, light, chance, top)
    landscape.snowfall(canvas, light, chance)


def yard(canvas: Canvas, light: Light) -> None:
    """Gravel in front of a building."""
    canvas.polygon([(120, FOOT - 6), (WIDTH - 120, FOOT - 6), (WIDTH + 60, FOOT + 110), (-60, FOOT + 110)], light.road)
