"""The codes with a parameter that the account has made, and the pictures of them."""

import base64
import io
import secrets
import threading
from dataclasses import dataclass

import segno
from PIL import Image

from wxbot.simulator.errors import require

LONGEST = 2_592_000
_PERMANENT = 100_000
_SIDE = 430


@dataclass(frozen=True)
class QrCode:
    """``until`` is infinite for a permanent code. A number and a text that look alike are two scenes."""

    ticket: str
    scene: str
    numeric: bool
    created: int
    until: float
    url: str

    @property
    def permanent(self) -> bool:
        return self.until == float("inf")


class QrCodes:
    def __init__(self) -> None:
        self._codes: dict[str, QrCode] = {}
        self._lock = threading.Lock()

    def create(self, scene: str, numeric: bool, now: float, seconds: int = 0) -> QrCode:
        """A permanent code when no number of seconds is given. Raises ApiError."""
        until = now + seconds if seconds else float("inf")
        with self._lock:
            permanent = sum(code.permanent for code in self._codes.values())
            require(seconds or permanent < _PERMANENT, 45029)
            code = QrCode(_new_ticket(), scene, numeric, int(now), until, _new_url())
            self._codes[code.ticket] = code
            return code

    def get(self, ticket: str, now: float) -> QrCode | None:
        """Nothing when the ticket is unknown or expired."""
        code = self._codes.get(ticket)
        return code if code and code.until > now else None

    def of_scene(self, scene: str, now: float) -> QrCode | None:
        """The newest code of the scene that still lives."""
        return next((code for code in self.all() if code.scene == scene and code.until > now), None)

    def all(self) -> tuple[QrCode, ...]:
        """The newest first, expired ones included."""
        with self._lock:
            return tuple(reversed(self._codes.values()))


def picture_of(code: QrCode) -> bytes:
    """A JPEG with the margin that readers need."""
    drawn = io.BytesIO()
    segno.make(code.url, error="m", micro=False).save(drawn, kind="png", scale=10, border=4)
    file = io.BytesIO()
    Image.open(drawn).convert("L").resize((_SIDE, _SIDE), Image.Resampling.NEAREST).save(file, "JPEG", quality=90)
    return file.getvalue()


def ticket_for(scene: str) -> str:
    """The ticket of a code that was made elsewhere, always the same for a scene."""
    return f"gQ{scene.encode().hex()}"


def _new_ticket() -> str:
    """Tickets hold signs that must be escaped in an address."""
    return "gQ" + base64.b64encode(secrets.token_bytes(69)).decode()[:-2] + "=="


def _new_url() -> str:
    return f"http://weixin.qq.com/q/{secrets.token_urlsafe(16)}"
