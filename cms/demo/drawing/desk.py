"""A table seen from above, with a sheet of paper that shows what the page is about."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

from cms.demo.drawing.canvas import HEIGHT, WIDTH, Canvas, colour, mix
from cms.demo.drawing.light import FALU, INK, LAKE, LINE, PAPER, RYE, SPRUCE, STONE, SUNKEN, TAR, WOOD, Light

LEFT, TOP, SHEET_WIDTH, SHEET_HEIGHT = 480.0, 130.0, 640.0, 810.0
QUIET = mix(INK, PAPER, 0.45)


def draw_desk(canvas: Canvas, chance: Random, sheet: str) -> None:
    """`sheet` names what is on the paper, see `SHEETS`."""
    light = Light("summer", "day")
    _table(canvas, chance)
    _paper(canvas, LEFT, TOP, SHEET_WIDTH, SHEET_HEIGHT)
    SHEETS[sheet](canvas, chance, light)
    _things(canvas, chance)


def _table(canvas: Canvas, chance: Random) -> None:
    wood = chance.choice((WOOD, colour("#c3a680"), colour("#9c7b55")))
    canvas.gradient(mix(wood, PAPER, 0.18), mix(wood, INK, 0.08))
    y = 0.0
    while y < HEIGHT:
        height = chance.uniform(110, 170)
        canvas.rect(0, y, WIDTH, 3, (*mix(wood, INK, 0.35), 120))
        for _grain in range(4):
            start = chance.uniform(0, WIDTH)
            canvas.rect(
                start, y + chance.uniform(15, height), chance.uniform(120, 500), 2, (*mix(wood, INK, 0.2), 60), radius=1
            )
        y += height


def _paper(
    canvas: Canvas, x: float, y: float, width: float, height: float, *, tone: tuple[int, int, int] = PAPER
) -> None:
    for spread in (18, 12, 6):
        canvas.rect(x - spread + 6, y - spread + 12, width + spread * 2, height + spread * 2, (*INK, 16), radius=spread)
    canvas.rect(x, y, width, height, tone, radius=4)


def _heading(canvas: Canvas, width: float = 380) -> None:
    canvas.rect(LEFT + 60, TOP + 62, width, 24, SPRUCE, radius=5)
    canvas.rect(LEFT + 60, TOP + 104, width * 0.62, 10, QUIET, radius=5)


def _checklist(canvas: Canvas, chance: Random, _light: Light) -> None:
    _heading(canvas)
    for row in range(8):
        y = TOP + 170 + row * 74
        canvas.rect(LEFT + 60, y, 40, 40, INK, radius=7)
        canvas.rect(LEFT + 65, y + 5, 30, 30, PAPER, radius=4)
        if row < 5:
            canvas.line([(LEFT + 68, y + 20), (LEFT + 78, y + 32), (LEFT + 104, y - 4)], SPRUCE, 8)
        canvas.rect(LEFT + 126, y + 8, chance.uniform(260, 440), 10, QUIET, radius=5)
        canvas.rect(LEFT + 126, y + 26, chance.uniform(120, 260), 8, LINE, radius=4)


def _grid(canvas: Canvas, chance: Random, light: Light) -> None:
    """A table of services: a symbol in each row, distances, and some rows marked in red."""
    _heading(canvas, 300)
    top, row_height = TOP + 160, 84.0
    columns = (0, 150, 300, 430, 520)
    for row in range(7):
        y = top + row * row_height
        red = row in (1, 4, 5)
        canvas.rect(LEFT + 60, y, 520, row_height - 8, mix(FALU, PAPER, 0.82) if red else SUNKEN, radius=5)
        _symbol(canvas, LEFT + 112, y + 38, row, FALU if red else SPRUCE)
        for column, widest in zip(columns[1:4], (96, 96, 44), strict=True):
            canvas.rect(LEFT + 60 + column, y + 32, chance.uniform(widest / 2, widest), 12, QUIET, radius=6)
        canvas.ellipse(LEFT + 548, y + 38, 13, 13, FALU if red else mix(SPRUCE, PAPER, 0.45))
    for column in columns[1:]:
        canvas.rect(LEFT + 50 + column, top, 3, row_height * 7 - 8, PAPER)
    del light


def _symbol(canvas: Canvas, x: float, y: float, number: int, tone: tuple[int, int, int]) -> None:
    """Basket, fuel, parcel, medicine, cash, letter, bus."""
    kind = number % 7
    if kind == 0:
        canvas.polygon([(x - 24, y - 6), (x + 24, y - 6), (x + 16, y + 22), (x - 16, y + 22)], tone)
        canvas.arc(x, y - 6, 16, 180, 360, tone, 5)
    elif kind == 1:
        canvas.rect(x - 18, y - 22, 26, 44, tone, radius=5)
        canvas.rect(x - 12, y - 15, 14, 12, SUNKEN, radius=2)
        canvas.arc(x + 12, y - 2, 10, 270, 90, tone, 5)
    elif kind == 2:
        canvas.rect(x - 22, y - 16, 44, 36, tone, radius=4)
        canvas.rect(x - 4, y - 16, 8, 36, SUNKEN)
    elif kind == 3:
        canvas.rect(x - 8, y - 22, 16, 44, tone, radius=4)
        canvas.rect(x - 22, y - 8, 44, 16, tone, radius=4)
    elif kind == 4:
        canvas.rect(x - 26, y - 14, 52, 30, tone, radius=4)
        canvas.ellipse(x, y + 1, 9, 9, SUNKEN)
    elif kind == 5:
        canvas.rect(x - 26, y - 16, 52, 34, tone, radius=4)
        canvas.line([(x - 24, y - 14), (x, y + 4), (x + 24, y - 14)], SUNKEN, 4)
    else:
        canvas.rect(x - 28, y - 18, 56, 32, tone, radius=6)
        for wheel in (-14, 14):
            canvas.ellipse(x + wheel, y + 15, 7, 7, tone)
        for pane in range(3):
            canvas.rect(x - 23 + pane * 16, y - 12, 12, 12, SUNKEN, radius=2)


def _boxes(canvas: Canvas, chance: Random, _light: Light) -> None:
    """An empty form of nine boxes."""
    _heading(canvas, 330)
    for number in range(9):
        column, row = number % 3, number // 3
        x, y = LEFT + 60 + column * 178, TOP + 160 + row * 204
        canvas.rect(x, y, 164, 188, LINE, radius=8)
        canvas.rect(x + 4, y + 4, 156, 180, PAPER, radius=6)
        canvas.rect(x + 18, y + 20, chance.uniform(60, 120), 10, SPRUCE, radius=5)


def _map(canvas: Canvas, chance: Random, light: Light) -> None:
    """A municipality with lakes and roads, and pins in three sizes."""
    x, y, width, height = LEFT + 46, TOP + 50, SHEET_WIDTH - 92, SHEET_HEIGHT - 100
    canvas.rect(x, y, width, height, mix(colour("#b9c9a0"), PAPER, 0.35), radius=6)
    for _wood in range(16):
        canvas.ellipse(
            x + chance.uniform(60, width - 60),
            y + chance.uniform(60, height - 60),
            chance.uniform(20, 55),
            chance.uniform(16, 40),
            (*SPRUCE, 60),
        )
    for lake_x, lake_y, rx, ry in ((0.3, 0.28, 88, 42), (0.68, 0.62, 62, 96), (0.22, 0.76, 50, 36)):
        canvas.ellipse(x + width * lake_x, y + height * lake_y, rx, ry, mix(LAKE, PAPER, 0.55))
    roads = [
        [(0, 0.5), (0.3, 0.45), (0.55, 0.5), (1, 0.36)],
        [(0.52, 0), (0.5, 0.3), (0.55, 0.5), (0.46, 1)],
        [(0.55, 0.5), (0.85, 0.86)],
    ]
    for points in roads:
        canvas.line([(x + px * width, y + py * height) for px, py in points], mix(STONE, PAPER, 0.2), 10)
        canvas.line([(x + px * width, y + py * height) for px, py in points], PAPER, 5)
    pins = [
        (0.55, 0.5, 34, FALU),
        (0.5, 0.22, 25, RYE),
        (0.83, 0.41, 25, RYE),
        (0.17, 0.48, 18, SPRUCE),
        (0.5, 0.8, 18, SPRUCE),
        (0.8, 0.8, 18, SPRUCE),
        (0.4, 0.64, 18, SPRUCE),
    ]
    for pin_x, pin_y, size, tone in pins:
        _pin(canvas, x + width * pin_x, y + height * pin_y, size, tone)
    del light


def _pin(canvas: Canvas, x: float, y: float, size: float, tone: tuple[int, int, int]) -> None:
    canvas.ellipse(x + 5, y + 3, size * 0.5, size * 0.2, (*INK, 50))
    canvas.polygon([(x - size * 0.62, y - size * 1.25), (x + size * 0.62, y - size * 1.25), (x, y)], tone)
    canvas.ellipse(x, y - size * 1.45, size * 0.72, size * 0.72, tone)
    canvas.ellipse(x, y - size * 1.45, size * 0.28, size * 0.28, PAPER)


def _dots(canvas: Canvas, chance: Random, _light: Light) -> None:
    """A large sheet with ideas in rows, where people have put coloured dots."""
    _heading(canvas, 300)
    tones = (FALU, RYE, SPRUCE, LAKE)
    for row, votes in enumerate((3, 9, 5, 12, 2, 6)):
        y = TOP + 176 + row * 98
        canvas.rect(LEFT + 60, y, chance.uniform(190, 330), 12, QUIET, radius=6)
        canvas.rect(LEFT + 60, y + 66, 520, 2, LINE)
        for vote in range(votes):
            canvas.ellipse(
                LEFT + 82 + vote * 42 + chance.uniform(-6, 6),
                y + 40 + chance.uniform(-6, 6),
                15,
                15,
                chance.choice(tones),
            )


def _steps(canvas: Canvas, chance: Random, light: Light) -> None:
    """A staircase with five steps, and a small group on the lowest."""
    _heading(canvas, 260)
    base, wide = TOP + SHEET_HEIGHT - 90, 102.0
    for step in range(5):
        x = LEFT + 62 + step * wide
        tall = 96 + step * 96
        canvas.rect(x, base - tall, wide - 4, tall, mix(SPRUCE, PAPER, 0.72 - step * 0.15), radius=4)
    for person in range(3):
        x = LEFT + 82 + person * 28
        tone = (FALU, LAKE, RYE)[person]
        canvas.ellipse(x, base - 96 - 52, 10, 11, mix(WOOD, PAPER, 0.3))
        canvas.rect(x - 11, base - 96 - 40, 22, 40, tone, radius=8)
    del chance, light


def _wheel(canvas: Canvas, chance: Random, light: Light) -> None:
    """The year as a wheel of four seasons around a small village."""
    x, y, radius = LEFT + SHEET_WIDTH / 2, TOP + SHEET_HEIGHT / 2 + 10, 268.0
    tones = (colour("#b9cc7c"), colour("#6f9a5a"), colour("#d9963f"), colour("#b9cbd3"))
    for quarter, tone in enumerate(tones):
        canvas.slice(x, y, radius, quarter * 90 - 90 + 1.5, quarter * 90 - 1.5, tone)
    canvas.ellipse(x, y, radius * 0.58, radius * 0.58, PAPER)
    canvas.ellipse(x, y, radius * 0.53, radius * 0.53, SUNKEN)
    for house, (dx, tone) in enumerate(((-78, FALU), (-18, colour("#d9ae62")), (44, FALU))):
        tall = 58 + house % 2 * 14
        canvas.rect(x + dx, y + 56 - tall, 50, tall, tone)
        canvas.polygon([(x + dx - 7, y + 56 - tall), (x + dx + 57, y + 56 - tall), (x + dx + 25, y + 24 - tall)], TAR)
        canvas.rect(x + dx + 17, y + 70 - tall, 16, 18, RYE)
    for month in range(12):
        angle = math.radians(month * 30 + 15)
        canvas.ellipse(x + math.cos(angle) * radius * 0.8, y + math.sin(angle) * radius * 0.8, 15, 15, (*PAPER, 225))
    del chance, light


def _contract(canvas: Canvas, chance: Random, _light: Light) -> None:
    """An agreement with two signatures."""
    _heading(canvas, 340)
    for line in range(9):
        canvas.rect(
            LEFT + 60,
            TOP + 168 + line * 42,
            chance.uniform(380, 520) if line % 3 != 2 else chance.uniform(140, 300),
            9,
            QUIET,
            radius=4,
        )
    for side, tone in ((60, LAKE), (340, INK)):
        x, y = LEFT + side, TOP + 700
        canvas.rect(x, y, 236, 3, STONE)
        points = [(x + 14 + step * 13, y - 26 + math.sin(step * chance.uniform(0.9, 1.3)) * 22) for step in range(14)]
        canvas.line(points, tone, 5)


def _sums(canvas: Canvas, chance: Random, _light: Light) -> None:
    """A calculation in rows, with a sum at the end and bars for income."""
    _heading(canvas, 280)
    for row in range(8):
        y = TOP + 164 + row * 46
        canvas.rect(LEFT + 60, y, chance.uniform(140, 260), 10, QUIET, radius=5)
        wide = chance.uniform(50, 110)
        canvas.rect(LEFT + 580 - wide, y, wide, 10, INK, radius=5)
    canvas.rect(LEFT + 60, TOP + 534, 520, 4, INK)
    canvas.rect(LEFT + 440, TOP + 552, 140, 16, SPRUCE, radius=5)
    for bar, tall in enumerate((58, 92, 74, 128, 110, 150)):
        canvas.rect(LEFT + 70 + bar * 86, TOP + 752 - tall, 58, tall, RYE if bar % 2 else SPRUCE, radius=5)


SHEETS: dict[str, Callable[[Canvas, Random, Light], None]] = {
    "checklist": _checklist,
    "grid": _grid,
    "boxes": _boxes,
    "map": _map,
    "dots": _dots,
    "steps": _steps,
    "wheel": _wheel,
    "contract": _contract,
    "sums": _sums,
}


def _things(canvas: Canvas, chance: Random) -> None:
    """A cup, a pencil and keys around the paper, never on it."""
    cup_x, cup_y = chance.uniform(220, 300), chance.uniform(240, 420)
    canvas.ellipse(cup_x + 10, cup_y + 14, 128, 128, (*INK, 34))
    canvas.ellipse(cup_x, cup_y, 126, 126, PAPER)
    canvas.ellipse(cup_x, cup_y, 116, 116, SUNKEN)
    tone = chance.choice((SPRUCE, FALU, LAKE))
    canvas.ellipse(cup_x + 84, cup_y + 34, 34, 30, tone)
    canvas.ellipse(cup_x + 86, cup_y + 35, 18, 15, SUNKEN)
    canvas.ellipse(cup_x, cup_y, 82, 82, tone)
    canvas.ellipse(cup_x, cup_y, 70, 70, colour("#4a2f20"))
    canvas.arc(cup_x, cup_y, 50, 200, 280, colour("#8a6a4f"), 6)
    _pencil(canvas, 1258 + chance.uniform(-20, 40), 250, 1420, 720)
    _keys(canvas, 300 + chance.uniform(-40, 40), 800)


def _pencil(canvas: Canvas, x: float, y: float, end_x: float, end_y: float) -> None:
    length = math.hypot(end_x - x, end_y - y)
    along = ((end_x - x) / length, (end_y - y) / length)
    across = (-along[1] * 15, along[0] * 15)

    def corner(distance: float, side: float) -> tuple[float, float]:
        return x + along[0] * distance + across[0] * side, y + along[1] * distance + across[1] * side

    canvas.line([(x + 10, y + 14), (end_x + 10, end_y + 14)], (*INK, 40), 28)
    canvas.polygon([corner(60, -1), corner(60, 1), corner(length, 1), corner(length, -1)], RYE)
    canvas.polygon([corner(60, -1), corner(60, -0.3), corner(length, -0.3), corner(length, -1)], mix(RYE, INK, 0.16))
    canvas.polygon([corner(60, -1), corner(60, 1), corner(0, 0)], colour("#ecd3ad"))
    canvas.polygon([corner(20, -0.33), corner(20, 0.33), corner(0, 0)], INK)
    canvas.polygon([corner(length, -1), corner(length, 1), corner(length + 34, 1), corner(length + 34, -1)], FALU)


def _keys(canvas: Canvas, x: float, y: float) -> None:
    canvas.arc(x, y, 36, 0, 360, STONE, 8)
    for angle, long in ((20, 130), (62, 118)):
        turn = math.radians(angle)
        end = (x + math.cos(turn) * (36 + long), y + math.sin(turn) * (36 + long))
        start = (x + math.cos(turn) * 44, y + math.sin(turn) * 44)
        canvas.line([(start[0] + 5, start[1] + 8), (end[0] + 5, end[1] + 8)], (*INK, 40), 16)
        canvas.ellipse(x + math.cos(turn) * 66, y + math.sin(turn) * 66, 28, 28, RYE if angle == 20 else STONE)
        canvas.line([(x + math.cos(turn) * 80, y + math.sin(turn) * 80), end], RYE if angle == 20 else STONE, 13)
        for tooth in (0.72, 0.9):
            base = (x + math.cos(turn) * (36 + long * tooth), y + math.sin(turn) * (36 + long * tooth))
            canvas.line(
                [base, (base[0] - math.sin(turn) * 20, base[1] + math.cos(turn) * 20)], RYE if angle == 20 else STONE, 9
            )
