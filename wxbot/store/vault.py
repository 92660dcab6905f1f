"""Sealing what is personal, before it reaches Redis or SQL, and finding it again without opening it."""

import hmac
from typing import TypeVar

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from wxbot.errors import SealError

S = TypeVar("S", str, bytes)


class Vault:
    """``keys`` are Fernet keys, newest first, commas between: the first one seals, every one opens."""

    def __init__(self, keys: str, index_key: str) -> None:
        self._fernet = MultiFernet([Fernet(key.strip()) for key in keys.split(",")])
        self._index_key = index_key.encode()

    def seal(self, plain: S) -> S:
        """The same type comes back: letters of base64. What is empty stays empty, since it says nothing."""
        if isinstance(plain, bytes):
            return self._fernet.encrypt(plain) if plain else plain
        return self._fernet.encrypt(plain.encode(errors="ignore")).decode() if plain else plain

    def open(self, sealed: S) -> S:
        """Raises SealError when none of the keys fits."""
        try:
            if isinstance(sealed, bytes):
                return self._fernet.decrypt(sealed) if sealed else sealed
            return self._fernet.decrypt(sealed.encode()).decode() if sealed else sealed
        except InvalidToken:
            raise SealError("none of FERNET_KEYS opens this") from None

    def index(self, plain: str) -> str:
        """A fingerprint by which the same words are found again; nobody without the key can test a guess."""
        words = "".join(plain.split()).casefold()
        return hmac.new(self._index_key, words.encode(), "sha256").hexdigest() if words else ""
