"""Wooden houses as they stand along Swedish roads: falu red, ochre or grey, with white corners."""

from __future__ import annotations

from collections.abc import Sequence

from cms.demo.drawing.canvas import Canvas, Colour, colour, mix
from cms.demo.drawing.landscape import shadow
from cms.demo.drawing.light import FALU, INK, LAMP, PAPER, RYE, SPRUCE, STONE, TAR, WOOD, Light

OCHRE = colour("#d9ae62")
GREY = colour("#a9aea8")
CREAM = colour("#efe6cf")
TILE = colour("#a4553d")
SLATE = colour("#545b5d")


def window(canvas: Canvas, light: Light, x: float, y: float, width: float, height: float, *, panes: int = 2) -> None:
    """A window with white boards around; `x` and `y` are its top left corner."""
    frame = light.on(PAPER)
    edge = max(4.0, width * 0.09)
    if light.is_dark:
        canvas.glow(x + width / 2, y + height / 2, max(width, height) * 1.25, LAMP, 0.32)
    canvas.rect(x - edge, y - edge, width + 2 * edge, height + 2 * edge, frame)
    canvas.rect(x - edge * 1.5, y + height + edge * 0.4, width + 3 * edge, edge * 0.9, frame)
    canvas.rect(x, y, width, height, light.pane)
    if not light.is_dark:
        canvas.polygon(
            [
                (x, y + height),
                (x, y + height * 0.45),
                (x + width * 0.75, y),
                (x + width, y),
                (x + width, y + height * 0.1),
            ],
            (255, 255, 255, 60),
        )
    for pane in range(1, panes):
        canvas.rect(x + width * pane / panes - 2, y, 4, height, frame)
    canvas.rect(x, y + height * 0.42, width, 4, frame)


def door(
    canvas: Canvas, light: Light, x: float, foot: float, width: float, height: float, fill: Colour = SPRUCE
) -> None:
    frame = light.on(PAPER)
    canvas.rect(x - 7, foot - height - 7, width + 14, height + 7, frame)
    canvas.rect(x, foot - height, width, height, light.on(fill))
    canvas.rect(x + width * 0.2, foot - height * 0.88, width * 0.6, height * 0.32, light.pane)
    canvas.ellipse(x + width * 0.84, foot - height * 0.44, 3.5, 3.5, light.on(RYE))


def boards(canvas: Canvas, light: Light, x: float, foot: float, width: float, height: float, wall: Colour) -> None:
    """A wall of upright boards on a stone foot, with white corners."""
    paint = light.on(wall)
    canvas.rect(x, foot - height, width, height, paint)
    seam = mix(paint, light.on(INK), 0.14)
    gap = 17.0
    for step in range(1, int(width / gap)):
        canvas.rect(x + step * gap, foot - height, 2, height, (*seam, 120))
    canvas.rect(x - 2, foot - 16, width + 4, 16, light.on(STONE))
    for corner in (x - 3, x + width - 10):
        canvas.rect(corner, foot - height, 13, height - 12, light.on(PAPER))


def roof(canvas: Canvas, light: Light, x: float, y: float, width: float, height: float, fill: Colour = TILE) -> None:
    """A roof seen from its long side; `y` is where the wall ends."""
    paint = light.on(fill)
    eave, ridge_in = 28, min(46.0, height * 0.5)
    outline = [
        (x - eave, y + 8),
        (x + width + eave, y + 8),
        (x + width + eave - ridge_in, y - height),
        (x - eave + ridge_in, y - height),
    ]
    canvas.polygon(outline, paint)
    for row in range(1, 5):
        share = row / 5
        inset = ridge_in * share
        canvas.rect(
            x - eave + inset,
            y + 8 - (height + 8) * share,
            width + 2 * (eave - inset),
            2,
            (*mix(paint, light.on(INK), 0.3), 110),
        )
    if light.is_winter:
        depth = height * 0.62
        inset = ridge_in * 0.3
        snow = light.on(PAPER)
        canvas.polygon(
            [(x - eave + inset, y + 8 - depth * 0.3), (x + width + eave - inset, y + 8 - depth * 0.3), *outline[2:]],
            snow,
        )
        canvas.rect(x - eave + ridge_in - 5, y - height - 8, width + 2 * (eave - ridge_in) + 10, 15, snow, radius=7)
    canvas.rect(x - eave, y + 4, width + 2 * eave, 9, light.on(PAPER))


def gable(
    canvas: Canvas, light: Light, x: float, y: float, width: float, height: float, wall: Colour, fill: Colour = TILE
) -> None:
    """The end of a house under its roof; `y` is where the wall ends."""
    paint = light.on(wall)
    top = (x + width / 2, y - height)
    canvas.polygon([(x, y + 1), (x + width, y + 1), top], paint)
    board = light.on(PAPER if light.is_winter else fill)
    over = 30
    slope = height / (width / 2)
    for side in (-1, 1):
        edge = (x + width / 2 + side * (width / 2 + over), y + over * slope)
        thick = 22
        canvas.polygon([top, (top[0], top[1] - thick * 1.5), (edge[0], edge[1] - thick), edge], board)
        canvas.polygon([top, edge, (edge[0], edge[1] + 9), (top[0], top[1] + 11)], light.on(PAPER))


def chimney(canvas: Canvas, light: Light, x: float, y: float) -> None:
    canvas.rect(x, y - 62, 40, 70, light.on(colour("#8d5a48")))
    canvas.rect(x - 5, y - 68, 50, 12, light.on(PAPER if light.is_winter else SLATE))
    if light.is_winter or light.time != "day":
        for puff, size in enumerate((11, 15, 20, 26)):
            canvas.ellipse(
                x + 22 + puff * 17,
                y - 92 - puff * 30,
                size,
                size * 0.8,
                (*mix(PAPER, light.sky[1], 0.4), 110 - puff * 20),
            )


