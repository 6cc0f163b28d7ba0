"""Pumps, boxes, lockers, vehicles, posts: what the pages are about."""

from __future__ import annotations

from random import Random

from cms.demo.drawing.canvas import Canvas, Colour, colour, mix
from cms.demo.drawing.landscape import shadow
from cms.demo.drawing.light import FALU, INK, LAKE, LAMP, PAPER, RYE, SPRUCE, STONE, TAR, WOOD, Light

GLASS = colour("#b9cdd2")


def lamp_post(canvas: Canvas, light: Light, x: float, foot: float, height: float, *, side: int = 1) -> None:
    """A street light on an arm."""
    pole = light.on(TAR)
    head = (x + side * 84, foot - height + 8)
    if light.is_dark:
        canvas.polygon(
            [(head[0] - 20, head[1]), (head[0] + 20, head[1]), (head[0] + 190, foot + 20), (head[0] - 190, foot + 20)],
            (*LAMP, 34),
        )
        canvas.glow(head[0], head[1] + 6, 150, LAMP, 0.6)
    canvas.rect(x - 5, foot - height, 10, height, pole)
    canvas.line([(x, foot - height + 4), (x + side * 80, foot - height)], pole, 8)
    canvas.rect(head[0] - 30, head[1] - 13, 60, 13, pole, radius=6)
    canvas.rect(head[0] - 22, head[1], 44, 7, LAMP if light.is_dark else light.on(PAPER), radius=3)


def fuel_pump(canvas: Canvas, light: Light, x: float, foot: float, height: float, paint: Colour = FALU) -> None:
    """A pump on its island, with a card reader, a hose and a nozzle."""
    width = height * 0.46
    shadow(canvas, light, x + width / 2, foot + 6, width * 2.6, 20)
    canvas.rect(x - width * 0.55, foot - 6, width * 2.1, 24, light.on(STONE), radius=10)
    body = light.on(paint)
    canvas.rect(x, foot - height, width, height, body, radius=14)
    canvas.rect(x, foot - height * 0.42, width, height * 0.42, mix(body, light.on(INK), 0.18), radius=10)
    canvas.rect(x, foot - height, width, height * 0.1, light.on(PAPER), radius=12)
    screen = height * 0.2
    canvas.rect(x + width * 0.12, foot - height * 0.84, width * 0.76, screen, light.on(PAPER), radius=6)
    canvas.rect(
        x + width * 0.18,
        foot - height * 0.81,
        width * 0.64,
        screen * 0.68,
        LAMP if light.is_dark else light.on(colour("#cfe0d6")),
        radius=4,
    )
    for line in range(2):
        canvas.rect(x + width * 0.26, foot - height * (0.785 - 0.05 * line), width * 0.48, 5, light.on(INK), radius=2)
    for key in range(6):
        column, row = key % 3, key // 3
        canvas.rect(
            x + width * (0.24 + 0.19 * column),
            foot - height * (0.57 - 0.055 * row),
            width * 0.13,
            height * 0.038,
            light.on(PAPER),
            radius=3,
        )
    hose = light.on(INK)
    start, end = (x + width, foot - height * 0.62), (x + width * 1.24, foot - height * 0.55)
    canvas.line(
        [
            start,
            (x + width * 1.1, foot - height * 0.2),
            (x + width * 1.32, foot - height * 0.14),
            (x + width * 1.36, foot - height * 0.4),
            end,
        ],
        hose,
        9,
    )
    canvas.polygon(
        [(end[0] - 12, end[1] - 18), (end[0] + 16, end[1] - 30), (end[0] + 12, end[1] + 20), (end[0] - 8, end[1] + 22)],
        hose,
    )
    canvas.rect(end[0] + 8, end[1] - 32, 30, 9, light.on(STONE), radius=4)


