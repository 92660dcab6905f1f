"""Sealing what is personal: only the account's keys open it, and it is found again without opening."""

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from wxbot.errors import SealError
from wxbot.store.vault import Vault

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
INDEX_KEY = "i" * 32
VAULT = Vault(OLD, INDEX_KEY)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_sealed_words_come_back_as_they_were(words: str) -> None:
    assert VAULT.open(VAULT.seal(words)) == words


@given(st.binary())
def test_sealed_bytes_come_back_as_they_were(content: bytes) -> None:
    assert VAULT.open(VAULT.seal(content)) == content


def test_sealed_words_say_nothing_of_what_they_were() -> None:
    sealed = VAULT.seal("我的电话是13800138000")
    assert sealed.isascii()
    assert "13800138000" not in sealed


def test_same_words_are_sealed_differently_each_time() -> None:
    assert VAULT.seal("护照") != VAULT.seal("护照")


def test_nothing_stays_nothing() -> None:
    assert VAULT.seal("") == VAULT.open("") == ""
    assert VAULT.seal(b"") == VAULT.open(b"") == b""


def test_what_the_old_key_sealed_is_opened_after_a_new_one_came() -> None:
    sealed = VAULT.seal("护照")
    assert Vault(f"{NEW},{OLD}", INDEX_KEY).open(sealed) == "护照"
    assert Vault(f"{NEW}, {OLD}", INDEX_KEY).open(sealed.encode()) == "护照".encode()


def test_newest_key_seals() -> None:
    sealed = Vault(f"{NEW},{OLD}", INDEX_KEY).seal("护照")
    assert Vault(NEW, INDEX_KEY).open(sealed) == "护照"
    with pytest.raises(SealError):
        VAULT.open(sealed)


def test_what_the_dropped_key_sealed_is_told_as_such() -> None:
    with pytest.raises(SealError, match="FERNET_KEYS"):
        Vault(NEW, INDEX_KEY).open(VAULT.seal("护照"))


@pytest.mark.parametrize("spoilt", ["words", "gAAAAAB", "护照", "\x00\xff", VAULT.seal("护照")[:-4]], ids=range(5))
def test_what_was_never_sealed_is_told_as_such(spoilt: str) -> None:
    with pytest.raises(SealError):
        VAULT.open(spoilt)
    with pytest.raises(SealError):
        VAULT.open(spoilt.encode("utf-8"))


def test_index_is_the_same_whatever_keys_seal() -> None:
    assert Vault(NEW, INDEX_KEY).index("li@example.com") == VAULT.index("li@example.com")


@pytest.mark.parametrize("words", ["Li@Example.com", " li@example.com ", "li @ example.com", "LI@EXAMPLE.COM\n"])
def test_index_knows_neither_case_nor_blanks(words: str) -> None:
    assert VAULT.index(words) == VAULT.index("li@example.com")


def test_index_tells_other_words_apart_and_needs_its_key() -> None:
    others = {
        VAULT.index("li@example.com"),
        VAULT.index("lo@example.com"),
        Vault(OLD, "k" * 32).index("li@example.com"),
    }
    assert len(others) == 3
    assert not [index for index in others if "li" in index]


@pytest.mark.parametrize("nothing", ["", "  "])
def test_nothing_has_no_index(nothing: str) -> None:
    """Otherwise everybody without a contact would be found as one."""
    assert VAULT.index(nothing) == ""
