"""Where a mission is and how it is called, in signs that every reader understands."""

import re

_BETWEEN = re.compile(r"[/,;，；、(（]")
_NOT_DIALLED = re.compile(r"[^0-9+]")


def dialled(phone: str) -> str:
    """What a phone dials: the first number that is given, without its hyphens and spaces."""
    return _NOT_DIALLED.sub("", _BETWEEN.split(phone)[0])


def position(latitude: float, longitude: float) -> str:
    north, east = "N" if latitude >= 0 else "S", "E" if longitude >= 0 else "W"
    return f"{abs(latitude):.2f}° {north}, {abs(longitude):.2f}° {east}"