def charging_post(canvas: Canvas, light: Light, x: float, foot: float, height: float) -> None:
    """A charging post with a ring of light and a cable that hangs in a loop."""
    width = height * 0.3
    shadow(canvas, light, x + width / 2, foot + 4, width * 2.4, 16)
    canvas.rect(x - 12, foot - 8, width + 24, 18, light.on(STONE), radius=6)
    canvas.rect(x, foot - height, width, height - 4, light.on(PAPER), radius=20)
    canvas.rect(x + width * 0.14, foot - height * 0.93, width * 0.72, height * 0.3, light.on(SPRUCE), radius=12)
    ring = colour("#8fe0bd") if light.is_dark else light.on(RYE)
    middle = (x + width / 2, foot - height * 0.78)
    if light.is_dark:
        canvas.glow(*middle, width * 1.3, ring, 0.5)
    bolt = width * 0.2
    canvas.polygon(
        [
            (middle[0] + bolt * 0.35, middle[1] - bolt * 1.5),
            (middle[0] - bolt * 0.8, middle[1] + bolt * 0.25),
            (middle[0] - bolt * 0.05, middle[1] + bolt * 0.25),
            (middle[0] - bolt * 0.35, middle[1] + bolt * 1.5),
            (middle[0] + bolt * 0.8, middle[1] - bolt * 0.3),
            (middle[0] + bolt * 0.05, middle[1] - bolt * 0.3),
        ],
        ring,
    )
    for socket in (0.34, 0.66):
        canvas.ellipse(x + width * socket, foot - height * 0.5, width * 0.1, width * 0.1, light.on(INK))
    cable = light.on(INK)
    canvas.line(
        [
            (x + width * 0.66, foot - height * 0.5),
            (x + width * 1.12, foot - height * 0.42),
            (x + width * 1.2, foot - height * 0.16),
            (x + width * 0.95, foot - height * 0.1),
        ],
        cable,
        8,
    )


def goods_box(
    canvas: Canvas, light: Light, x: float, foot: float, width: float, height: float, paint: Colour = SPRUCE
) -> None:
    """An unmanned grocery box: insulated, three hatches, a keypad."""
    shadow(canvas, light, x + width / 2, foot + 4, width * 1.15, 16)
    body = light.on(paint)
    canvas.rect(x + 12, foot - 12, width - 24, 14, light.on(TAR))
    canvas.rect(x, foot - height, width, height - 8, body, radius=10)
    canvas.rect(
        x - 9,
        foot - height - 13,
        width + 18,
        22,
        light.on(PAPER if light.is_winter else mix(paint, INK, 0.35)),
        radius=8,
    )
    gap = 12.0
    tall = (height - 8 - gap * 4) / 3
    for hatch in range(3):
        top = foot - height + gap + hatch * (tall + gap) + 4
        face = mix(body, light.on(PAPER), 0.84)
        canvas.rect(x + gap, top, width - gap * 2, tall, face, radius=6)
        canvas.rect(x + width - gap * 2 - 16, top + tall * 0.3, 9, tall * 0.4, light.on(TAR), radius=4)
        lamp = colour("#8fe0bd") if hatch != 1 else RYE
        canvas.ellipse(x + gap + 18, top + 18, 5, 5, lamp if light.is_dark else light.on(mix(lamp, SPRUCE, 0.45)))
        _label(canvas, light, x + width * 0.42, top + tall * 0.5, tall * 0.26, hatch)


def _label(canvas: Canvas, light: Light, x: float, y: float, size: float, number: int) -> None:
    """What is in the hatch: ambient, chilled, frozen."""
    tone = light.on((WOOD, LAKE, colour("#6f9db3"))[number])
    if number == 0:
        canvas.polygon(
            [
                (x - size, y - size * 0.2),
                (x + size, y - size * 0.2),
                (x + size * 0.7, y + size),
                (x - size * 0.7, y + size),
            ],
            tone,
        )
        canvas.arc(x, y - size * 0.2, size * 0.7, 180, 360, tone, 6)
    elif number == 1:
        canvas.rect(x - size * 0.5, y - size, size, size * 2, tone, radius=6)
        canvas.rect(x - size * 0.3, y - size * 1.3, size * 0.6, size * 0.5, tone, radius=3)
    else:
        for dx, dy in ((0, 1), (0.87, 0.5), (0.87, -0.5)):
            canvas.line([(x - dx * size, y - dy * size), (x + dx * size, y + dy * size)], tone, 6)


