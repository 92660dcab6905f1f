"""What a tap on a menu button carries with it when the button asks the follower for something."""

import hashlib

from wxbot.simulator.wire import Fields

SCANNED = "https://example.org/t/9"
PLACE = (31.230416, 121.473701, "上海市黄浦区")
_SCANS = {"scancode_push", "scancode_waitmsg"}
PICTURES = {"pic_sysphoto", "pic_photo_or_album", "pic_weixin"}


def details(kind: str, picture: bytes, scanned: str = SCANNED) -> Fields:
    """The extra nodes of the button's event, none for a plain click."""
    if kind in _SCANS:
        return {"ScanCodeInfo": {"ScanType": "qrcode", "ScanResult": scanned}}
    if kind in PICTURES:
        digest = hashlib.md5(picture, usedforsecurity=False).hexdigest()
        return {"SendPicsInfo": {"Count": 1, "PicList": {"item": [{"PicMd5Sum": digest}]}}}
    if kind == "location_select":
        latitude, longitude, label = PLACE
        place = {
            "Location_X": str(latitude),
            "Location_Y": str(longitude),
            "Scale": "16",
            "Label": label,
            "Poiname": "",
        }
        return {"SendLocationInfo": place}
    return {}
