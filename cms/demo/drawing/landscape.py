"""What stands behind everything: sky, hills, forest, water, ground, trees."""

from __future__ import annotations

import math
from itertools import pairwise
from random import Random

from cms.demo.drawing.canvas import HEIGHT, WIDTH, Canvas, Colour, Point, colour, mix
from cms.demo.drawing.light import PAPER, SPRUCE, WOOD, Light


def sky(canvas: Canvas, light: Light, chance: Random, horizon: float) -> None:
    """Sky with sun, moon or stars, and a few long clouds."""
    top, bottom = light.sky
    canvas.gradient(top, bottom, end=horizon + 40)
    x = chance.uniform(0.12, 0.88) * WIDTH
    if light.time == "night":
        for _star in range(70):
            size = chance.uniform(0.8, 2.0)
            canvas.ellipse(
                chance.uniform(0, WIDTH),
                chance.uniform(0, horizon * 0.8),
                size,
                size,
                (*PAPER, chance.randint(60, 170)),
            )
        y = chance.uniform(120, 220)
        canvas.glow(x, y, 190, mix(bottom, PAPER, 0.5), 0.35)
        canvas.ellipse(x, y, 38, 38, mix(PAPER, bottom, 0.12))
        canvas.ellipse(x + 17, y - 9, 34, 34, mix(top, bottom, y / horizon))
    else:
        height = {"morning": 0.72, "day": 0.28, "dusk": 0.86}[light.time]
        y = horizon * height
        warm = {"morning": colour("#fff1d2"), "day": colour("#fffbe8"), "dusk": colour("#ffe0a8")}[light.time]
        canvas.glow(x, y, 330, warm, 0.75)
        canvas.ellipse(x, y, 46, 46, warm)
    for _cloud in range(chance.randint(2, 5)):
        _cloud_at(canvas, light, chance, horizon)


def _cloud_at(canvas: Canvas, light: Light, chance: Random, horizon: float) -> None:
    x, y = chance.uniform(0, WIDTH), chance.uniform(60, horizon * 0.6)
    fill = mix(light.sky[1], PAPER, 0.0 if light.time == "night" else 0.6)
    opacity = 60 if light.time == "night" else 135
    for _part in range(chance.randint(2, 3)):
        width = chance.uniform(120, 300)
        canvas.rect(x, y, width, 16, (*fill, opacity), radius=8)
        x, y = x + chance.uniform(-60, 90), y + 19


def ridge(chance: Random, base: float, swing: float, waves: float = 2.2) -> list[Point]:
    """A gentle line of hills from edge to edge."""
    phases = [chance.uniform(0, math.tau) for _ in range(3)]
    points = []
    for x in range(0, WIDTH + 1, 16):
        turn = x / WIDTH * math.tau * waves / 2
        rise = (
            math.sin(turn + phases[0])
            + 0.5 * math.sin(2.1 * turn + phases[1])
            + 0.22 * math.sin(5.3 * turn + phases[2])
        )
        points.append((x, base - rise * swing / 1.7))
    return points


def hills(canvas: Canvas, light: Light, chance: Random, horizon: float, *, high: bool = False) -> None:
    """Two or three rows of hills, the farthest palest."""
    blue = light.on(colour("#7f9aa0")) if not light.is_winter else light.on(colour("#a9bcc4"))
    rows = 3 if high else 2
    for row in range(rows):
        share = row / rows
        base = horizon - (rows - row) * (46 if high else 24) + 10
        line = ridge(chance, base, 40 if high else 22, 2.4 + row)
        canvas.polygon([*line, (WIDTH, HEIGHT), (0, HEIGHT)], mix(mix(blue, light.sky[1], 0.72), blue, share * 0.8))
        if high and row == 0:
            _snow_caps(canvas, light, line)


def _snow_caps(canvas: Canvas, light: Light, line: list[Point]) -> None:
    top = min(y for _x, y in line)
    for (x, y), (next_x, next_y) in pairwise(line):
        if y < top + 26 and next_y < top + 26:
            canvas.polygon([(x, y), (next_x, next_y), (next_x, top + 26), (x, top + 26)], (*light.on(PAPER), 120))


