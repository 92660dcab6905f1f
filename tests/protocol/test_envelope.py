"""What may come in: plaintext where no key is configured, and only what is encrypted for us where one is."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.protocol.vectors import (
    APP_ID,
    BODY,
    ENCRYPTED,
    KEY,
    MESSAGE,
    NONCE,
    PLAIN,
    PLAIN_QUERY,
    QUERY,
    SAFE,
    TIMESTAMP,
    TOKEN,
)
from wxbot.errors import MalformedError, ProtocolError, SignatureError
from wxbot.protocol.envelope import open_envelope
from wxbot.protocol.signature import sign
from wxbot.protocol.xml import parse

anything = st.text(st.characters())


def test_plaintext_is_read_when_no_key_is_configured() -> None:
    opened = open_envelope(MESSAGE, PLAIN_QUERY, PLAIN)
    assert (opened.tree["Content"], opened.key) == ("你好", None)


@pytest.mark.parametrize("kind", ["raw", "", "AES", "aes ", "none"])
def test_plaintext_is_refused_when_a_key_is_configured(kind: str) -> None:
    with pytest.raises(SignatureError, match="plaintext"):
        open_envelope(MESSAGE, {**PLAIN_QUERY, "encrypt_type": kind}, SAFE)


def test_plaintext_without_a_type_is_refused_when_a_key_is_configured() -> None:
    with pytest.raises(SignatureError, match="plaintext"):
        open_envelope(MESSAGE, PLAIN_QUERY, SAFE)


def test_encrypted_request_is_refused_when_no_key_is_configured() -> None:
    with pytest.raises(SignatureError, match="no key"):
        open_envelope(BODY, QUERY, PLAIN)


def test_encrypted_request_opens() -> None:
    opened = open_envelope(BODY, QUERY, SAFE)
    assert (opened.tree, opened.key) == (parse(MESSAGE), KEY)


def test_plaintext_that_claims_to_be_encrypted_is_refused() -> None:
    with pytest.raises(SignatureError):
        open_envelope(MESSAGE, QUERY, SAFE)


def test_plain_fields_beside_the_ciphertext_are_not_read() -> None:
    both = BODY.replace(b"<Encrypt>", "<Content>偽</Content><FromUserName>oForged</FromUserName><Encrypt>".encode())
    assert open_envelope(both, QUERY, SAFE).tree == parse(MESSAGE)


@pytest.mark.parametrize("given_signature", ["", "0" * 40, PLAIN_QUERY["signature"], "签"])
def test_wrong_message_signature_is_refused(given_signature: str) -> None:
    with pytest.raises(SignatureError):
        open_envelope(BODY, {**QUERY, "msg_signature": given_signature}, SAFE)


def test_missing_message_signature_is_refused() -> None:
    query = {name: value for name, value in QUERY.items() if name != "msg_signature"}
    with pytest.raises(SignatureError):
        open_envelope(BODY, query, SAFE)


def test_message_signature_covers_the_ciphertext() -> None:
    with pytest.raises(SignatureError, match="signature"):
        open_envelope(BODY.replace(b"Q3st", b"Q3sT"), QUERY, SAFE)


def sealed(message: bytes, app_id: str = APP_ID) -> tuple[bytes, dict[str, str]]:
    encrypted = KEY.encrypt(message, app_id)
    query = {**QUERY, "msg_signature": sign(TOKEN, TIMESTAMP, NONCE, encrypted)}
    return f"<xml><Encrypt>{encrypted}</Encrypt></xml>".encode(), query


def test_signed_ciphertext_for_another_account_is_refused() -> None:
    with pytest.raises(SignatureError, match="no configured key"):
        open_envelope(*sealed(MESSAGE, "wxffffffffffffffff"), SAFE)


@pytest.mark.parametrize("inside", [b"", b"hello", b'{"a":1}', b"<other><a>1</a></other>", b"\xff\xfe"])
def test_signed_ciphertext_of_something_else_is_malformed(inside: bytes) -> None:
    with pytest.raises(MalformedError):
        open_envelope(*sealed(inside), SAFE)


@pytest.mark.parametrize("body", [b"", b"hello", b"<xml></xml>", b"<!DOCTYPE xml><xml><Encrypt>A</Encrypt></xml>"])
def test_body_of_something_else_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedError):
        open_envelope(body, QUERY, SAFE)


@settings(deadline=None)
@given(st.binary(max_size=200), st.dictionaries(st.sampled_from(("msg_signature", "timestamp", "nonce")), anything))
def test_nothing_breaks_the_opening(body: bytes, query: Mapping[str, str]) -> None:
    with pytest.raises(ProtocolError):
        open_envelope(body, {"encrypt_type": "aes", **query}, SAFE)


def test_known_ciphertext_has_the_known_signature() -> None:
    assert sign(TOKEN, TIMESTAMP, NONCE, ENCRYPTED) == QUERY["msg_signature"]
