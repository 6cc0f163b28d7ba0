"""Vans, cars and boats."""

from __future__ import annotations

from cms.demo.drawing.canvas import Canvas, Colour, colour, mix
from cms.demo.drawing.landscape import shadow
from cms.demo.drawing.light import FALU, INK, LAKE, LAMP, PAPER, RYE, SPRUCE, STONE, TAR, WOOD, Light

GLASS = colour("#b9cdd2")


def van(
    canvas: Canvas,
    light: Light,
    x: float,
    foot: float,
    length: float,
    paint: Colour = SPRUCE,
    *,
    stripe: Colour = RYE,
    open_side: bool = False,
) -> None:
    """A van seen from its right side, its nose to the right; with a hatch open it is a shop on wheels."""
    height = length * 0.46
    shadow(canvas, light, x + length / 2, foot + 6, length * 1.06, 18)
    body = light.on(paint)
    floor = foot - height * 0.14
    nose = x + length
    canvas.rect(x, foot - height, length * 0.74, height - height * 0.14, body, radius=22)
    canvas.polygon(
        [
            (x + length * 0.6, foot - height),
            (x + length * 0.76, foot - height),
            (x + length * 0.885, foot - height * 0.56),
            (nose - 6, foot - height * 0.47),
            (nose, foot - height * 0.36),
            (nose, floor),
            (x + length * 0.6, floor),
        ],
        body,
    )
    canvas.rect(x + 4, foot - height * 0.42, length - 6, height * 0.1, light.on(stripe))
    glass = light.pane if light.is_dark else light.on(GLASS)
    canvas.polygon(
        [
            (x + length * 0.675, foot - height * 0.9),
            (x + length * 0.75, foot - height * 0.9),
            (x + length * 0.85, foot - height * 0.57),
            (x + length * 0.675, foot - height * 0.57),
        ],
        glass,
    )
    if open_side:
        _open_side(canvas, light, x, foot, length, height)
    lamp = LAMP if light.is_dark else light.on(PAPER)
    canvas.rect(nose - 24, foot - height * 0.33, 22, 22, lamp, radius=8)
    if light.is_dark:
        canvas.polygon(
            [
                (nose, foot - height * 0.32),
                (nose + 420, foot - height * 0.1),
                (nose + 420, foot + 30),
                (nose, foot - height * 0.2),
            ],
            (*LAMP, 44),
        )
    canvas.rect(x - 3, foot - height * 0.34, 9, 34, light.on(FALU), radius=3)
    for share in (0.2, 0.8):
        _wheel(canvas, light, x + length * share, foot - height * 0.1, height * 0.165)
    if light.is_winter:
        canvas.rect(x + 10, foot - height - 11, length * 0.72, 18, light.on(PAPER), radius=9)


def _open_side(canvas: Canvas, light: Light, x: float, foot: float, length: float, height: float) -> None:
    """A hatch folded up over shelves, and steps down to the ground."""
    left, wide = x + length * 0.09, length * 0.36
    top, tall = foot - height * 0.86, height * 0.42
    canvas.rect(left, top, wide, tall, LAMP if light.is_dark else light.on(colour("#f0e4c3")))
    tones = (FALU, LAKE, RYE, SPRUCE, colour("#e9ddb8"))
    for shelf in range(2):
        base = top + tall * (0.48 + 0.48 * shelf)
        for number in range(int(wide / 27)):
            tone = tones[(number * 2 + shelf) % 5]
            canvas.rect(
                left + 8 + number * 26,
                base - tall * 0.3,
                18,
                tall * 0.3,
                tone if light.is_dark else light.on(tone),
                radius=3,
            )
        canvas.rect(left, base, wide, 5, light.on(WOOD))
    canvas.polygon(
        [(left - 6, top), (left + wide + 6, top), (left + wide + 34, top - 46), (left - 34, top - 46)], light.on(PAPER)
    )
    step = x + length * 0.52
    canvas.rect(
        step, foot - height * 0.84, length * 0.1, height * 0.7, LAMP if light.is_dark else light.on(colour("#d9d2bd"))
    )
    for number in range(3):
        canvas.rect(
            step - 4 - number * 4,
            foot - height * 0.15 + number * 18,
            length * 0.1 + 8 + number * 8,
            10,
            light.on(TAR),
            radius=3,
        )


def _wheel(canvas: Canvas, light: Light, x: float, y: float, radius: float) -> None:
    canvas.ellipse(x, y, radius * 1.18, radius * 1.18, light.on(mix(SPRUCE, INK, 0.6)))
    canvas.ellipse(x, y, radius, radius, light.on(INK))
    canvas.ellipse(x, y, radius * 0.52, radius * 0.52, light.on(STONE))
    canvas.ellipse(x, y, radius * 0.16, radius * 0.16, light.on(INK))


def car(canvas: Canvas, light: Light, x: float, foot: float, length: float, paint: Colour = LAKE) -> None:
    """A small car, its nose to the left."""
    height = length * 0.36
    shadow(canvas, light, x + length / 2, foot + 4, length * 1.05, 13)
    body = light.on(paint)
    canvas.polygon(
        [
            (x + length * 0.2, foot - height * 0.52),
            (x + length * 0.36, foot - height),
            (x + length * 0.74, foot - height),
            (x + length * 0.92, foot - height * 0.52),
        ],
        body,
    )
    canvas.rect(x, foot - height * 0.58, length, height * 0.46, body, radius=20)
    glass = light.on(GLASS)
    canvas.polygon(
        [
            (x + length * 0.27, foot - height * 0.56),
            (x + length * 0.38, foot - height * 0.9),
            (x + length * 0.54, foot - height * 0.9),
            (x + length * 0.54, foot - height * 0.56),
        ],
        glass,
    )
    canvas.polygon(
        [
            (x + length * 0.58, foot - height * 0.56),
            (x + length * 0.58, foot - height * 0.9),
            (x + length * 0.72, foot - height * 0.9),
            (x + length * 0.84, foot - height * 0.56),
        ],
        glass,
    )
    canvas.rect(x + 2, foot - height * 0.48, 14, 14, LAMP if light.is_dark else light.on(PAPER), radius=5)
    for share in (0.22, 0.78):
        _wheel(canvas, light, x + length * share, foot - height * 0.12, height * 0.24)


def boat(canvas: Canvas, light: Light, x: float, y: float, length: float, paint: Colour = FALU) -> None:
    """A rowing boat on the water."""
    hull = light.on(paint)
    canvas.ellipse(x + length / 2, y + length * 0.13, length * 0.52, 10, (*light.on(INK), 46))
    canvas.polygon(
        [
            (x, y - length * 0.1),
            (x + length, y - length * 0.13),
            (x + length * 0.88, y + length * 0.13),
            (x + length * 0.12, y + length * 0.13),
        ],
        hull,
    )
    canvas.polygon(
        [
            (x, y - length * 0.1),
            (x + length, y - length * 0.13),
            (x + length * 0.985, y - length * 0.07),
            (x + length * 0.02, y - length * 0.04),
        ],
        light.on(PAPER),
    )
    canvas.line([(x + length * 0.34, y - length * 0.2), (x + length * 0.74, y + length * 0.16)], light.on(WOOD), 7)
