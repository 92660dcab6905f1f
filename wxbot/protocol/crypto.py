"""The encryption of pushes and replies: AES-256-CBC with WeChat's own layout and padding.

Layout of the plaintext: 16 random bytes, the length as four bytes big-endian, the message, the app id.
Source: the platform's "message encryption and decryption" page.
"""

import base64
import binascii
import re
import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from wxbot.errors import SettingsError, SignatureError

_BLOCK = 32  # WeChat pads to 32 bytes, not to the 16 of AES, so the stock un-padders refuse its messages.
_HEAD = 20  # 16 random bytes and the length.


@dataclass(frozen=True, slots=True)
class AesKey:
    """One EncodingAESKey, decoded."""

    raw: bytes

    @classmethod
    def parse(cls, encoded: str) -> "AesKey":
        """Raises SettingsError unless ``encoded`` has the 43 letters and digits that WeChat issues."""
        if not re.fullmatch(r"[A-Za-z0-9]{43}", encoded):
            raise SettingsError("an EncodingAESKey has exactly 43 letters and digits")
        # 43 characters carry 258 bits; the last two may be set, so a strict decoder would refuse good keys.
        return cls(base64.b64decode(encoded + "="))

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self.raw), modes.CBC(self.raw[:16]))

    def encrypt(self, message: bytes, app_id: str) -> str:
        plain = secrets.token_bytes(16) + len(message).to_bytes(4, "big") + message + app_id.encode()
        count = _BLOCK - len(plain) % _BLOCK
        encryptor = self._cipher().encryptor()
        return base64.b64encode(encryptor.update(plain + bytes([count]) * count) + encryptor.finalize()).decode()

    def decrypt(self, encrypted: str, app_id: str) -> bytes:
        """The message inside. Raises SignatureError when the key, the padding or the app id is not right."""
        plain = self._unpadded(encrypted)
        end = _HEAD + int.from_bytes(plain[16:_HEAD], "big")
        if len(plain) < _HEAD or end > len(plain) or plain[end:] != app_id.encode():
            raise SignatureError("the ciphertext is not for this account")
        return plain[_HEAD:end]

    def _unpadded(self, encrypted: str) -> bytes:
        try:
            decryptor = self._cipher().decryptor()
            padded = decryptor.update(base64.b64decode(encrypted)) + decryptor.finalize()
        except (binascii.Error, ValueError):
            raise SignatureError("the ciphertext is not whole blocks of base64") from None
        count = padded[-1] if padded else 0
        if not 1 <= count <= _BLOCK or padded[-count:] != bytes([count]) * count:
            raise SignatureError("the padding does not fit the key")
        return padded[:-count]


def decrypt_with_any(keys: tuple[AesKey, ...], encrypted: str, app_id: str) -> tuple[bytes, AesKey]:
    """The message and the key that opened it, so that the reply can be locked with the same one."""
    for key in keys:
        try:
            return key.decrypt(encrypted, app_id), key
        except SignatureError:
            continue
    raise SignatureError("no configured key opens the ciphertext")
