"""People without faces, so that nobody can be recognised."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from cms.demo.drawing.canvas import Canvas, Colour, colour, mix
from cms.demo.drawing.landscape import shadow
from cms.demo.drawing.light import FALU, INK, LAKE, RYE, SPRUCE, STONE, Light

SKINS = [colour(code) for code in ("#f0cfae", "#e3b48d", "#c68f66", "#8d5a3c", "#f3d9c0")]
HAIRS = [colour(code) for code in ("#3b2b22", "#6d4a2f", "#b98a4e", "#d9d6cf", "#9a9c93", "#1f1b19", "#a4552f")]
CLOTHES = [
    SPRUCE,
    FALU,
    LAKE,
    RYE,
    colour("#b7793e"),
    colour("#7f9a8a"),
    colour("#d8b4a0"),
    colour("#54708a"),
    colour("#efe6cf"),
]


@dataclass(frozen=True)
class Looks:
    skin: Colour
    hair: Colour
    shirt: Colour
    style: int

    @classmethod
    def of(cls, chance: Random, *, indoors: bool = False) -> Looks:
        return cls(
            chance.choice(SKINS), chance.choice(HAIRS), chance.choice(CLOTHES), chance.randrange(3 if indoors else 4)
        )


def company(chance: Random, count: int) -> list[Looks]:
    """People indoors, each in a colour of their own."""
    shirts = chance.sample(CLOTHES, count)
    return [Looks(chance.choice(SKINS), chance.choice(HAIRS), shirt, chance.randrange(3)) for shirt in shirts]


def head(canvas: Canvas, light: Light, looks: Looks, x: float, y: float, radius: float) -> None:
    """A head around its middle, with one of four ways to wear hair."""
    skin, hair = light.on(looks.skin), light.on(looks.hair)
    if looks.style == 1:  # long
        canvas.rect(x - radius * 1.1, y - radius * 0.7, radius * 2.2, radius * 2.1, hair, radius=radius * 0.8)
    if looks.style == 2:  # a bun
        canvas.ellipse(x, y - radius * 1.28, radius * 0.46, radius * 0.42, hair)
    canvas.rect(x - radius * 0.36, y + radius * 0.4, radius * 0.72, radius * 1.0, mix(skin, light.on(INK), 0.12))
    canvas.ellipse(x, y, radius * 0.9, radius, skin)
    if looks.style == 3:  # a knitted cap
        canvas.half(x, y - radius * 0.22, radius * 0.98, radius * 0.96, light.on(looks.shirt))
        canvas.rect(
            x - radius,
            y - radius * 0.34,
            radius * 2,
            radius * 0.3,
            mix(light.on(looks.shirt), light.on(INK), 0.25),
            radius=radius * 0.14,
        )
    else:
        canvas.half(x, y - radius * 0.1, radius * 0.98, radius * 1.02, hair)
        canvas.polygon(
            [
                (x - radius * 0.98, y - radius * 0.12),
                (x + radius * 0.98, y - radius * 0.12),
                (x + radius * 0.3, y + radius * 0.06),
                (x - radius * 0.9, y + radius * 0.16),
            ],
            hair,
        )


def bust(canvas: Canvas, light: Light, looks: Looks, x: float, table: float, size: float) -> None:
    """Somebody who sits behind a table; `table` is where it cuts them off."""
    shirt = light.on(looks.shirt)
    top = table - size * 1.05
    canvas.rect(x - size * 0.52, top, size * 1.04, size * 1.2, shirt, radius=size * 0.34)
    canvas.polygon(
        [(x - size * 0.14, top), (x + size * 0.14, top), (x, top + size * 0.2)], mix(shirt, light.on(INK), 0.25)
    )
    head(canvas, light, looks, x, top - size * 0.3, size * 0.31)
    for side in (-1, 1):
        shoulder = (x + side * size * 0.44, top + size * 0.3)
        elbow = (x + side * size * 0.62, table - size * 0.22)
        hand = (x + side * size * 0.24, table - size * 0.04)
        canvas.line([shoulder, elbow, hand], mix(shirt, light.on(INK), 0.1), size * 0.19)
        canvas.ellipse(*hand, size * 0.11, size * 0.09, light.on(looks.skin))


def back(canvas: Canvas, light: Light, looks: Looks, x: float, foot: float, size: float) -> None:
    """Somebody on a chair with their back towards us, cut off by the edge of the picture."""
    shirt = light.on(looks.shirt)
    top = foot - size * 1.35
    head(
        canvas,
        light,
        Looks(looks.hair, looks.hair, looks.shirt, 3 if looks.style == 3 else 0),
        x,
        top - size * 0.26,
        size * 0.34,
    )
    canvas.rect(x - size * 0.56, top, size * 1.12, size * 1.5, shirt, radius=size * 0.36)
    wood = light.on(colour("#8a6a48"))
    for bar in (0.5, 0.8):
        canvas.rect(x - size * 0.5, top + size * bar, size, size * 0.13, wood, radius=5)
    for post in (-0.54, 0.46):
        canvas.rect(x + size * post, top + size * 0.4, size * 0.09, size * 1.2, wood, radius=4)


def standing(
    canvas: Canvas,
    light: Light,
    looks: Looks,
    x: float,
    foot: float,
    height: float,
    *,
    stick: bool = False,
    rucksack: bool = False,
) -> None:
    """Somebody who waits, seen from the front."""
    shadow(canvas, light, x, foot + 2, height * 0.4, 8)
    shirt, dark = light.on(looks.shirt), light.on(mix(INK, STONE, 0.25))
    if rucksack:
        canvas.rect(
            x - height * 0.15,
            foot - height * 0.8,
            height * 0.3,
            height * 0.3,
            light.on(mix(FALU, INK, 0.2)),
            radius=height * 0.08,
        )
    for side in (-1, 1):
        canvas.rect(
            x + side * height * 0.055 - height * 0.045,
            foot - height * 0.46,
            height * 0.09,
            height * 0.44,
            dark,
            radius=4,
        )
        canvas.rect(
            x + side * height * 0.06 - height * 0.055,
            foot - height * 0.04,
            height * 0.12,
            height * 0.045,
            light.on(INK),
            radius=5,
        )
    canvas.rect(x - height * 0.125, foot - height * 0.82, height * 0.25, height * 0.43, shirt, radius=height * 0.08)
    for side in (-1, 1):
        hand = (x + side * height * 0.165, foot - height * 0.42)
        canvas.line(
            [(x + side * height * 0.11, foot - height * 0.76), (x + side * height * 0.16, foot - height * 0.58), hand],
            mix(shirt, light.on(INK), 0.12),
            height * 0.062,
        )
        canvas.ellipse(*hand, height * 0.03, height * 0.03, light.on(looks.skin))
    if stick:
        hand_x = x + height * 0.165
        canvas.line([(hand_x, foot - height * 0.43), (hand_x + height * 0.05, foot)], light.on(colour("#6b4a35")), 6)
    head(canvas, light, looks, x, foot - height * 0.91, height * 0.085)
