"""The ciphertext opens for its key and its account only, and nothing that comes in its place breaks the opening."""

import base64

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.protocol.vectors import APP_ID, ENCODED_KEY, ENCRYPTED, KEY, MESSAGE, OTHER_KEY
from wxbot.errors import SettingsError, SignatureError
from wxbot.protocol.crypto import AesKey, decrypt_with_any

ONE_BLOCK = 16
HEAD_BYTES = 20


def test_key_is_decoded_with_its_unused_bits_left_out() -> None:
    assert KEY.raw.hex() == "69b71d79f8218a39259a7a29aabb2dbafc31cb3d35db7e39ebbf3d0010831051"


@pytest.mark.parametrize("last", ["A", "B", "C", "D"])
def test_unused_bits_of_the_last_letter_do_not_matter(last: str) -> None:
    assert AesKey.parse(ENCODED_KEY[:-1] + last) == AesKey.parse(ENCODED_KEY[:-1] + "A")


@pytest.mark.parametrize("encoded", ["", ENCODED_KEY[:-1], ENCODED_KEY + "0", ENCODED_KEY + "=", "+" * 43, "钥" * 43])
def test_key_of_another_shape_is_no_setting(encoded: str) -> None:
    with pytest.raises(SettingsError, match="43 letters and digits"):
        AesKey.parse(encoded)


def test_known_ciphertext_opens() -> None:
    assert KEY.decrypt(ENCRYPTED, APP_ID) == MESSAGE


def test_key_never_shows_in_a_message_that_is_refused() -> None:
    with pytest.raises(SignatureError) as refused:
        OTHER_KEY.decrypt(ENCRYPTED, APP_ID)
    assert ENCODED_KEY not in str(refused.value)


@settings(deadline=None)
@given(st.binary(max_size=200), st.text(max_size=30))
def test_what_is_encrypted_opens_again(message: bytes, app_id: str) -> None:
    assert KEY.decrypt(KEY.encrypt(message, app_id), app_id) == message


def test_equal_messages_look_different() -> None:
    assert KEY.encrypt(MESSAGE, APP_ID) != KEY.encrypt(MESSAGE, APP_ID)


def test_ciphertext_for_another_account_is_refused() -> None:
    with pytest.raises(SignatureError, match="account"):
        KEY.decrypt(KEY.encrypt(MESSAGE, "wxffffffffffffffff"), APP_ID)


@pytest.mark.parametrize("app_id", ["", APP_ID[:-1], APP_ID + "0", "0" + APP_ID, APP_ID.upper()])
def test_app_id_must_be_whole(app_id: str) -> None:
    with pytest.raises(SignatureError):
        KEY.decrypt(ENCRYPTED, app_id)


def test_ciphertext_of_another_key_is_refused() -> None:
    with pytest.raises(SignatureError):
        OTHER_KEY.decrypt(ENCRYPTED, APP_ID)


def opens(ciphertext: str) -> bool:
    try:
        KEY.decrypt(ciphertext, APP_ID)
    except SignatureError:
        return False
    return True


def test_no_part_of_a_ciphertext_opens() -> None:
    assert [length for length in range(len(ENCRYPTED)) if opens(ENCRYPTED[:length])] == []


@pytest.mark.parametrize("text", ["", "=", "====", "AAA", "A", "***", "好", "\ud800", "\x00", "AAAA" * 6, " \n "])
def test_text_that_is_no_base64_of_whole_blocks_is_refused(text: str) -> None:
    with pytest.raises(SignatureError):
        KEY.decrypt(text, APP_ID)


@settings(deadline=None)
@given(st.text(st.characters()))
def test_no_text_breaks_the_opening(text: str) -> None:
    assert not opens(text)


def locked(padded: bytes) -> str:
    """The bytes encrypted as they are, with no padding of our own."""
    encryptor = Cipher(algorithms.AES(KEY.raw), modes.CBC(KEY.raw[:ONE_BLOCK])).encryptor()
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def plain(length: int, message: bytes = b"", declared: int | None = None) -> bytes:
    """The layout with so many bytes in all, as far as a message can fill it."""
    filling = message or b"x" * (length - HEAD_BYTES - len(APP_ID))
    size = len(filling) if declared is None else declared
    return bytes(16) + size.to_bytes(4, "big") + filling + APP_ID.encode()


@pytest.mark.parametrize("count", range(1, 33))
def test_every_padding_up_to_32_bytes_is_taken_off(count: int) -> None:
    padded = plain(96 - count) + bytes([count]) * count
    assert KEY.decrypt(locked(padded), APP_ID) == b"x" * (96 - count - HEAD_BYTES - len(APP_ID))


def test_padding_of_no_byte_or_more_than_32_is_refused() -> None:
    counts = {byte: max(byte, 1) for byte in range(256)}
    padded = {byte: plain(512 - count) + bytes([byte]) * count for byte, count in counts.items()}
    accepted = [byte for byte, whole in padded.items() if opens(locked(whole))]
    assert accepted == list(range(1, 33))


@pytest.mark.parametrize("place", range(12))
def test_every_byte_of_the_padding_must_fit(place: int) -> None:
    padding = bytearray([12] * 12)
    padding[place] ^= 1
    assert not opens(locked(plain(96 - 12) + bytes(padding)))


@pytest.mark.parametrize("declared", [0, 1, 41, 43, 60, 0x7FFFFFFF, 0xFFFFFFFF])
def test_length_that_does_not_fit_the_message_is_refused(declared: int) -> None:
    assert not opens(locked(plain(0, b"x" * 42, declared) + bytes([16]) * 16))


@pytest.mark.parametrize("length", range(32))
def test_plaintext_too_short_for_its_head_is_refused(length: int) -> None:
    assert not opens(locked(bytes(length) + bytes([32 - length]) * (32 - length)))


def test_previous_key_opens_and_is_named() -> None:
    assert decrypt_with_any((OTHER_KEY, KEY), ENCRYPTED, APP_ID) == (MESSAGE, KEY)


def test_current_key_is_named_before_the_previous_one() -> None:
    assert decrypt_with_any((KEY, OTHER_KEY), ENCRYPTED, APP_ID) == (MESSAGE, KEY)


@pytest.mark.parametrize("keys", [(), (OTHER_KEY,)])
def test_ciphertext_that_no_key_opens_is_refused(keys: tuple[AesKey, ...]) -> None:
    with pytest.raises(SignatureError, match="no configured key"):
        decrypt_with_any(keys, ENCRYPTED, APP_ID)
