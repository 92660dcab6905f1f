"""Followers' pictures made safe to show: drawn anew, so that nothing but the picture is left of the file."""

import hashlib
import os
import secrets
import warnings
from io import BytesIO
from pathlib import Path

from PIL import ExifTags, Image, UnidentifiedImageError
from PIL.Image import Transpose

from wxbot.errors import ContentError

_LARGEST = 40_000_000  # Pixels; more is no photo of a phone's, but a trap.
_SIDE = 1600  # Pixels of the longer side as it is shown.
_WAYS = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}  # From the orientation that the metadata name to the upright picture.
# Boxes of an MP4 file that hold others, and those that tell of the camera, the place and the like.
_HOLDING = (b"moov", b"trak", b"mdia", b"minf", b"moof", b"traf")
_TELLING = (b"udta", b"meta", b"uuid")
_MP4 = b"ftyp"  # At the fifth byte of every MP4 file.


def redrawn(content: bytes) -> bytes:
    """The picture as JPEG without its metadata, upright. Raises ContentError when it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Broken metadata is warned of, and dropped here anyway.
            with Image.open(BytesIO(content), formats=("JPEG", "PNG", "GIF", "WEBP", "BMP")) as image:
                if image.width * image.height > _LARGEST:
                    raise ContentError("the picture has too many pixels")
                upright = _upright(image).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ContentError(f"not a picture: {type(error).__name__}") from None
    upright.info.clear()  # Comments in it would be written into the new file.
    upright.thumbnail((_SIDE, _SIDE))
    file = BytesIO()
    upright.save(file, "JPEG", quality=85, optimize=True)
    return file.getvalue()


def _upright(image: Image.Image) -> Image.Image:
    """Turned as the camera was held. Pillow's own way writes the metadata anew, and fails where they are broken."""
    way = _WAYS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    return image if way is None else image.transpose(way)


def checked_video(content: bytes) -> bytes:
    """The video without what it tells of where and with what it was taken. Raises ContentError unless it is an MP4."""
    if content[4:8] != _MP4:
        raise ContentError("not an MP4 video")
    clean = bytearray(content)
    _blank(clean, 0, len(clean))
    return bytes(clean)


def _blank(file: bytearray, begin: int, end: int, depth: int = 0) -> None:
    """Turns boxes of metadata into empty space of the same length, so that everything else stays in its place."""
    while begin + 8 <= end:
        size, name = int.from_bytes(file[begin : begin + 4], "big"), bytes(file[begin + 4 : begin + 8])
        head = 16 if size == 1 else 8
        if size == 1:
            size = int.from_bytes(file[begin + 8 : begin + 16], "big")
        last = end if size == 0 else begin + size
        if size != 0 and (size < head or last > end):
            raise ContentError("not a whole MP4 video")
        if name in _TELLING:
            file[begin + 4 : begin + 8] = b"free"
            file[begin + head : last] = bytes(last - begin - head)
        elif name in _HOLDING and depth < len(_HOLDING):
            _blank(file, begin + head, last, depth + 1)
        begin = last


def keep(folder: Path, content: bytes, ending: str) -> str:
    """Writes the file below the folder and returns its name, SHA-256 and ending; the same content has one file."""
    name = f"{hashlib.sha256(content).hexdigest()}.{ending}"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    if path.exists():
        path.touch()  # Young again, so that it is not swept before the row that refers to it is there.
    else:
        # Under another name until it is whole, so that a crash leaves no half of a picture behind.
        half = folder / f".{name}.{secrets.token_hex(4)}"
        with half.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.rename(path)
    return name


def below(content: bytes, most: int) -> bytes:
    """The picture in fewer than ``most`` bytes: as it is, or drawn smaller as JPEG until it fits."""
    side = _SIDE
    while len(content) >= most:
        side = side * 4 // 5
        with Image.open(BytesIO(content)) as image:
            small = image.convert("RGB")
        small.thumbnail((side, side))
        file = BytesIO()
        small.save(file, "JPEG", quality=85, optimize=True)
        content = file.getvalue()
    return content