def forest(canvas: Canvas, light: Light, chance: Random, base: float, *, distance: float, height: float = 60) -> None:
    """An unbroken edge of spruces."""
    green = light.far(mix(SPRUCE, PAPER, 0.16) if light.is_winter else SPRUCE, distance)
    line = dict(ridge(chance, base, 10, 3))
    x = -20.0
    while x < WIDTH + 20:
        foot = line[min(WIDTH, max(0, round(x / 16) * 16))] + 14
        tall = height * chance.uniform(0.55, 1.15)
        shade = mix(green, light.sky[1], chance.uniform(0, 0.12))
        _spruce_shape(canvas, x, foot, tall, shade, None)
        x += chance.uniform(0.16, 0.42) * height
    canvas.polygon([*ridge(chance, base + 12, 4, 3), (WIDTH, base + 60), (0, base + 60)], green)


def spruce(canvas: Canvas, light: Light, x: float, foot: float, height: float, *, distance: float = 0.0) -> None:
    """One tree close enough to have a trunk."""
    green = light.far(SPRUCE, distance)
    canvas.rect(
        x - height * 0.018, foot - height * 0.1, height * 0.036, height * 0.1, light.far(colour("#6b4a35"), distance)
    )
    snow = light.far(PAPER, distance) if light.is_winter else None
    _spruce_shape(canvas, x, foot - height * 0.06, height * 0.94, green, snow)


def _spruce_shape(canvas: Canvas, x: float, foot: float, height: float, fill: Colour, snow: Colour | None) -> None:
    """Stacked skirts, narrow as northern spruces are."""
    tiers = 5
    for tier in range(tiers):
        bottom = foot - height * (tier / tiers) * 0.86
        half = height * 0.19 * (1 - tier / tiers * 0.78)
        top = bottom - height * 0.34
        canvas.polygon([(x - half, bottom), (x, bottom - half * 0.16), (x + half, bottom), (x, top)], fill)
        if snow:
            canvas.polygon(
                [(x - half * 0.62, bottom - height * 0.10), (x, bottom - height * 0.13), (x, top)], (*snow, 190)
            )


def birch(canvas: Canvas, light: Light, chance: Random, x: float, foot: float, height: float) -> None:
    """A birch: white trunk, round crown, bare in winter."""
    bark, mark = light.on(colour("#f0ede4")), light.on(colour("#4b4a45"))
    width = height * 0.026
    canvas.polygon(
        [(x - width, foot), (x + width, foot), (x + width * 0.4, foot - height), (x - width * 0.4, foot - height)], bark
    )
    branches = [(chance.choice((-1, 1)), chance.uniform(0.42, 0.92)) for _ in range(7)]
    for side, share in branches:
        start = (x, foot - height * share)
        end = (x + side * height * 0.19 * (1.25 - share), foot - height * (share + 0.14))
        canvas.line([start, end], mark if light.is_winter else bark, max(1.4, width * 0.4))
    if not light.is_winter:
        for _puff in range(11):
            puff_x = x + chance.uniform(-0.2, 0.2) * height
            puff_y = foot - height * chance.uniform(0.52, 1.04)
            size = height * chance.uniform(0.07, 0.13)
            canvas.ellipse(
                puff_x, puff_y, size, size * 0.9, (*mix(light.leaves, light.on(SPRUCE), chance.uniform(0, 0.25)), 232)
            )
    for share in (0.1, 0.2, 0.27, 0.39, 0.5):
        canvas.rect(x - width * 0.9, foot - height * share, width * chance.uniform(0.7, 1.2), 3, mark)


def ground(canvas: Canvas, light: Light, chance: Random, horizon: float) -> None:
    """Meadow, stubble or snow, with a few soft folds."""
    near = light.ground_shade
    canvas.gradient(light.far(light.ground, 0.0), near, start=horizon, end=HEIGHT)
    canvas.polygon([*ridge(chance, horizon + 6, 7, 3), (WIDTH, horizon + 60), (0, horizon + 60)], light.ground)
    for _fold in range(3):
        y = chance.uniform(horizon + 60, HEIGHT - 40)
        line = ridge(chance, y, 20, 1.5)
        canvas.polygon([*line, (WIDTH, HEIGHT), (0, HEIGHT)], (*mix(light.ground, near, 0.75), 70))


def fields(canvas: Canvas, light: Light, chance: Random, top: float, bottom: float) -> None:
    """Strips of farmland between forest and foreground."""
    y = top
    tones = [light.ground, light.ground_shade, mix(light.ground, light.on(colour("#e8d28a")), 0.4)]
    while y < bottom:
        height = chance.uniform(14, 34)
        slope = chance.uniform(-10, 10)
        canvas.polygon(
            [(0, y + slope), (WIDTH, y - slope), (WIDTH, bottom + 20), (0, bottom + 20)], chance.choice(tones)
        )
        y += height