def parcel_locker(canvas: Canvas, light: Light, x: float, foot: float, columns: int, rows: int, cell: float) -> None:
    """Many small doors around a screen."""
    width, height = columns * cell, rows * cell * 0.72
    shadow(canvas, light, x + width / 2, foot + 4, width * 1.12, 16)
    canvas.rect(x - 12, foot - height - 22, width + 24, height + 22, light.on(mix(LAKE, INK, 0.25)), radius=8)
    canvas.rect(x - 22, foot - height - 34, width + 44, 18, light.on(PAPER if light.is_winter else TAR), radius=6)
    tones = (RYE, colour("#e9ddb8"), RYE, colour("#f0d98e"))
    middle = columns // 2
    for column in range(columns):
        for row in range(rows):
            left, top = x + column * cell, foot - height + row * cell * 0.72
            if column == middle and row in (1, 2):
                continue
            tone = light.on(tones[(column * 3 + row * 5) % 4])
            canvas.rect(left + 4, top + 4, cell - 8, cell * 0.72 - 8, tone, radius=4)
            canvas.ellipse(left + cell - 16, top + cell * 0.36, 4, 4, light.on(INK))
    left, top = x + middle * cell, foot - height + cell * 0.72
    canvas.rect(left + 4, top + 4, cell - 8, cell * 1.44 - 8, light.on(INK), radius=6)
    if light.is_dark:
        canvas.glow(left + cell / 2, top + cell * 0.5, cell, colour("#bfe3ea"), 0.4)
    canvas.rect(
        left + 14, top + 14, cell - 28, cell * 0.7, colour("#d7ecef") if light.is_dark else light.on(GLASS), radius=4
    )
    canvas.rect(left + 22, top + cell * 1.06, cell - 44, 10, light.on(STONE), radius=4)


def parcel(canvas: Canvas, light: Light, x: float, foot: float, width: float, height: float) -> None:
    box = light.on(colour("#c79a63"))
    canvas.rect(x, foot - height, width, height, box, radius=3)
    canvas.rect(x + width * 0.42, foot - height, width * 0.16, height, mix(box, light.on(PAPER), 0.4))
    canvas.rect(x + width * 0.62, foot - height * 0.42, width * 0.3, height * 0.28, light.on(PAPER), radius=2)


def parcel_shelf(
    canvas: Canvas, light: Light, chance: Random, x: float, foot: float, width: float, height: float
) -> None:
    """A wooden shelf full of parcels."""
    wood = light.on(WOOD)
    canvas.rect(x - 8, foot - height, width + 16, height, mix(wood, light.on(PAPER), 0.62))
    levels = 4
    step = height / levels
    for level in range(levels):
        base = foot - level * step - 10
        left = x + 14
        while left < x + width - 70:
            wide, tall = chance.uniform(54, 118), step * chance.uniform(0.36, 0.74)
            wide = min(wide, x + width - 12 - left)
            parcel(canvas, light, left, base, wide, tall)
            left += wide + chance.uniform(6, 26)
        canvas.rect(x - 8, base, width + 16, 12, wood)
    canvas.rect(x - 8, foot - height - 4, width + 16, 12, wood)
    for post in (x - 16, x + width + 4):
        canvas.rect(post, foot - height - 14, 14, height + 16, mix(wood, light.on(INK), 0.2))


