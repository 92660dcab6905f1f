"""The few icons that the console shows, cut out of the sheet that Bootstrap-Flask brings with it."""

import re
from functools import cache
from pathlib import Path

import flask_bootstrap
from flask import Response

# Add a name of https://icons.getbootstrap.com here to use it: {{ icon("name") }}.
NAMES = (
    *(
        "speedometer2",
        "file-earmark-text",
        "chat-square-text",
        "menu-button-wide",
        "envelope",
        "journal-text",
        "people",
    ),
    *("images", "shield-check", "sliders", "person-badge", "spellcheck", "calendar3", "tags", "box-arrow-right"),
    *("plus-lg", "search", "exclamation-triangle", "check-lg", "x-lg", "arrow-left", "arrow-right", "clock-history"),
    *("person-circle", "download", "pencil", "trash", "eye", "robot", "phone", "list", "question-circle", "link-45deg"),
    *(
        "arrow-up",
        "arrow-down",
        "arrow-counterclockwise",
        "send",
        "reply",
        "sticky",
        "bell",
        "grip-vertical",
        "translate",
    ),
    *(
        "check2-circle",
        "x-circle",
        "info-circle",
        "lock",
        "flag",
        "inbox",
        "card-text",
        "globe2",
        "camera-video",
        "bar-chart",
    ),
)

_SHEET = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5" / "icons" / "bootstrap-icons.svg"
_SYMBOL = re.compile(r'<symbol\b[^>]*?\bid="([^"]+)"[^>]*>.*?</symbol>', re.DOTALL)


@cache
def sheet() -> str:
    found = {match[1]: match[0] for match in _SYMBOL.finditer(_SHEET.read_text(encoding="utf-8"))}
    symbols = "".join(found[name] for name in NAMES if name in found)
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>'


def icons() -> Response:
    response = Response(sheet(), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response
