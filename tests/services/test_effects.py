"""Effects as values: what had to wait comes back as it was, and what asks for an answer cannot wait."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.drafts import NOON
from tests.services.writing import ALICE, written
from wxbot.errors import ContentError
from wxbot.services.effects import (
    AddToLetter,
    Effect,
    ReadLetters,
    ReadSubscriptions,
    SetLanguage,
    SetQuiet,
    Share,
    Subscribe,
    Unsubscribe,
    Waiting,
    WithdrawShares,
    can_wait,
)

CAN_WAIT: list[Effect] = [
    SetLanguage("en"),
    written(),
    AddToLetter("form 2", "20261122-0001", "还有一点\n“两点” \\ \x1f"),
    Share("form 3", (("image", "M1"), ("video", "M2")), "埃菲尔铁塔"),
    Share("form 4", (), ""),
    WithdrawShares(),
    Subscribe("notices", "JP"),
    Unsubscribe("", ""),
    SetQuiet("22:00-08:00"),
]
CANNOT: list[Effect] = [ReadLetters(), ReadLetters("20261122-0001"), ReadSubscriptions()]


def _waiting(*effects: Effect) -> Waiting:
    return Waiting("24800|oAlice|1795", ALICE, NOON, effects)


def _kind(effect: Effect) -> str:
    return type(effect).__name__


@pytest.mark.parametrize("effect", CAN_WAIT, ids=_kind)
def test_effect_that_waits_comes_back_as_it_was(effect: Effect) -> None:
    assert Waiting.load(_waiting(effect).dump()) == _waiting(effect)


def test_effects_come_back_in_their_order() -> None:
    assert Waiting.load(_waiting(*CAN_WAIT).dump()).effects == tuple(CAN_WAIT)


def test_every_effect_either_waits_or_asks_for_an_answer() -> None:
    assert {type(effect) for effect in (*CAN_WAIT, *CANNOT)} == set(Effect.__args__)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_words_come_back(words: str) -> None:
    asked = _waiting(AddToLetter("form", "20261122-0001", words))
    assert Waiting.load(asked.dump()) == asked


def test_half_a_sign_that_no_database_takes_is_dropped() -> None:
    loaded = Waiting.load(_waiting(SetQuiet("a\ud800b")).dump())
    assert loaded.effects == (SetQuiet("ab"),)


@pytest.mark.parametrize("effect", CANNOT, ids=_kind)
def test_one_who_asks_for_something_to_read_cannot_be_told_later(effect: Effect) -> None:
    assert not can_wait([effect])
    assert not can_wait([SetLanguage("en"), effect])


def test_what_only_changes_something_can_wait() -> None:
    assert can_wait(CAN_WAIT)
    assert can_wait([])


FIELDS: dict[str, Any] = json.loads(_waiting(SetLanguage("en")).dump())


@pytest.mark.parametrize(
    "stored",
    [
        *(b"", b"{", b"\xff\xfe", b"[]", b"null", b"7", b'"words"', b"{}"),
        *(json.dumps({**FIELDS, "at": at}).encode() for at in ("soon", None, 7)),
        *(json.dumps({**FIELDS, "effects": effects}).encode() for effects in (None, 7, ["x"], [["SetLanguage"]])),
        json.dumps({**FIELDS, "effects": [["Unknown", {}]]}).encode(),
        json.dumps({**FIELDS, "effects": [["ReadLetters", {"number": ""}]]}).encode(),
        json.dumps({**FIELDS, "effects": [["SetLanguage", {"speech": "en"}]]}).encode(),
        json.dumps({**FIELDS, "effects": [["SetLanguage", None]]}).encode(),
        json.dumps({**FIELDS, "effects": [["Share", {"origin": "f", "media": [7], "caption": ""}]]}).encode(),
        json.dumps({name: value for name, value in FIELDS.items() if name != "openid"}).encode(),
    ],
)
def test_what_was_never_put_there_is_told_as_unreadable(stored: bytes) -> None:
    with pytest.raises(ContentError, match="waits cannot be read"):
        Waiting.load(stored)
