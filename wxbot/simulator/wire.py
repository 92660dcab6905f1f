"""How WeChat's bytes look: signatures, the AES envelope and XML. Nothing here knows what a message means."""

import base64
import binascii
import hashlib
import os
from collections.abc import Mapping, Sequence
from typing import Union
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

Value = Union[str, int, float, "Fields", Sequence["Value"]]
Fields = Mapping[str, Value]

_BLOCK = 32
_HEAD = 16


class WireError(ValueError):
    """The bytes are not what WeChat exchanges; the text says why."""


def signature(*parts: str) -> str:
    """Of token, timestamp and nonce; of the ciphertext as well when it is a message signature."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324 - The platform's choice.


def key_bytes(aes_key: str) -> bytes:
    """43 characters hold two bits more than 32 bytes; the lenient decoder drops them."""
    return base64.b64decode(aes_key + "=")


def seal(xml: str, aes_key: str, app_id: str, random: bytes = b"") -> str:
    """The base64 ciphertext of the XML. ``random`` has 16 bytes and is drawn when it is not given."""
    body = xml.encode()
    plain = (random or os.urandom(_HEAD)) + len(body).to_bytes(4, "big") + body + app_id.encode()
    pad = _BLOCK - len(plain) % _BLOCK
    return encrypt(plain + bytes([pad]) * pad, aes_key)


def encrypt(padded: bytes, aes_key: str) -> str:
    key = key_bytes(aes_key)
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def unseal(sealed: str, aes_key: str) -> tuple[str, str]:
    """The XML and the app id inside. Raises WireError."""
    plain = _unpadded(_decrypt(sealed, aes_key))
    end = _HEAD + 4 + int.from_bytes(plain[_HEAD : _HEAD + 4], "big")
    if len(plain) < _HEAD + 4 or end > len(plain):
        raise WireError("the length inside the ciphertext is wrong")
    try:
        return plain[_HEAD + 4 : end].decode(), plain[end:].decode()
    except UnicodeDecodeError:
        raise WireError("the decrypted text is not UTF-8") from None


def _decrypt(sealed: str, aes_key: str) -> bytes:
    try:
        data = base64.b64decode(sealed, validate=True)
    except binascii.Error:
        raise WireError("the ciphertext is not base64") from None
    if not data or len(data) % 16:
        raise WireError("the ciphertext is not a whole number of blocks")
    key = key_bytes(aes_key)
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    return decryptor.update(data) + decryptor.finalize()


def _unpadded(plain: bytes) -> bytes:
    pad = plain[-1]
    if not 1 <= pad <= _BLOCK or plain[-pad:] != bytes([pad]) * pad:
        raise WireError("the padding of the ciphertext is wrong")
    return plain[:-pad]


def render(fields: Fields, root: str = "xml") -> str:
    """Strings become CDATA, numbers plain text, mappings nested elements, sequences repeated ones."""
    return f"<{root}>" + "".join(_element(name, value) for name, value in fields.items()) + f"</{root}>"


def _element(name: str, value: Value) -> str:
    if isinstance(value, str):
        return f"<{name}><![CDATA[" + value.replace("]]>", "]]]]><![CDATA[>") + f"]]></{name}>"
    if isinstance(value, Mapping):
        return render(value, name)
    if isinstance(value, Sequence):
        return "".join(_element(name, part) for part in value)
    return f"<{name}>{value}</{name}>"


def parse(body: bytes) -> Element:
    """The root element. Raises WireError for broken XML and for anything that declares a document type."""
    builder = TreeBuilder()
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = lambda name, attributes: builder.start(name, attributes)
    parser.EndElementHandler = lambda name: builder.end(name)
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise WireError(f"it is not XML: {error}") from None
    return builder.close()


def _refuse(*_: object) -> None:
    raise WireError("the XML declares a document type or an entity")