def water(canvas: Canvas, light: Light, chance: Random, top: float, bottom: float) -> None:
    """A lake that holds the colours of the sky; grey ice in winter."""
    above, below = light.sky
    blue = light.on(colour("#cdd9dc") if light.is_winter else colour("#6f9db3"))
    canvas.gradient(mix(below, blue, 0.45), mix(above, blue, 0.6), start=top, end=bottom)
    for _ripple in range(46):
        y = chance.uniform(top + 6, bottom - 4)
        near = (y - top) / (bottom - top)
        width = chance.uniform(30, 150) * (0.3 + near)
        x = chance.uniform(-40, WIDTH)
        canvas.rect(x, y, width, 1.5 + near * 2.2, (*mix(below, PAPER, 0.4), 80), radius=1)


def road(canvas: Canvas, light: Light, *, vanish: Point, left: float, right: float, bend: float = 0.0) -> None:
    """A gravel road from the foreground towards a point on the horizon."""
    x, y = vanish
    first: list[Point] = []
    second: list[Point] = []
    for step in range(25):
        share = step / 24
        depth = share**1.8
        curve = math.sin(share * math.pi) * bend
        centre = x + ((left + right) / 2 - x) * depth + curve
        half = 3 + (right - left) / 2 * depth
        height = y + (HEIGHT + 10 - y) * depth
        first.append((centre - half, height))
        second.append((centre + half, height))
    canvas.polygon([*first, *reversed(second)], light.road)
    middle = [((a + b) / 2, y) for (a, y), (b, _y) in zip(first, second, strict=True)]
    for (a, b), (c, d) in pairwise(middle[8:]):
        width = 2 + (b - y) / (HEIGHT - y) * 16
        canvas.line([(a, b), (c, d)], (*mix(light.road, light.ground, 0.5), 130), width)


def grass(canvas: Canvas, light: Light, chance: Random, top: float, count: int = 130) -> None:
    """Tufts in front; dry straws through the snow in winter."""
    blade = light.on(colour("#a79a78")) if light.is_winter else mix(light.ground_shade, light.on(SPRUCE), 0.35)
    for _tuft in range(count // 3 if light.is_winter else count):
        x, y = chance.uniform(0, WIDTH), chance.uniform(top, HEIGHT)
        size = 5 + (y - top) / (HEIGHT - top) * 20
        for lean in (-0.4, 0.0, 0.45):
            canvas.line([(x, y), (x + lean * size, y - size * chance.uniform(0.7, 1.1))], (*blade, 150), 1.6)


def flowers(canvas: Canvas, light: Light, chance: Random, top: float) -> None:
    """Ox-eye daisies and buttercups, in summer only."""
    if light.season != "summer":
        return
    for _flower in range(90):
        x, y = chance.uniform(0, WIDTH), chance.uniform(top, HEIGHT)
        size = 1.5 + (y - top) / (HEIGHT - top) * 3.4
        canvas.ellipse(x, y, size, size * 0.8, light.on(chance.choice((PAPER, colour("#f3cf6b"), colour("#c78fb0")))))


def snowfall(canvas: Canvas, light: Light, chance: Random) -> None:
    if not light.is_winter or light.time == "day":
        return
    for _flake in range(170):
        size = chance.uniform(1.2, 3.6)
        canvas.ellipse(
            chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT), size, size, (*PAPER, chance.randint(90, 190))
        )


def fence(canvas: Canvas, light: Light, x: float, end: float, y: float, height: float) -> None:
    """A low wooden fence."""
    wood = light.on(WOOD)
    step = height * 0.85
    for rail in (0.35, 0.72):
        canvas.rect(x, y - height * rail, end - x, height * 0.1, wood)
    while x < end:
        canvas.rect(x, y - height, height * 0.13, height, mix(wood, light.on(colour("#6b4a35")), 0.25))
        x += step


def shadow(canvas: Canvas, light: Light, x: float, y: float, width: float, depth: float = 14) -> None:
    """The ground under something that stands on it."""
    canvas.ellipse(x, y, width / 2, depth, (*light.on(colour("#2b3a35")), 34 if light.is_winter else 52))
