"""WeChat's signature: SHA-1 over the sorted parts, compared in constant time."""

import hashlib
import hmac

from wxbot.errors import SignatureError


def sign(*parts: str) -> str:
    """The lower-case hexadecimal SHA-1 of the parts, sorted as bytes and joined."""
    joined = b"".join(sorted(part.encode(errors="surrogatepass") for part in parts))
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


def verify(given: str, *parts: str) -> None:
    """Raises SignatureError unless ``given`` is the signature of the parts."""
    if not hmac.compare_digest(given.encode(errors="surrogatepass"), sign(*parts).encode()):
        raise SignatureError("the signature does not fit")
