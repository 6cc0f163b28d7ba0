"""A drawing surface in units of the finished picture, drawn larger than life and scaled down for smooth edges."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 1067
SCALE = 2

Colour = tuple[int, int, int]
Paint = tuple[int, ...]
Point = tuple[float, float]


def colour(code: str) -> Colour:
    """``#1f5a4a`` as numbers."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """`share` of the second colour in the first: 0 is the first alone, 1 the second alone."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


class Canvas:
    """Shapes are given in picture units with the origin at the top left; a fourth number in a colour is its opacity."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE))
        self._draw = ImageDraw.Draw(self.image, "RGBA")

    def gradient(self, top: Colour, bottom: Colour, *, start: float = 0, end: float = HEIGHT) -> None:
        """A band over the whole width, from one colour to another."""
        height = round((end - start) * SCALE)
        mask = Image.linear_gradient("L").resize((WIDTH * SCALE, height))
        band = Image.composite(Image.new("RGB", mask.size, bottom), Image.new("RGB", mask.size, top), mask)
        self.image.paste(band, (0, round(start * SCALE)))

    def glow(self, x: float, y: float, radius: float, fill: Colour, strength: float) -> None:
        """Light that fades outwards."""
        size = round(radius * 2 * SCALE)
        fading = (
            Image.radial_gradient("L")
            .resize((size, size))
            .point(lambda value: max(0, 180 - value) / 180 * 255 * strength)
        )
        corner = (round((x - radius) * SCALE), round((y - radius) * SCALE))
        self.image.paste(Image.new("RGB", (size, size), fill), corner, fading)

    def polygon(self, points: Sequence[Point], fill: Paint) -> None:
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def rect(self, x: float, y: float, width: float, height: float, fill: Paint, *, radius: float = 0) -> None:
        box = self._box(x, y, x + width, y + height)
        if radius:
            self._draw.rounded_rectangle(box, radius=radius * SCALE, fill=fill)
        else:
            self._draw.rectangle(box, fill=fill)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: Paint) -> None:
        """An ellipse around its middle."""
        self._draw.ellipse(self._box(x - rx, y - ry, x + rx, y + ry), fill=fill)

    def half(self, x: float, y: float, rx: float, ry: float, fill: Paint) -> None:
        """The upper half of an ellipse."""
        self._draw.pieslice(self._box(x - rx, y - ry, x + rx, y + ry), 180, 360, fill=fill)

    def slice(self, x: float, y: float, radius: float, start: float, end: float, fill: Paint) -> None:
        """A piece of a round cake; degrees clockwise from three o'clock."""
        self._draw.pieslice(self._box(x - radius, y - radius, x + radius, y + radius), start, end, fill=fill)

    def line(self, points: Sequence[Point], fill: Paint, width: float) -> None:
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self._draw.line(scaled, fill=fill, width=max(1, round(width * SCALE)), joint="curve")

    def arc(self, x: float, y: float, radius: float, start: float, end: float, fill: Paint, width: float) -> None:
        box = self._box(x - radius, y - radius, x + radius, y + radius)
        self._draw.arc(box, start, end, fill=fill, width=max(1, round(width * SCALE)))

    def finished(self) -> Image.Image:
        return self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)

    def _box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        return left * SCALE, top * SCALE, right * SCALE, bottom * SCALE
