"""A cover for every card: drawn from the item's name, so that each looks its own and none has to be kept."""

import hashlib
from functools import lru_cache
from io import BytesIO

from flask import Blueprint, Response, abort
from PIL import Image, ImageDraw

from wxbot.edition.kinds import Kind
from wxbot.pages.articles import SECTIONS, reader

_SIZE = (900, 383)  # What WeChat shows uncropped in the first card.
_SCALE = 2  # Drawn larger and reduced, so that edges are smooth.

# Two colours a section: the upper left and the lower right of its covers.
_COLOURS = {
    Kind.NEWS: ((16, 61, 122), (42, 124, 176)),
    Kind.SPEECH: ((112, 28, 38), (190, 82, 60)),
    Kind.FAQ: ((13, 88, 82), (58, 154, 122)),
}


def cover(kind: str, slug: str) -> Response:
    who = reader()
    known = kind in {section.value for section in SECTIONS} and who.find(Kind(kind), slug) is not None
    if not known:
        abort(404)
    response = Response(draw(Kind(kind), slug), mimetype="image/png")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@lru_cache(maxsize=64)
def draw(kind: Kind, slug: str) -> bytes:
    """The cover as PNG: the section's colours and waves whose lines the name decides."""
    seed = hashlib.sha256(f"{kind}/{slug}".encode()).digest()
    image = _background(kind)
    pen = ImageDraw.Draw(image, "RGBA")
    for number in range(5):
        _wave(pen, seed[number * 4 : number * 4 + 4], number)
    small = image.resize(_SIZE, Image.Resampling.LANCZOS).quantize(96, dither=Image.Dither.NONE)
    file = BytesIO()
    small.save(file, "PNG", optimize=True)
    return file.getvalue()


def _background(kind: Kind) -> Image.Image:
    first, last = _COLOURS[kind]
    corners = Image.new("RGB", (2, 2))
    middle = tuple((a + b) // 2 for a, b in zip(first, last, strict=True))
    for place, colour in (((0, 0), first), ((1, 0), middle), ((0, 1), middle), ((1, 1), last)):
        corners.putpixel(place, colour)
    return corners.resize((_SIZE[0] * _SCALE, _SIZE[1] * _SCALE), Image.Resampling.BICUBIC)


def _wave(pen: ImageDraw.ImageDraw, seed: bytes, number: int) -> None:
    """A disc that reaches into the picture from below or from the right, nearly transparent."""
    width, height = _SIZE[0] * _SCALE, _SIZE[1] * _SCALE
    x, y = int(width * (0.35 + 0.8 * seed[0] / 255)), int(height * (0.25 + 1.1 * seed[1] / 255))
    radius = int(height * (0.35 + 0.75 * seed[2] / 255))
    box = (x - radius, y - radius, x + radius, y + radius)
    if number % 2:
        pen.ellipse(box, outline=(255, 255, 255, 60), width=3 * _SCALE)
    else:
        pen.ellipse(box, fill=(255, 255, 255, 22 + seed[3] // 12))


def register(pages: Blueprint) -> None:
    pages.add_url_rule("/covers/<kind>/<slug>.png", view_func=cover)
