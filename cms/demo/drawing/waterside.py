"""By the water: a jetty, a boathouse, reeds."""

from __future__ import annotations

from random import Random

from cms.demo.drawing import buildings, landscape, things, vehicles
from cms.demo.drawing.canvas import HEIGHT, Canvas, colour, mix
from cms.demo.drawing.light import FALU, INK, LAKE, PAPER, SPRUCE, WOOD, Light


def jetty(canvas: Canvas, light: Light, chance: Random) -> None:
    landscape.sky(canvas, light, chance, 470)
    landscape.hills(canvas, light, chance, 470)
    landscape.forest(canvas, light, chance, 476, distance=0.4, height=58)
    for house_x, wall in ((220, FALU), (310, buildings.OCHRE), (1180, FALU)):
        buildings.cottage(canvas, light, house_x, 494, 56, wall, 0.2)
    landscape.water(canvas, light, chance, 488, HEIGHT)
    wood, dark = light.on(WOOD), light.on(mix(WOOD, INK, 0.5))
    near, far = (420.0, 1010.0), (700.0, 850.0)
    top, bottom = 610.0, HEIGHT + 10.0
    for share in (0.0, 0.28, 0.62):
        y = top + (bottom - top) * share
        left, right = far[0] + (near[0] - far[0]) * share, far[1] + (near[1] - far[1]) * share
        for post_x in (left, right - 14):
            canvas.rect(post_x, y - 34 * (1 + share), 16 + 12 * share, 120 + 140 * share, dark)
    canvas.polygon(
        [(far[0], top), (far[1], top), (near[1], bottom), (near[0], bottom)], PAPER if light.is_winter else wood
    )
    y, step = top, 13.0
    while y < bottom:
        share = (y - top) / (bottom - top)
        canvas.rect(
            far[0] + (near[0] - far[0]) * share,
            y,
            (far[1] - far[0]) + ((near[1] - near[0]) - (far[1] - far[0])) * share,
            2 + share * 3,
            (*dark, 130),
        )
        y += step
        step *= 1.13
    things.bench(canvas, light, 712, 672, 96)
    if not light.is_winter:
        vehicles.boat(canvas, light, 1080, 790, 330, chance.choice((FALU, SPRUCE, LAKE)))
    _reeds(canvas, light, chance)
    landscape.snowfall(canvas, light, chance)


def _reeds(canvas: Canvas, light: Light, chance: Random) -> None:
    tone = light.on(colour("#c9b27a")) if light.season in ("autumn", "winter") else light.on(colour("#7f9a5c"))
    for _reed in range(110):
        x = chance.choice((chance.uniform(-10, 260), chance.uniform(1430, 1610)))
        height = chance.uniform(120, 280)
        lean = chance.uniform(-26, 26)
        canvas.line([(x, HEIGHT), (x + lean, HEIGHT - height)], (*tone, 210), 4)
        if chance.random() < 0.25:
            canvas.rect(x + lean - 5, HEIGHT - height, 10, 40, light.on(colour("#6b4a35")), radius=5)
