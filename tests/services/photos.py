"""Pictures and videos as followers send them: with the place where they were taken, or with worse."""

import io
import struct
import zlib
from typing import Any

from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

RED, GREEN = (200, 30, 30), (30, 160, 60)
SECRETS = (b"Nikon", b"13800138000", b"Eiffel", b"GPS")


def file_of(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def half_red(size: tuple[int, int] = (80, 60)) -> Image.Image:
    """Red on the left, green on the right, so that one sees which way is up."""
    image = Image.new("RGB", size, GREEN)
    image.paste(RED, (0, 0, size[0] // 2, size[1]))
    return image


def jpeg(size: tuple[int, int] = (80, 60), orientation: int = 1, **options: Any) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "Nikon"
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 7.0)}
    return file_of(half_red(size), "JPEG", exif=exif, quality=95, **options)


def tagged(kind: str) -> bytes:
    """With everything that a file may tell beside the picture."""
    words = b"Eiffel 13800138000"
    if kind == "JPEG":
        return jpeg(comment=words, xmp=b"<x>GPS</x>", icc_profile=b"Nikon" * 30)
    notes = PngInfo()
    notes.add_text("comment", words.decode())
    notes.add_itxt("XML:com.adobe.xmp", "<x>GPS</x>")
    options: dict[str, dict[str, Any]] = {"PNG": {"pnginfo": notes}, "GIF": {"comment": words}, "WEBP": {"xmp": words}}
    return file_of(half_red(), kind, **options[kind])


def bomb(side: int) -> bytes:
    """A PNG of a few bytes that unpacks to ``side`` times ``side`` pixels."""
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(side * (side // 8 + 1)), 9)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    packed = (struct.pack(">I", len(c)) + n + c + struct.pack(">I", zlib.crc32(n + c)) for n, c in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def spot(image: Image.Image, x: float, y: float) -> str:
    """The colour at a place given in shares of the picture's sides."""
    found = image.convert("RGB").getpixel((int(x * (image.width - 1)), int(y * (image.height - 1))))
    assert isinstance(found, tuple)
    return "red" if found[0] > found[1] else "green"
