"""Small files that a follower sends when no other is given."""

import functools
import struct
import zlib

AMR = b"#!AMR\n" + (b"\x3c" + bytes(31)) * 50
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
_WIDTH, _HEIGHT = 240, 160


@functools.cache
def picture() -> bytes:
    """A PNG of hills under an evening sky."""
    rows = b"".join(b"\x00" + b"".join(_pixel(x, y) for x in range(_WIDTH)) for y in range(_HEIGHT))
    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")


def _pixel(x: int, y: int) -> bytes:
    for level, colour in ((130, (38, 70, 83)), (105, (42, 111, 121)), (85, (96, 158, 160))):
        if y > level - _hill(x + level * 3):
            return bytes(colour)
    if (x - 180) ** 2 + (y - 42) ** 2 < 320:
        return bytes((255, 244, 214))
    return bytes((244 - y // 3, 180 + y // 3, 140 + y // 2))


def _hill(x: int) -> float:
    """A triangle wave over a slower one, so that no two ridges look alike."""
    return abs(x % 120 - 60) / 3 + abs(x % 74 - 37) / 4


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