def bus_shelter(canvas: Canvas, light: Light, x: float, foot: float, width: float, height: float) -> None:
    """A wooden shelter with a bench."""
    wood, dark = light.on(WOOD), light.on(mix(WOOD, INK, 0.45))
    shadow(canvas, light, x + width / 2, foot + 4, width * 1.15, 15)
    canvas.rect(x, foot - height, width, height, mix(wood, dark, 0.35))
    for board in range(int(width / 22)):
        canvas.rect(x + board * 22, foot - height, 2, height, (*dark, 140))
    if light.is_dark:
        canvas.glow(x + width / 2, foot - height * 0.62, width * 0.7, LAMP, 0.4)
    canvas.rect(x + width * 0.3, foot - height * 0.82, width * 0.4, height * 0.3, light.pane, radius=3)
    canvas.rect(x + width * 0.08, foot - height * 0.3, width * 0.84, 16, wood)
    for leg in (0.14, 0.84):
        canvas.rect(x + width * leg, foot - height * 0.27, 10, height * 0.27, wood)
    for post in (x - 8, x + width - 8):
        canvas.rect(post, foot - height, 16, height, wood)
    canvas.polygon(
        [
            (x - 44, foot - height + 12),
            (x + width + 44, foot - height + 12),
            (x + width + 24, foot - height - 42),
            (x - 24, foot - height - 30),
        ],
        light.on(PAPER if light.is_winter else mix(SPRUCE, INK, 0.3)),
    )
    canvas.rect(x - 44, foot - height + 8, width + 88, 10, dark)


def bus_sign(canvas: Canvas, light: Light, x: float, foot: float, height: float) -> None:
    """The sign of a bus stop: a bus on a yellow and blue plate, without words."""
    canvas.rect(x - 5, foot - height, 10, height, light.on(STONE))
    plate = light.on(RYE)
    canvas.rect(x - 48, foot - height - 12, 96, 116, light.on(LAKE), radius=10)
    canvas.rect(x - 40, foot - height - 4, 80, 64, plate, radius=6)
    bus = light.on(INK)
    canvas.rect(x - 28, foot - height + 10, 56, 34, bus, radius=6)
    for pane in range(3):
        canvas.rect(x - 24 + pane * 17, foot - height + 15, 13, 12, plate, radius=2)
    for wheel in (-15, 15):
        canvas.ellipse(x + wheel, foot - height + 45, 6, 6, bus)
    for line in range(3):
        canvas.rect(x - 34, foot - height + 70 + line * 10, 68 - line * 14, 5, light.on(PAPER), radius=2)
    canvas.rect(x - 26, foot - height * 0.56, 52, 70, light.on(PAPER), radius=4)
    for line in range(5):
        canvas.rect(x - 18, foot - height * 0.56 + 10 + line * 11, 36, 3, light.on(STONE))


def signpost(canvas: Canvas, light: Light, x: float, foot: float, height: float, arms: int) -> None:
    """A wooden post with arms to both sides."""
    wood = light.on(WOOD)
    shadow(canvas, light, x, foot + 2, 80, 10)
    canvas.rect(x - 11, foot - height, 22, height, mix(wood, light.on(INK), 0.2))
    tones = (PAPER, RYE, colour("#dfe9e6"), PAPER, colour("#f0d98e"), colour("#e7cdbf"))
    for arm in range(arms):
        side = 1 if arm % 2 == 0 else -1
        top = foot - height + 14 + arm * 66
        long = 190 - (arm % 3) * 26
        start, tip = x - side * 34, x + side * long
        canvas.polygon(
            [(start, top), (tip, top), (tip + side * 28, top + 24), (tip, top + 48), (start, top + 48)],
            light.on(tones[arm % 6]),
        )
        canvas.rect(min(start, tip) + 22, top + 20, long * 0.62, 7, light.on(mix(INK, PAPER, 0.35)), radius=3)


def bench(canvas: Canvas, light: Light, x: float, foot: float, width: float) -> None:
    wood = light.on(WOOD)
    canvas.rect(x, foot - 46, width, 12, wood, radius=3)
    canvas.rect(x + 4, foot - 92, width - 8, 12, wood, radius=3)
    canvas.rect(x + 4, foot - 72, width - 8, 9, wood, radius=3)
    for leg in (14, width - 22):
        canvas.rect(x + leg, foot - 96, 8, 96, light.on(TAR))
