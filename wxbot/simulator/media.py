"""Uploaded files: temporary ones for three days, permanent ones until they are deleted."""

import secrets
import threading
from dataclasses import dataclass

TEMPORARY_LIFE = 3 * 86400
_AMR = b"#!AMR\n"
_FRAME_BYTES = {0: 13, 1: 14, 2: 16, 3: 18, 4: 20, 5: 21, 6: 27, 7: 32, 8: 6}
_SIGNATURES: tuple[tuple[bytes, int, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"GIF8", 0, "image/gif"),
    (b"BM", 0, "image/bmp"),
    (b"#!AMR", 0, "audio/amr"),
    (b"ID3", 0, "audio/mpeg"),
    (b"\xff\xfb", 0, "audio/mpeg"),
    (b"\xff\xf3", 0, "audio/mpeg"),
    (b"ftyp", 4, "video/mp4"),
)


@dataclass(frozen=True)
class Medium:
    """``until`` is infinite for permanent material."""

    id: str
    kind: str
    content: bytes
    mimetype: str
    name: str
    created: int
    until: float
    title: str = ""
    description: str = ""

    @property
    def permanent(self) -> bool:
        return self.until == float("inf")


def mimetype_of(content: bytes) -> str:
    """By the first bytes; empty when it is none of the types that the platform takes."""
    for mark, offset, mimetype in _SIGNATURES:
        if content[offset : offset + len(mark)] == mark:
            return mimetype
    return ""


def amr_seconds(content: bytes) -> float:
    """How long a voice message lasts: each frame begins with its kind and holds a fiftieth of a second."""
    at, frames = len(_AMR), 0
    while at < len(content):
        at += _FRAME_BYTES.get(content[at] >> 3 & 15, 1)
        frames += 1
    return frames / 50


class MediaStore:
    def __init__(self) -> None:
        self._media: dict[str, Medium] = {}
        self._lock = threading.Lock()

    def add(self, kind: str, content: bytes, name: str, now: float, permanent: bool = False) -> Medium:
        until = float("inf") if permanent else now + TEMPORARY_LIFE
        mimetype = mimetype_of(content) or "application/octet-stream"
        return self.keep(Medium(secrets.token_urlsafe(33), kind, content, mimetype, name, int(now), until))

    def keep(self, medium: Medium) -> Medium:
        with self._lock:
            self._media[medium.id] = medium
        return medium

    def get(self, media_id: str, now: float) -> Medium | None:
        """Nothing when the id is unknown or expired."""
        medium = self._media.get(media_id)
        return medium if medium and medium.until > now else None

    def delete(self, media_id: str) -> bool:
        with self._lock:
            return self._media.pop(media_id, None) is not None

    def all(self) -> tuple[Medium, ...]:
        """The newest first, expired ones included."""
        with self._lock:
            return tuple(reversed(self._media.values()))

    def permanent(self, kind: str) -> tuple[Medium, ...]:
        """The newest first."""
        with self._lock:
            found = [medium for medium in self._media.values() if medium.permanent and medium.kind == kind]
        return tuple(reversed(found))
