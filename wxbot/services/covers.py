"""A cover for every item, drawn from its name, so that each looks its own and none has to be kept."""

import hashlib
import threading
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from wxbot.edition.kinds import Kind
from wxbot.services import pictures

FOLDER = "covers"  # Below MEDIA_DIR, and apart from what is swept there.

SIZE = (900, 383)  # What WeChat shows uncropped in the first card.
SMALL = (282, 120)  # For a line of a list, twice as sharp as the line is high.
_SCALE = 2  # Drawn larger and reduced, so that edges are smooth.

# Two colours a section: the upper left and the lower right of its covers.
_COLOURS = {
    Kind.NEWS: ((16, 61, 122), (42, 124, 176)),
    Kind.SPEECH: ((112, 28, 38), (190, 82, 60)),
    Kind.REPORT: ((58, 44, 120), (122, 104, 190)),
    Kind.NOTICE: ((140, 66, 14), (222, 148, 50)),
    Kind.FAQ: ((13, 88, 82), (58, 154, 122)),
    Kind.MISSION: ((24, 74, 92), (84, 146, 160)),
    Kind.KNOWLEDGE: ((70, 76, 26), (146, 150, 62)),
    Kind.EVENT: ((138, 26, 84), (226, 106, 112)),
    Kind.CALL: ((52, 66, 84), (118, 140, 164)),
}


# A picture in the making takes megabytes, and each thread would keep a store of its own for the next one.
_one_at_a_time = threading.Lock()


@lru_cache(maxsize=512)
def draw(kind: Kind, slug: str, size: tuple[int, int] = SIZE) -> bytes:
    """The cover as PNG: the section's colours and waves whose lines the name decides."""
    with _one_at_a_time:
        return _drawn(kind, slug, size)


def _drawn(kind: Kind, slug: str, size: tuple[int, int]) -> bytes:
    seed = hashlib.sha256(f"{kind}/{slug}".encode()).digest()
    image = _background(kind, size)
    pen = ImageDraw.Draw(image, "RGBA")
    for number in range(5):
        _wave(pen, image.size, seed[number * 4 : number * 4 + 4], number)
    small = image.resize(size, Image.Resampling.LANCZOS).quantize(96, dither=Image.Dither.NONE)
    file = BytesIO()
    small.save(file, "PNG", optimize=True)
    return file.getvalue()


def _background(kind: Kind, size: tuple[int, int]) -> Image.Image:
    first, last = _COLOURS[kind]
    corners = Image.new("RGB", (2, 2))
    middle = tuple((a + b) // 2 for a, b in zip(first, last, strict=True))
    for place, colour in (((0, 0), first), ((1, 0), middle), ((0, 1), middle), ((1, 1), last)):
        corners.putpixel(place, colour)
    return corners.resize((size[0] * _SCALE, size[1] * _SCALE), Image.Resampling.BICUBIC)


def _wave(pen: ImageDraw.ImageDraw, size: tuple[int, int], seed: bytes, number: int) -> None:
    """A disc that reaches into the picture from below or from the right, nearly transparent."""
    width, height = size
    x, y = int(width * (0.35 + 0.8 * seed[0] / 255)), int(height * (0.25 + 1.1 * seed[1] / 255))
    radius = int(height * (0.35 + 0.75 * seed[2] / 255))
    box = (x - radius, y - radius, x + radius, y + radius)
    if number % 2:
        pen.ellipse(box, outline=(255, 255, 255, 60), width=max(2, height // 128))
    else:
        pen.ellipse(box, fill=(255, 255, 255, 22 + seed[3] // 12))


def keep(folder: Path, kind: Kind, slug: str) -> str:
    """Draws it into a file, and returns the file's name below MEDIA_DIR."""
    return f"{FOLDER}/{pictures.keep(folder / FOLDER, draw(kind, slug), 'png')}"
