"""Opens what the webhook received and closes what it answers: who signed it, when, and with which key.

The mode is decided by each request's own ``encrypt_type``; but where a key is configured, plaintext is refused.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from wxbot.errors import SignatureError, StaleError
from wxbot.protocol.crypto import AesKey, decrypt_with_any
from wxbot.protocol.messages import text_of
from wxbot.protocol.signature import sign, verify
from wxbot.protocol.xml import Tree, cdata, parse


@dataclass(frozen=True, slots=True)
class Credentials:
    """What WeChat and we share. ``keys`` holds the current AES key first, then the previous one; none: plaintext."""

    token: str
    app_id: str
    keys: tuple[AesKey, ...]
    freshness: int  # Seconds by which a timestamp may differ from now.


@dataclass(frozen=True, slots=True)
class Opened:
    tree: Tree
    key: AesKey | None  # The key that opened it, None for plaintext.


def guard(query: Mapping[str, str], credentials: Credentials, now: float) -> None:
    """Raises SignatureError or StaleError unless the query is signed with our token, and freshly."""
    timestamp = query.get("timestamp", "")
    verify(query.get("signature", ""), credentials.token, timestamp, query.get("nonce", ""))
    if not (timestamp.isascii() and timestamp.isdigit()) or abs(now - int(timestamp[:12])) > credentials.freshness:
        raise StaleError("the timestamp is outside the freshness window")


def open_envelope(body: bytes, query: Mapping[str, str], credentials: Credentials) -> Opened:
    """The message inside a guarded request.

    Raises SignatureError for a wrong or missing encryption and MalformedError for anything but WeChat's XML.
    """
    if query.get("encrypt_type", "raw") != "aes":
        if credentials.keys:
            raise SignatureError("plaintext, although encryption is configured")
        return Opened(parse(body), None)
    if not credentials.keys:
        raise SignatureError("encrypted, although no key is configured")
    encrypted = text_of(parse(body), "Encrypt")
    parts = (credentials.token, query.get("timestamp", ""), query.get("nonce", ""), encrypted)
    verify(query.get("msg_signature", ""), *parts)
    message, key = decrypt_with_any(credentials.keys, encrypted, credentials.app_id)
    return Opened(parse(message), key)


def close_envelope(reply: bytes, key: AesKey | None, credentials: Credentials, now: float) -> bytes:
    """The reply as it goes out: unchanged in plaintext, otherwise locked with ``key`` and signed."""
    if key is None:
        return reply
    encrypted = key.encrypt(reply, credentials.app_id)
    timestamp, nonce = str(int(now)), secrets.token_hex(8)
    signature = sign(credentials.token, timestamp, nonce, encrypted)
    return (
        f"<xml><Encrypt>{cdata(encrypted)}</Encrypt><MsgSignature>{cdata(signature)}</MsgSignature>"
        f"<TimeStamp>{timestamp}</TimeStamp><Nonce>{cdata(nonce)}</Nonce></xml>"
    ).encode()
