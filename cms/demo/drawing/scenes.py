"""From a motif and a seed to a finished picture. The same request always gives the same picture."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from PIL import Image

from cms.demo.drawing import buildings, landscape, people, things
from cms.demo.drawing.canvas import HEIGHT, WIDTH, Canvas, colour, mix
from cms.demo.drawing.desk import draw_desk
from cms.demo.drawing.light import FALU, INK, LAKE, PAPER, RYE, SEASONS, SPRUCE, STONE, SUNKEN, WOOD, Light

HORIZON = 560.0
FOOT = 860.0
"""Where things in the middle distance stand."""


@dataclass(frozen=True)
class Picture:
    """What to draw. Season, time and sheet are left to the seed when they are empty."""

    motif: str
    seed: str
    season: str = ""
    time: str = ""
    sheet: str = ""


def draw(picture: Picture) -> Image.Image:
    chance = Random(f"{picture.motif}/{picture.seed}")
    season, time = chance.choice(SEASONS), chance.choice(("morning", "day", "day", "dusk"))
    light = Light(picture.season or season, picture.time or time)
    canvas = Canvas()
    if picture.motif == "desk":
        draw_desk(canvas, chance, picture.sheet)
    else:
        MOTIFS[picture.motif](canvas, light, chance)
    return canvas.finished()


def draw_jpeg(picture: Picture) -> bytes:
    """The same as the content of a file. Nothing here needs Django, so that other processes can draw."""
    out = io.BytesIO()
    draw(picture).save(out, "JPEG", quality=95)
    return out.getvalue()


def _backdrop(canvas: Canvas, light: Light, chance: Random, *, kind: str = "") -> None:
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


def _village(canvas: Canvas, light: Light, chance: Random, *, y: float = HORIZON + 96) -> None:
    """Three to five small houses far away."""
    x = chance.uniform(60, 300)
    for _house in range(chance.randint(3, 5)):
        size = chance.uniform(44, 66)
        wall = chance.choice((FALU, FALU, buildings.OCHRE, buildings.CREAM))
        buildings.cottage(canvas, light, x, y + chance.uniform(-8, 12), size, wall, 0.22)
        x += chance.uniform(110, 330)


def _frame(canvas: Canvas, light: Light, chance: Random, *, left: bool = True, right: bool = True) -> None:
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


def _front(canvas: Canvas, light: Light, chance: Random, *, top: float = FOOT + 116) -> None:
    """Grass and flowers nearest to us, and snow in the air."""
    landscape.grass(canvas, light, chance, top, count=90)
    landscape.flowers(canvas, light, chance, top)
    landscape.snowfall(canvas, light, chance)


def _yard(canvas: Canvas, light: Light) -> None:
    """Gravel in front of a building."""
    canvas.polygon([(120, FOOT - 6), (WIDTH - 120, FOOT - 6), (WIDTH + 60, FOOT + 110), (-60, FOOT + 110)], light.road)


def country_shop(canvas: Canvas, light: Light, chance: Random) -> None:
    _backdrop(canvas, light, chance, kind=chance.choice(("forest", "fields", "lake")))
    _village(canvas, light, chance)
    _frame(canvas, light, chance)
    _yard(canvas, light)
    wall = chance.choice((FALU, FALU, buildings.OCHRE, buildings.CREAM))
    x, width, height = 390 + chance.uniform(-60, 60), 760.0, 250.0
    landscape.shadow(canvas, light, x + width / 2, FOOT + 4, width * 1.1, 18)
    buildings.chimney(canvas, light, x + width * 0.78, FOOT - height - 150)
    buildings.boards(canvas, light, x, FOOT, width, height, wall)
    buildings.shop_window(canvas, light, x + 60, FOOT - 176, 210, 128)
    buildings.shop_window(canvas, light, x + width - 270, FOOT - 176, 210, 128)
    buildings.door(
        canvas,
        light,
        x + width / 2 - 38,
        FOOT - 8,
        76,
        168,
        chance.choice((SPRUCE, LAKE, FALU if wall != FALU else SPRUCE)),
    )
    buildings.awning(canvas, light, x + 46, FOOT - height + 22, 240, chance.choice((SPRUCE, FALU, LAKE)))
    buildings.awning(canvas, light, x + width - 284, FOOT - height + 22, 240, SPRUCE)
    buildings.roof(canvas, light, x, FOOT - height, width, 160, chance.choice((buildings.TILE, buildings.SLATE)))
    _basket_sign(canvas, light, x + width / 2, FOOT - height - 66)
    things.bench(canvas, light, x + width * 0.34 - 70, FOOT + 22, 120)
    for crate in range(3):
        things.parcel(canvas, light, x + width * 0.6 + crate * 62, FOOT + 20 - (crate == 1) * 4, 54, 42)
    if chance.random() < 0.6:
        things.car(canvas, light, x + width + 40, FOOT + 66, 270, chance.choice((LAKE, STONE, RYE)))
    _front(canvas, light, chance)


def _basket_sign(canvas: Canvas, light: Light, x: float, y: float) -> None:
    """A round sign with a basket on the roof."""
    canvas.ellipse(x, y, 62, 62, light.on(PAPER))
    canvas.ellipse(x, y, 54, 54, light.on(SPRUCE))
    pale = light.on(PAPER)
    canvas.polygon([(x - 30, y - 6), (x + 30, y - 6), (x + 21, y + 27), (x - 21, y + 27)], pale)
    canvas.arc(x, y - 6, 20, 180, 360, pale, 6)
    for weave in (-11, 0, 11):
        canvas.rect(x + weave - 1.5, y, 3, 22, light.on(SPRUCE))


def fuel_pump(canvas: Canvas, light: Light, chance: Random) -> None:
    _backdrop(canvas, light, chance, kind="forest")
    canvas.polygon([(0, FOOT + 4), (WIDTH, FOOT - 30), (WIDTH, FOOT + 104), (0, FOOT + 128)], light.road)
    _frame(canvas, light, chance, right=False)
    x = chance.choice((560.0, 700.0))
    things.lamp_post(canvas, light, x + 360, FOOT + 20, 560, side=-1)
    if chance.random() < 0.5:
        buildings.long_house(
            canvas,
            light,
            x + 470,
            FOOT - 20,
            300,
            150,
            wall=chance.choice((FALU, buildings.GREY)),
            windows=(0.24,),
            door_at=0.66,
            chimney_at=None,
        )
    things.fuel_pump(canvas, light, x, FOOT + 40, 360, chance.choice((FALU, SPRUCE, LAKE)))
    if chance.random() < 0.5:
        things.car(canvas, light, x - 430, FOOT + 90, 330, chance.choice((LAKE, RYE, STONE)))
    _front(canvas, light, chance, top=FOOT + 136)


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


def parcel_locker(canvas: Canvas, light: Light, chance: Random) -> None:
    _backdrop(canvas, light, chance, kind=chance.choice(("forest", "fields")))
    _frame(canvas, light, chance, left=False)
    _yard(canvas, light)
    buildings.long_house(
        canvas,
        light,
        130,
        FOOT - 24,
        560,
        280,
        wall=buildings.OCHRE,
        top=buildings.SLATE,
        windows=(0.16, 0.42),
        door_at=0.76,
    )
    things.lamp_post(canvas, light, 1370, FOOT + 8, 470, side=-1)
    things.parcel_locker(canvas, light, 810, FOOT + 36, 6, 5, 78)
    _front(canvas, light, chance)


def van(canvas: Canvas, light: Light, chance: Random) -> None:
    _backdrop(canvas, light, chance, kind=chance.choice(("forest", "mountains", "lake")))
    _village(canvas, light, chance)
    canvas.polygon([(0, FOOT - 30), (WIDTH, FOOT - 50), (WIDTH, FOOT + 96), (0, FOOT + 120)], light.road)
    canvas.line([(0, FOOT + 118), (WIDTH, FOOT + 94)], (*light.ground_shade, 255), 8)
    _frame(canvas, light, chance, right=False)
    things.van(canvas, light, 470 + chance.uniform(-60, 60), FOOT + 46, 620, chance.choice((SPRUCE, LAKE, FALU)))
    _front(canvas, light, chance, top=FOOT + 130)


def mobile_point(canvas: Canvas, light: Light, chance: Random) -> None:
    """A van that has stopped, with its ramp folded out at the back."""
    _backdrop(canvas, light, chance, kind="forest")
    _village(canvas, light, chance)
    canvas.polygon([(0, FOOT - 30), (WIDTH, FOOT - 50), (WIDTH, FOOT + 96), (0, FOOT + 120)], light.road)
    _frame(canvas, light, chance, left=False)
    x, foot = 560.0, FOOT + 46
    canvas.polygon([(x + 6, foot - 64), (x + 6, foot - 46), (x - 210, foot + 8), (x - 214, foot - 4)], light.on(STONE))
    canvas.line([(x - 4, foot - 150), (x - 190, foot - 92), (x - 190, foot - 6)], light.on(mix(INK, STONE, 0.3)), 7)
    canvas.line([(x - 96, foot - 122), (x - 96, foot - 26)], light.on(mix(INK, STONE, 0.3)), 6)
    things.van(canvas, light, x, foot, 620, chance.choice((SPRUCE, LAKE)))
    people.standing(canvas, light, people.Looks.of(chance), x - 300, foot + 14, 250)
    _front(canvas, light, chance, top=FOOT + 130)


def emergency(canvas: Canvas, light: Light, chance: Random) -> None:
    """An emergency vehicle on a narrow road between spruces."""
    _backdrop(canvas, light, chance, kind="forest")
    for _tree in range(16):
        x = chance.uniform(-20, WIDTH + 20)
        landscape.spruce(canvas, light, x, HORIZON + chance.uniform(170, 250), chance.uniform(300, 440), distance=0.08)
    canvas.polygon([(0, FOOT - 40), (WIDTH, FOOT - 56), (WIDTH, FOOT + 84), (0, FOOT + 108)], light.road)
    x, foot, length = 480.0, FOOT + 36, 640.0
    things.van(canvas, light, x, foot, length, RYE, stripe=LAKE)
    roof, stripe = foot - length * 0.46, foot - length * 0.46 * 0.42
    for square in range(0, 9, 2):
        canvas.rect(x + 4 + square * 48, stripe - 28, 48, 30, light.on(LAKE))
    blue = colour("#3d7fd0")
    for lamp in (0.24, 0.58):
        canvas.glow(x + length * lamp, roof - 14, 150, blue, 0.7)
        canvas.rect(x + length * lamp - 36, roof - 34, 72, 28, blue, radius=10)
    _frame(canvas, light, chance)
    _front(canvas, light, chance, top=FOOT + 120)


def shop_bus(canvas: Canvas, light: Light, chance: Random) -> None:
    """The van with its hatch open, steps down, and somebody waiting."""
    _backdrop(canvas, light, chance, kind="forest")
    _village(canvas, light, chance)
    canvas.polygon([(0, FOOT - 40), (WIDTH, FOOT - 40), (WIDTH, FOOT + 120), (0, FOOT + 120)], light.road)
    _frame(canvas, light, chance, right=False)
    things.van(canvas, light, 380, FOOT + 30, 760, chance.choice((SPRUCE, LAKE)), open_side=True)
    people.standing(canvas, light, people.Looks.of(chance), 330, FOOT + 70, 270, stick=True)
    people.standing(canvas, light, people.Looks.of(chance), 640, FOOT + 96, 265)
    _front(canvas, light, chance, top=FOOT + 130)


def village_hall(canvas: Canvas, light: Light, chance: Random) -> None:
    _backdrop(canvas, light, chance)
    _village(canvas, light, chance)
    _frame(canvas, light, chance)
    _yard(canvas, light)
    wall = chance.choice((FALU, FALU, buildings.OCHRE, buildings.CREAM))
    x, width, height = 430.0, 700.0, 270.0
    landscape.shadow(canvas, light, x + width / 2, FOOT + 2, width * 1.1, 18)
    buildings.flagpole(canvas, light, 250, FOOT + 14, 560)
    buildings.chimney(canvas, light, x + width * 0.86, FOOT - height - 128)
    buildings.boards(canvas, light, x, FOOT, width, height, wall)
    for share in (0.12, 0.27, 0.73, 0.88):
        buildings.window(canvas, light, x + width * share - 32, FOOT - 202, 64, 104)
    buildings.roof(canvas, light, x, FOOT - height, width, 150, chance.choice((buildings.TILE, buildings.SLATE)))
    porch = x + width / 2 - 120
    buildings.boards(canvas, light, porch, FOOT, 240, height - 10, wall)
    buildings.gable(canvas, light, porch, FOOT - height + 10, 240, 134, wall)
    buildings.window(canvas, light, porch + 92, FOOT - height - 54, 56, 56)
    buildings.door(canvas, light, porch + 78, FOOT - 26, 84, 178, SPRUCE if wall != buildings.OCHRE else FALU)
    canvas.rect(porch + 50, FOOT - 26, 140, 28, light.on(STONE))
    buildings.ramp(canvas, light, porch + 182, FOOT + 4, 230, 26)
    landscape.fence(canvas, light, 60, 330, FOOT + 40, 74)
    if light.is_winter:
        _footprints(canvas, light, porch + 120)
    _front(canvas, light, chance)


def _footprints(canvas: Canvas, light: Light, x: float) -> None:
    """Steps in the snow up to a door."""
    tone = (*light.on(mix(LAKE, PAPER, 0.4)), 120)
    for step in range(9):
        share = step / 8
        y = FOOT + 18 + 180 * share
        side = -1 if step % 2 else 1
        canvas.ellipse(x - 40 - 170 * share + side * (8 + 10 * share), y, 6 + 6 * share, 4 + 4 * share, tone)


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
        things.boat(canvas, light, 1080, 790, 330, chance.choice((FALU, SPRUCE, LAKE)))
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


def bus_stop(canvas: Canvas, light: Light, chance: Random) -> None:
    _backdrop(canvas, light, chance, kind=chance.choice(("fields", "forest")))
    _village(canvas, light, chance)
    _frame(canvas, light, chance, left=False)
    canvas.polygon([(0, FOOT + 34), (WIDTH, FOOT + 14), (WIDTH, FOOT + 150), (0, FOOT + 176)], light.road)
    for dash in range(-40, WIDTH, 190):
        canvas.line([(dash, FOOT + 104), (dash + 96, FOOT + 102)], (*light.on(PAPER), 210), 7)
    things.bus_shelter(canvas, light, 470, FOOT + 16, 420, 300)
    things.bus_sign(canvas, light, 1060, FOOT + 28, 390)
    people.standing(canvas, light, people.Looks.of(chance), 590, FOOT + 26, 238, stick=True)
    people.standing(canvas, light, people.Looks.of(chance), 742, FOOT + 30, 226, rucksack=True)
    _front(canvas, light, chance, top=FOOT + 184)


def charging_post(canvas: Canvas, light: Light, chance: Random) -> None:
    _backdrop(canvas, light, chance, kind=chance.choice(("fields", "lake")))
    _frame(canvas, light, chance, left=False)
    _yard(canvas, light)
    buildings.long_house(
        canvas, light, 60, FOOT - 26, 620, 280, wall=FALU, windows=(0.2,), door_at=0.52, chimney_at=0.2
    )
    buildings.shop_window(canvas, light, 470, FOOT - 216, 150, 120)
    things.charging_post(canvas, light, 800, FOOT + 26, 310)
    things.car(canvas, light, 990, FOOT + 74, 430, chance.choice((LAKE, STONE, SPRUCE)))
    _front(canvas, light, chance)


def goods_box(canvas: Canvas, light: Light, chance: Random) -> None:
    _backdrop(canvas, light, chance, kind=chance.choice(("forest", "mountains")))
    _yard(canvas, light)
    _frame(canvas, light, chance, left=False)
    canvas.rect(0, 300, 480, FOOT - 316, light.on(FALU))
    for seam in range(0, 480, 17):
        canvas.rect(seam, 300, 2, FOOT - 316, (*light.on(mix(FALU, INK, 0.3)), 120))
    canvas.rect(0, FOOT - 18, 490, 18, light.on(STONE))
    canvas.rect(468, 300, 16, FOOT - 316, light.on(PAPER))
    buildings.window(canvas, light, 120, 430, 120, 170)
    canvas.polygon(
        [(-20, 318), (560, 318), (500, 190), (-20, 150)], light.on(PAPER if light.is_winter else buildings.TILE)
    )
    canvas.rect(-20, 312, 580, 14, light.on(PAPER))
    things.lamp_post(canvas, light, 1290, FOOT + 10, 500, side=-1)
    for post in (560, 1130):
        canvas.rect(post, 470, 16, FOOT - 450, light.on(WOOD))
    canvas.polygon(
        [(500, 482), (1190, 482), (1164, 426), (486, 400)],
        light.on(PAPER if light.is_winter else mix(SPRUCE, INK, 0.35)),
    )
    canvas.rect(496, 476, 700, 14, light.on(mix(WOOD, INK, 0.3)))
    paint = chance.choice((SPRUCE, LAKE))
    things.goods_box(canvas, light, 610, FOOT + 20, 220, 290, paint)
    things.goods_box(canvas, light, 868, FOOT + 20, 220, 290, paint)
    _front(canvas, light, chance)


def small_shop_box(canvas: Canvas, light: Light, chance: Random) -> None:
    """A little unmanned shop of one room, with a lamp and a window."""
    _backdrop(canvas, light, chance, kind=chance.choice(("forest", "fields")))
    _frame(canvas, light, chance)
    _yard(canvas, light)
    x, width, height = 520.0, 470.0, 270.0
    landscape.shadow(canvas, light, x + width / 2, FOOT + 4, width * 1.15, 16)
    buildings.boards(canvas, light, x, FOOT, width, height, SPRUCE)
    buildings.shop_window(canvas, light, x + 46, FOOT - 208, 210, 138)
    buildings.door(canvas, light, x + 330, FOOT - 8, 84, 186, buildings.CREAM)
    canvas.rect(x + 434, FOOT - 130, 22, 44, light.on(INK), radius=4)
    canvas.polygon(
        [
            (x - 40, FOOT - height + 6),
            (x + width + 40, FOOT - height + 6),
            (x + width + 40, FOOT - height - 30),
            (x - 40, FOOT - height - 74),
        ],
        light.on(PAPER if light.is_winter else buildings.SLATE),
    )
    canvas.rect(x - 40, FOOT - height, width + 80, 11, light.on(PAPER))
    things.lamp_post(canvas, light, 1120, FOOT + 10, 430, side=-1)
    _front(canvas, light, chance)


def country_road(canvas: Canvas, light: Light, chance: Random) -> None:
    """A village road past houses, fields and the edge of a wood."""
    kind = chance.choice(("fields", "lake", "mountains"))
    _backdrop(canvas, light, chance, kind=kind)
    vanish = (chance.uniform(620, 980), HORIZON + 100)
    _front(canvas, light, chance)
    landscape.road(canvas, light, vanish=vanish, left=420, right=1180, bend=chance.choice((-150, 150)))
    for x, size, wall in ((180, 150, FALU), (1240, 170, buildings.OCHRE), (430, 92, buildings.CREAM), (1060, 84, FALU)):
        buildings.cottage(canvas, light, x, HORIZON + 110 + size * 0.42, size, wall, 0.04)
    landscape.fence(canvas, light, 40, 400, FOOT - 40, 64)
    _frame(canvas, light, chance)


def signpost(canvas: Canvas, light: Light, chance: Random) -> None:
    _backdrop(canvas, light, chance, kind="fields")
    _village(canvas, light, chance)
    _front(canvas, light, chance)
    landscape.road(canvas, light, vanish=(520, HORIZON + 100), left=250, right=900, bend=-120)
    _frame(canvas, light, chance, left=False)
    things.signpost(canvas, light, 1020, FOOT + 40, 500, 6)


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
    _backdrop(outside, light, chance, kind="fields")
    _village(outside, light, chance)
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


MOTIFS: dict[str, Callable[[Canvas, Light, Random], None]] = {
    "country_shop": country_shop,
    "fuel_pump": fuel_pump,
    "parcel_shelf": parcel_shelf,
    "parcel_locker": parcel_locker,
    "van": van,
    "shop_bus": shop_bus,
    "mobile_point": mobile_point,
    "emergency": emergency,
    "village_hall": village_hall,
    "jetty": jetty,
    "bus_stop": bus_stop,
    "charging_post": charging_post,
    "goods_box": goods_box,
    "small_shop_box": small_shop_box,
    "landscape": country_road,
    "signpost": signpost,
    "meeting": meeting,
    "audience": audience,
    "computer": computer,
}
