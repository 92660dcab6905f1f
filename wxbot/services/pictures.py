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
    """Raises ContentError unless it is an MP4 file."""
    if content[4:8] != _MP4:
        raise ContentError("not an MP4 video")
    return content


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
