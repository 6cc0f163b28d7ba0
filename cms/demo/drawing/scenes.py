"""From a motif and a seed to a finished picture. The same request always gives the same picture."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PIL import Image

from cms.demo.drawing import buildings, landscape, people, things, vehicles
from cms.demo.drawing.backdrops import FOOT, HORIZON, backdrop, frame, front, village, yard
from cms.demo.drawing.canvas import WIDTH, Canvas, colour, mix
from cms.demo.drawing.desk import draw_desk
from cms.demo.drawing.light import FALU, INK, LAKE, PAPER, RYE, SEASONS, SPRUCE, STONE, WOOD, Light
from cms.demo.drawing.rooms import audience, computer, meeting, parcel_shelf
from cms.demo.drawing.waterside import jetty


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


def country_shop(canvas: Canvas, light: Light, chance: Random) -> None:
    backdrop(canvas, light, chance, kind=chance.choice(("forest", "fields", "lake")))
    village(canvas, light, chance)
    frame(canvas, light, chance)
    yard(canvas, light)
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
        vehicles.car(canvas, light, x + width + 40, FOOT + 66, 270, chance.choice((LAKE, STONE, RYE)))
    front(canvas, light, chance)


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
    backdrop(canvas, light, chance, kind="forest")
    canvas.polygon([(0, FOOT + 4), (WIDTH, FOOT - 30), (WIDTH, FOOT + 104), (0, FOOT + 128)], light.road)
    frame(canvas, light, chance, right=False)
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
        vehicles.car(canvas, light, x - 430, FOOT + 90, 330, chance.choice((LAKE, RYE, STONE)))
    front(canvas, light, chance, top=FOOT + 136)


def parcel_locker(canvas: Canvas, light: Light, chance: Random) -> None:
    backdrop(canvas, light, chance, kind=chance.choice(("forest", "fields")))
    frame(canvas, light, chance, left=False)
    yard(canvas, light)
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
    front(canvas, light, chance)


def van(canvas: Canvas, light: Light, chance: Random) -> None:
    backdrop(canvas, light, chance, kind=chance.choice(("forest", "mountains", "lake")))
    village(canvas, light, chance)
    canvas.polygon([(0, FOOT - 30), (WIDTH, FOOT - 50), (WIDTH, FOOT + 96), (0, FOOT + 120)], light.road)
    canvas.line([(0, FOOT + 118), (WIDTH, FOOT + 94)], (*light.ground_shade, 255), 8)
    frame(canvas, light, chance, right=False)
    vehicles.van(canvas, light, 470 + chance.uniform(-60, 60), FOOT + 46, 620, chance.choice((SPRUCE, LAKE, FALU)))
    front(canvas, light, chance, top=FOOT + 130)


def mobile_point(canvas: Canvas, light: Light, chance: Random) -> None:
    """A van that has stopped, with its ramp folded out at the back."""
    backdrop(canvas, light, chance, kind="forest")
    village(canvas, light, chance)
    canvas.polygon([(0, FOOT - 30), (WIDTH, FOOT - 50), (WIDTH, FOOT + 96), (0, FOOT + 120)], light.road)
    frame(canvas, light, chance, left=False)
    x, foot = 560.0, FOOT + 46
    canvas.polygon([(x + 6, foot - 64), (x + 6, foot - 46), (x - 210, foot + 8), (x - 214, foot - 4)], light.on(STONE))
    canvas.line([(x - 4, foot - 150), (x - 190, foot - 92), (x - 190, foot - 6)], light.on(mix(INK, STONE, 0.3)), 7)
    canvas.line([(x - 96, foot - 122), (x - 96, foot - 26)], light.on(mix(INK, STONE, 0.3)), 6)
    vehicles.van(canvas, light, x, foot, 620, chance.choice((SPRUCE, LAKE)))
    people.standing(canvas, light, people.Looks.of(chance), x - 300, foot + 14, 250)
    front(canvas, light, chance, top=FOOT + 130)


def emergency(canvas: Canvas, light: Light, chance: Random) -> None:
    """An emergency vehicle on a narrow road between spruces."""
    backdrop(canvas, light, chance, kind="forest")
    for _tree in range(16):
        x = chance.uniform(-20, WIDTH + 20)
        landscape.spruce(canvas, light, x, HORIZON + chance.uniform(170, 250), chance.uniform(300, 440), distance=0.08)
    canvas.polygon([(0, FOOT - 40), (WIDTH, FOOT - 56), (WIDTH, FOOT + 84), (0, FOOT + 108)], light.road)
    x, foot, length = 480.0, FOOT + 36, 640.0
    vehicles.van(canvas, light, x, foot, length, RYE, stripe=LAKE)
    roof, stripe = foot - length * 0.46, foot - length * 0.46 * 0.42
    for square in range(0, 9, 2):
        canvas.rect(x + 4 + square * 48, stripe - 28, 48, 30, light.on(LAKE))
    blue = colour("#3d7fd0")
    for lamp in (0.24, 0.58):
        canvas.glow(x + length * lamp, roof - 14, 150, blue, 0.7)
        canvas.rect(x + length * lamp - 36, roof - 34, 72, 28, blue, radius=10)
    frame(canvas, light, chance)
    front(canvas, light, chance, top=FOOT + 120)


def shop_bus(canvas: Canvas, light: Light, chance: Random) -> None:
    """The van with its hatch open, steps down, and somebody waiting."""
    backdrop(canvas, light, chance, kind="forest")
    village(canvas, light, chance)
    canvas.polygon([(0, FOOT - 40), (WIDTH, FOOT - 40), (WIDTH, FOOT + 120), (0, FOOT + 120)], light.road)
    frame(canvas, light, chance, right=False)
    vehicles.van(canvas, light, 380, FOOT + 30, 760, chance.choice((SPRUCE, LAKE)), open_side=True)
    people.standing(canvas, light, people.Looks.of(chance), 330, FOOT + 70, 270, stick=True)
    people.standing(canvas, light, people.Looks.of(chance), 640, FOOT + 96, 265)
    front(canvas, light, chance, top=FOOT + 130)


def village_hall(canvas: Canvas, light: Light, chance: Random) -> None:
    backdrop(canvas, light, chance)
    village(canvas, light, chance)
    frame(canvas, light, chance)
    yard(canvas, light)
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
    front(canvas, light, chance)


def _footprints(canvas: Canvas, light: Light, x: float) -> None:
    """Steps in the snow up to a door."""
    tone = (*light.on(mix(LAKE, PAPER, 0.4)), 120)
    for step in range(9):
        share = step / 8
        y = FOOT + 18 + 180 * share
        side = -1 if step % 2 else 1
        canvas.ellipse(x - 40 - 170 * share + side * (8 + 10 * share), y, 6 + 6 * share, 4 + 4 * share, tone)


def bus_stop(canvas: Canvas, light: Light, chance: Random) -> None:
    backdrop(canvas, light, chance, kind=chance.choice(("fields", "forest")))
    village(canvas, light, chance)
    frame(canvas, light, chance, left=False)
    canvas.polygon([(0, FOOT + 34), (WIDTH, FOOT + 14), (WIDTH, FOOT + 150), (0, FOOT + 176)], light.road)
    for dash in range(-40, WIDTH, 190):
        canvas.line([(dash, FOOT + 104), (dash + 96, FOOT + 102)], (*light.on(PAPER), 210), 7)
    things.bus_shelter(canvas, light, 470, FOOT + 16, 420, 300)
    things.bus_sign(canvas, light, 1060, FOOT + 28, 390)
    people.standing(canvas, light, people.Looks.of(chance), 590, FOOT + 26, 238, stick=True)
    people.standing(canvas, light, people.Looks.of(chance), 742, FOOT + 30, 226, rucksack=True)
    front(canvas, light, chance, top=FOOT + 184)


def charging_post(canvas: Canvas, light: Light, chance: Random) -> None:
    backdrop(canvas, light, chance, kind=chance.choice(("fields", "lake")))
    frame(canvas, light, chance, left=False)
    yard(canvas, light)
    buildings.long_house(
        canvas, light, 60, FOOT - 26, 620, 280, wall=FALU, windows=(0.2,), door_at=0.52, chimney_at=0.2
    )
    buildings.shop_window(canvas, light, 470, FOOT - 216, 150, 120)
    things.charging_post(canvas, light, 800, FOOT + 26, 310)
    vehicles.car(canvas, light, 990, FOOT + 74, 430, chance.choice((LAKE, STONE, SPRUCE)))
    front(canvas, light, chance)


def goods_box(canvas: Canvas, light: Light, chance: Random) -> None:
    backdrop(canvas, light, chance, kind=chance.choice(("forest", "mountains")))
    yard(canvas, light)
    frame(canvas, light, chance, left=False)
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
    front(canvas, light, chance)


def small_shop_box(canvas: Canvas, light: Light, chance: Random) -> None:
    """A little unmanned shop of one room, with a lamp and a window."""
    backdrop(canvas, light, chance, kind=chance.choice(("forest", "fields")))
    frame(canvas, light, chance)
    yard(canvas, light)
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
    front(canvas, light, chance)


def country_road(canvas: Canvas, light: Light, chance: Random) -> None:
    """A village road past houses, fields and the edge of a wood."""
    kind = chance.choice(("fields", "lake", "mountains"))
    backdrop(canvas, light, chance, kind=kind)
    vanish = (chance.uniform(620, 980), HORIZON + 100)
    front(canvas, light, chance)
    landscape.road(canvas, light, vanish=vanish, left=420, right=1180, bend=chance.choice((-150, 150)))
    for x, size, wall in ((180, 150, FALU), (1240, 170, buildings.OCHRE), (430, 92, buildings.CREAM), (1060, 84, FALU)):
        buildings.cottage(canvas, light, x, HORIZON + 110 + size * 0.42, size, wall, 0.04)
    landscape.fence(canvas, light, 40, 400, FOOT - 40, 64)
    frame(canvas, light, chance)


def signpost(canvas: Canvas, light: Light, chance: Random) -> None:
    backdrop(canvas, light, chance, kind="fields")
    village(canvas, light, chance)
    front(canvas, light, chance)
    landscape.road(canvas, light, vanish=(520, HORIZON + 100), left=250, right=900, bend=-120)
    frame(canvas, light, chance, left=False)
    things.signpost(canvas, light, 1020, FOOT + 40, 500, 6)


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
