"""Scenes indoors: a meeting, an evening at the computer, an audience in the hall."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from cms.demo.drawing import buildings, landscape, people, things
from cms.demo.drawing.backdrops import HORIZON, backdrop, village
from cms.demo.drawing.canvas import HEIGHT, WIDTH, Canvas, colour, mix
from cms.demo.drawing.light import FALU, INK, LAKE, PAPER, RYE, SPRUCE, STONE, SUNKEN, WOOD, Light


def parcel_shelf(canvas: Canvas, light: Light, chance: Random) -> None:
    """Indoors: a wall with a shelf full of parcels and a counter in front."""
    indoor = Light("summer", "day")
    wall = chance.choice((colour("#dfe6dd"), colour("#ece4d2"), colour("#d9e2e6")))
    _panels(canvas, wall)
    _view(canvas, light, chance, 1180.0)
    things.parcel_shelf(canvas, indoor, chance, 330, 842, 690, 640)
    canvas.rect(0, 842, WIDTH, 34, indoor.on(mix(WOOD, PAPER, 0.2)))
    canvas.rect(0, 876, WIDTH, HEIGHT - 876, indoor.on(mix(WOOD, INK, 0.18)))
    for board in range(0, WIDTH, 64):
        canvas.rect(board, 876, 3, HEIGHT - 876, (*INK, 30))
    things.parcel(canvas, indoor, 1130, 842, 170, 108)
    things.parcel(canvas, indoor, 1168, 734, 104, 66)
    canvas.rect(96, 806, 120, 36, indoor.on(mix(INK, STONE, 0.3)), radius=6)
    canvas.polygon([(104, 806), (208, 806), (196, 752), (118, 752)], indoor.on(INK))
    canvas.polygon([(116, 798), (196, 798), (188, 760), (125, 760)], colour("#d7ecef"))


def meeting(canvas: Canvas, light: Light, chance: Random) -> None:
    """People around a table, with the season outside the window."""
    indoor = Light("summer", "day")
    wall = chance.choice((colour("#e4e0cf"), colour("#d5e0d8"), colour("#dde3e6"), colour("#eadfcb")))
    _room(canvas, light, chance, wall, window_at=chance.choice((170.0, 1090.0)))
    table = 700.0
    for number, looks in enumerate(people.company(chance, 5)):
        people.bust(canvas, indoor, looks, 250 + number * 272 + chance.uniform(-18, 18), table, 176)
    wood = chance.choice((WOOD, colour("#c3a680")))
    canvas.polygon(
        [(90, table), (WIDTH - 90, table), (WIDTH + 60, HEIGHT - 120), (-60, HEIGHT - 120)], mix(wood, PAPER, 0.18)
    )
    canvas.rect(-60, HEIGHT - 120, WIDTH + 120, 26, mix(wood, INK, 0.2))
    canvas.rect(0, HEIGHT - 94, WIDTH, 94, mix(wood, INK, 0.55))
    for number in range(6):
        x = 210 + number * 236 + chance.uniform(-30, 30)
        y = table + 58 + (number % 2) * 86
        if number % 3 == 1:
            canvas.polygon([(x - 66, y - 20), (x + 60, y - 20), (x + 76, y + 26), (x - 80, y + 26)], PAPER)
            for line in range(3):
                canvas.rect(x - 50, y - 12 + line * 11, 92 - line * 16, 4, mix(INK, PAPER, 0.5), radius=2)
        else:
            _cup(canvas, x, y, chance.choice((SPRUCE, FALU, LAKE, RYE)))
    _coffee_pot(canvas, 800 + chance.uniform(-120, 120), table + 74)
    for x, looks in zip((330.0, 1250.0), people.company(chance, 2), strict=True):
        people.back(canvas, indoor, looks, x + chance.uniform(-40, 40), HEIGHT + 60, 190)


def computer(canvas: Canvas, light: Light, chance: Random) -> None:
    """An older and a younger person in front of the same screen."""
    indoor = Light("summer", "day")
    _room(canvas, light, chance, colour("#d5e0d8"), window_at=1100.0)
    table, wood = 760.0, colour("#c3a680")
    older, younger = people.company(chance, 2)
    people.bust(canvas, indoor, replace(older, hair=colour("#d9d6cf"), style=2), 560, table, 250)
    people.bust(canvas, indoor, replace(younger, hair=colour("#3b2b22"), style=0), 900, table, 250)
    canvas.polygon([(0, table), (WIDTH, table), (WIDTH, HEIGHT), (0, HEIGHT)], mix(wood, PAPER, 0.18))
    canvas.rect(0, HEIGHT - 90, WIDTH, 90, mix(wood, INK, 0.3))
    canvas.ellipse(730, 916, 330, 26, (*INK, 36))
    canvas.polygon([(500, 640), (960, 640), (990, 900), (470, 900)], mix(INK, STONE, 0.35))
    canvas.polygon([(512, 652), (948, 652), (975, 888), (485, 888)], mix(INK, STONE, 0.5))
    canvas.ellipse(730, 772, 34, 32, mix(SPRUCE, PAPER, 0.2))
    canvas.polygon([(440, 900), (1020, 900), (1040, 922), (420, 922)], STONE)
    _cup(canvas, 1180, 860, FALU)


def audience(canvas: Canvas, light: Light, chance: Random) -> None:
    """Rows of listeners in front of somebody who speaks beside a screen."""
    indoor = Light("summer", "day")
    _panels(canvas, colour("#d5e0d8"))
    canvas.rect(520, 130, 620, 370, INK, radius=8)
    canvas.rect(534, 144, 592, 342, PAPER)
    screen = Light("summer", "day")
    canvas.rect(534, 380, 592, 106, screen.ground)
    canvas.polygon(
        [(534, 390), (700, 330), (830, 372), (960, 318), (1126, 380), (1126, 400), (534, 400)], mix(SPRUCE, PAPER, 0.25)
    )
    buildings.cottage(canvas, screen, 760, 452, 92, FALU, 0.0)
    canvas.rect(300, 560, 1000, 16, mix(WOOD, INK, 0.1))
    people.standing(canvas, indoor, people.Looks.of(chance, indoors=True), 400, 566, 330)
    for row in range(3):
        size = 96 + row * 36
        gap = size * 1.32
        count = int(WIDTH / gap) + 2
        for seat in range(count):
            x = seat * gap - (row % 2) * gap / 2 + chance.uniform(-8, 8)
            people.back(canvas, indoor, people.Looks.of(chance, indoors=True), x, 800 + row * 158, size)


def _panels(canvas: Canvas, wall: tuple[int, int, int]) -> None:
    """A wall with panels along its lower half."""
    canvas.gradient(mix(wall, PAPER, 0.25), wall)
    canvas.rect(0, 560, WIDTH, HEIGHT - 560, mix(wall, SPRUCE, 0.25))
    for board in range(0, WIDTH, 46):
        canvas.rect(board, 562, 2, HEIGHT - 562, (*INK, 22))
    canvas.rect(0, 548, WIDTH, 14, PAPER)


def _room(canvas: Canvas, light: Light, chance: Random, wall: tuple[int, int, int], *, window_at: float) -> None:
    """A room with a lamp and a painting; through the window one sees the season."""
    _panels(canvas, wall)
    _view(canvas, light, chance, window_at)
    lamp, frame_x = (620, 420) if window_at > 700 else (1000, 1220)
    canvas.rect(lamp - 2, 0, 4, 130, INK)
    canvas.glow(lamp, 210, 230, colour("#fff1cf"), 0.35)
    canvas.half(lamp, 196, 84, 70, SPRUCE)
    canvas.ellipse(lamp, 198, 30, 14, colour("#ffe9b5"))
    _painting(canvas, frame_x)


def _painting(canvas: Canvas, x: float) -> None:
    canvas.rect(x - 90, 190, 180, 230, mix(WOOD, INK, 0.2))
    canvas.rect(x - 76, 204, 152, 202, SUNKEN)
    hills = [(x - 76, 360), (x - 20, 300), (x + 30, 344), (x + 76, 310), (x + 76, 406), (x - 76, 406)]
    canvas.polygon(hills, mix(SPRUCE, PAPER, 0.3))
    canvas.ellipse(x + 34, 252, 18, 18, RYE)


def _view(canvas: Canvas, light: Light, chance: Random, x: float) -> None:
    """A window with a piece of landscape in it."""
    outside = Canvas()
    backdrop(outside, light, chance, kind="fields")
    village(outside, light, chance)
    landscape.spruce(outside, light, 500, HORIZON + 300, 420)
    landscape.birch(outside, light, chance, 1000, HORIZON + 280, 460)
    width, height = 340, 330
    piece = outside.image.crop((0, 440, 2 * 1600, 440 + 2 * 800)).resize((width * 2 * 2, height * 2))
    canvas.image.paste(piece.crop((200, 0, 200 + width * 2, height * 2)), (round(x) * 2, 150 * 2))
    frame = PAPER
    for left, top, wide, tall in (
        (x - 18, 132, width + 36, 18),
        (x - 18, 480, width + 36, 18),
        (x - 18, 132, 18, 366),
        (x + width, 132, 18, 366),
        (x + width / 2 - 7, 150, 14, 330),
        (x, 250, width, 9),
    ):
        canvas.rect(left, top, wide, tall, frame)
    canvas.rect(x - 34, 498, width + 68, 16, mix(WOOD, PAPER, 0.4))
    canvas.rect(x + 44, 458, 34, 40, FALU, radius=5)
    for leaf in range(7):
        canvas.ellipse(x + 61 + (leaf - 3) * 9, 440 - abs(leaf - 3) * -6, 10, 22, mix(SPRUCE, RYE, 0.2))


def _cup(canvas: Canvas, x: float, y: float, tone: tuple[int, int, int]) -> None:
    canvas.ellipse(x, y + 22, 38, 11, (*INK, 40))
    canvas.ellipse(x, y + 18, 36, 10, PAPER)
    canvas.arc(x + 26, y, 13, 270, 90, tone, 7)
    canvas.polygon([(x - 25, y - 20), (x + 25, y - 20), (x + 18, y + 17), (x - 18, y + 17)], tone)
    canvas.ellipse(x, y - 20, 25, 7, mix(tone, PAPER, 0.35))
    canvas.ellipse(x, y - 19, 20, 5, colour("#4a2f20"))


def _coffee_pot(canvas: Canvas, x: float, y: float) -> None:
    canvas.ellipse(x, y + 34, 58, 14, (*INK, 40))
    canvas.polygon([(x - 34, y - 84), (x + 34, y - 84), (x + 50, y + 30), (x - 50, y + 30)], LAKE)
    canvas.polygon([(x + 34, y - 62), (x + 78, y - 92), (x + 84, y - 80), (x + 42, y - 30)], LAKE)
    canvas.arc(x - 44, y - 26, 34, 90, 270, mix(LAKE, INK, 0.3), 10)
    canvas.rect(x - 38, y - 94, 76, 13, mix(LAKE, INK, 0.3), radius=5)
    canvas.ellipse(x, y - 100, 10, 9, INK)
    canvas.polygon([(x - 20, y - 74), (x - 8, y - 74), (x - 12, y + 18), (x - 30, y + 18)], (*PAPER, 50))
