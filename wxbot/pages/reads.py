"""Which requests count as somebody reading, and how a reading is noted without anybody waiting for it."""

from typing import Any

from flask import Response, request

from wxbot.edition.live import Live
from wxbot.pages.reader import Reader

# What a browser says when it only looks ahead.
_AHEAD = ("Purpose", "Sec-Purpose", "X-Purpose", "X-Moz")


def noted(who: Reader, live: Live[Any], response: Response) -> Response:
    """The response, which notes the reading once it has been sent."""
    if response.status_code == 200 and request.method == "GET" and not _looks_ahead():
        day = who.now.astimezone(who.zone).date()
        response.call_on_close(lambda: who.room.meter.note(live.key, day))
    return response


def _looks_ahead() -> bool:
    said = " ".join(request.headers.get(name, "") for name in _AHEAD).lower()
    return "prefetch" in said or "preview" in said
