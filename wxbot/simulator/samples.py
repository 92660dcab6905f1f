"""Small files that a follower sends when no other is given."""

import functools
import io
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

AMR = b"#!AMR\n" + (b"\x3c" + bytes(31)) * 50
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"

_WIDTH, _HEIGHT = 240, 160
_FILM = Path(__file__).parent / "static" / "samples" / "evening.mp4"

Colour = tuple[int, int, int]


# The ridges from the nearest to the farthest, the disc in the sky, and the sky at its top and at its bottom.
_LIGHTS: Mapping[str, tuple[Colour, ...]] = {
    "evening": ((38, 70, 83), (42, 111, 121), (96, 158, 160), (255, 244, 214), (244, 180, 140), (191, 233, 220)),
    "noon": ((56, 92, 60), (94, 138, 84), (150, 184, 140), (255, 255, 255), (120, 178, 226), (214, 234, 244)),
    "night": ((14, 20, 34), (22, 32, 52), (36, 50, 78), (236, 238, 224), (24, 30, 66), (72, 70, 118)),
}
NAMES = tuple(_LIGHTS)


@functools.cache
def picture() -> bytes:
    """A PNG of hills under an evening sky."""
    pixels = _pixels("evening")
    rows = b"".join(b"\x00" + pixels[start : start + _WIDTH * 3] for start in range(0, len(pixels), _WIDTH * 3))
    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")


@functools.cache
def photo(name: str = "noon") -> bytes:
    """The same hills in another light, as a JPEG. Raises KeyError for a light that there is not."""
    file = io.BytesIO()
    Image.frombytes("RGB", (_WIDTH, _HEIGHT), _pixels(name)).save(file, "JPEG", quality=82)
    return file.getvalue()


def sample(name: str) -> bytes:
    """Of both types that phones send. Raises KeyError."""
    return picture() if name == "evening" else photo(name)


@functools.cache
def film() -> bytes:
    """An MP4 of two seconds that any browser plays: the sun sinks behind the hills."""
    return _FILM.read_bytes()


def _pixels(name: str) -> bytes:
    return b"".join(bytes(_pixel(x, y, _LIGHTS[name])) for y in range(_HEIGHT) for x in range(_WIDTH))


def _pixel(x: int, y: int, light: tuple[Colour, ...]) -> Colour:
    *ridges, disc, top, bottom = light
    for level, colour in zip((130, 105, 85), ridges, strict=True):
        if y > level - _hill(x + level * 3):
            return colour
    if (x - 180) ** 2 + (y - 42) ** 2 < 320:
        return disc
    red, green, blue = (high + (low - high) * y // _HEIGHT for high, low in zip(top, bottom, strict=True))
    return red, green, blue


def _hill(x: int) -> float:
    """A triangle wave over a slower one, so that no two ridges look alike."""
    return abs(x % 120 - 60) / 3 + abs(x % 74 - 37) / 4


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
