"""What a tap on a menu button carries with it when the button asks the follower for something."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from wxbot.simulator.wire import Fields

_SCANS = {"scancode_push", "scancode_waitmsg"}
PICTURES = {"pic_sysphoto", "pic_photo_or_album", "pic_weixin"}


@dataclass(frozen=True)
class Scanned:
    """What was read: of a QR code its text; of a barcode its kind and its number, parted by a comma."""

    result: str = "https://example.org/t/9"
    kind: str = "qrcode"


@dataclass(frozen=True)
class Place:
    latitude: float = 31.230416
    longitude: float = 121.473701
    label: str = "上海市黄浦区"
    scale: int = 16


SHANGHAI = Place()
A_CODE = Scanned()


@dataclass(frozen=True)
class Given:
    """What the follower scanned, photographed or chose when the button asked for it."""

    scanned: Scanned
    pictures: Sequence[bytes]
    place: Place


def details(kind: str, given: Given) -> Fields:
    """The extra nodes of the button's event, none for a plain click."""
    if kind in _SCANS:
        return {"ScanCodeInfo": {"ScanType": given.scanned.kind, "ScanResult": given.scanned.result}}
    if kind in PICTURES:
        items = [{"PicMd5Sum": _digest(content)} for content in given.pictures]
        return {"SendPicsInfo": {"Count": len(items), "PicList": {"item": items}}}
    if kind == "location_select":
        return {"SendLocationInfo": _place(given.place)}
    return {}


def _digest(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _place(place: Place) -> Fields:
    """Unlike in the message that follows, the numbers are text here."""
    return {
        "Location_X": str(place.latitude),
        "Location_Y": str(place.longitude),
        "Scale": str(place.scale),
        "Label": place.label,
        "Poiname": "",
    }