def long_house(
    canvas: Canvas,
    light: Light,
    x: float,
    foot: float,
    width: float,
    height: float,
    *,
    wall: Colour = FALU,
    top: Colour = TILE,
    windows: Sequence[float] = (0.2, 0.5, 0.8),
    door_at: float | None = None,
    chimney_at: float | None = 0.7,
) -> None:
    """A house from its long side. Windows and door are placed by their share of the width."""
    shadow(canvas, light, x + width / 2, foot + 2, width * 1.12)
    if chimney_at is not None:
        chimney(canvas, light, x + width * chimney_at, foot - height - height * 0.62)
    boards(canvas, light, x, foot, width, height, wall)
    size = min(62.0, height * 0.34)
    for share in windows:
        window(canvas, light, x + width * share - size / 2, foot - height * 0.78, size, size * 1.25)
    if door_at is not None:
        door(canvas, light, x + width * door_at - 30, foot - 8, 60, height * 0.68)
    roof(canvas, light, x, foot - height, width, height * 0.66, top)


def cottage(canvas: Canvas, light: Light, x: float, foot: float, size: float, wall: Colour, distance: float) -> None:
    """A small house far away, seen from its end."""
    paint, pale, cap = (light.far(tone, distance) for tone in (wall, PAPER, PAPER if light.is_winter else SLATE))
    canvas.rect(x, foot - size * 0.6, size, size * 0.6, paint)
    canvas.polygon([(x, foot - size * 0.6), (x + size, foot - size * 0.6), (x + size / 2, foot - size * 1.1)], paint)
    for side in (-1, 1):
        middle = x + size / 2
        edge = middle + side * size * 0.62
        canvas.polygon(
            [
                (middle, foot - size * 1.1),
                (edge, foot - size * 0.5),
                (edge, foot - size * 0.6),
                (middle, foot - size * 1.22),
            ],
            cap,
        )
    canvas.rect(x + size * 0.36, foot - size * 0.5, size * 0.28, size * 0.26, pale)
    canvas.rect(x + size * 0.4, foot - size * 0.46, size * 0.2, size * 0.18, light.pane)


def awning(
    canvas: Canvas, light: Light, x: float, y: float, width: float, first: Colour = SPRUCE, second: Colour = PAPER
) -> None:
    """A striped awning with a scalloped edge."""
    stripes = max(6, round(width / 38))
    step = width / stripes
    for number in range(stripes):
        tone = light.on(first if number % 2 == 0 else second)
        left = x + number * step
        canvas.polygon(
            [(left + 9, y), (left + step + 9 - 18 / stripes, y), (left + step, y + 58), (left, y + 58)], tone
        )
        canvas.ellipse(left + step / 2, y + 58, step / 2, 11, tone)


def shop_window(canvas: Canvas, light: Light, x: float, y: float, width: float, height: float) -> None:
    """A large window with shelves of goods behind it."""
    if light.is_dark:
        canvas.glow(x + width / 2, y + height / 2, width * 0.95, LAMP, 0.35)
    canvas.rect(x - 10, y - 10, width + 20, height + 20, light.on(PAPER))
    canvas.rect(x, y, width, height, LAMP if light.is_dark else light.on(colour("#dfe9e6")))
    tones = (FALU, OCHRE, SPRUCE, colour("#22557f"), RYE, CREAM)
    for shelf in range(3):
        base = y + height * (0.36 + 0.31 * shelf)
        left, number = x + 10, shelf
        while left < x + width - 26:
            wide = (18, 13, 24, 16)[number % 4]
            tall = height * (0.2, 0.14, 0.17, 0.23)[number % 4]
            tone = tones[(number * 2 + shelf) % len(tones)]
            canvas.rect(left, base - tall, wide, tall, tone if light.is_dark else light.on(tone), radius=3)
            left, number = left + wide + 7, number + 1
        canvas.rect(x, base, width, 5, light.on(WOOD))
    for pane in (1 / 3, 2 / 3):
        canvas.rect(x + width * pane - 3, y, 6, height, light.on(PAPER))


def flagpole(canvas: Canvas, light: Light, x: float, foot: float, height: float) -> None:
    """A pole with a long pennant: blue with a yellow stripe."""
    canvas.rect(x - 4, foot - height, 8, height, light.on(PAPER))
    canvas.ellipse(x, foot - height - 4, 7, 7, light.on(RYE))
    top = foot - height + 12
    canvas.polygon([(x + 4, top), (x + 190, top + 34), (x + 4, top + 34)], light.on(colour("#2f6aa0")))
    canvas.polygon([(x + 4, top + 12), (x + 128, top + 31), (x + 128, top + 33), (x + 4, top + 22)], light.on(RYE))


def ramp(canvas: Canvas, light: Light, x: float, foot: float, width: float, rise: float) -> None:
    """A ramp with a handrail up to a door on the left."""
    wood = light.on(WOOD)
    canvas.polygon([(x, foot - rise), (x + width, foot), (x, foot)], mix(wood, light.on(INK), 0.2))
    canvas.polygon([(x, foot - rise - 7), (x + width, foot - 7), (x + width, foot), (x, foot - rise)], wood)
    rail = light.on(TAR)
    canvas.line([(x, foot - rise - 66), (x + width, foot - 62)], rail, 6)
    for share in (0.0, 0.33, 0.66, 1.0):
        y = foot - rise * (1 - share)
        canvas.rect(x + width * share - 3, y - 66 + 3 * share, 6, 62, rail)
