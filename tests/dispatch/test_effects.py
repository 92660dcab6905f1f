"""Carrying out what an outcome promises: whole or not at all, and once however often it is tried."""

import datetime as dt

import pytest
from sqlalchemy import select

from tests.services.drafts import NOON
from tests.services.writing import ALICE, BOB, SHANGHAI, VAULT, open_letter, written
from wxbot.dispatch.effects import Keeper
from wxbot.services import followers, letters, subscriptions
from wxbot.services.effects import (
    AddToLetter,
    Effect,
    ReadLetters,
    ReadSubscriptions,
    Receipt,
    SetLanguage,
    SetQuiet,
    Share,
    Subscribe,
    Unsubscribe,
    Waiting,
    WithdrawShares,
)
from wxbot.store import submissions
from wxbot.store.database import Database
from wxbot.store.outbox import Outgoing

KEEPER = Keeper(VAULT, SHANGHAI)
NUMBER = "20261122-0001"


def _carry_out(database: Database, *effects: Effect, openid: str = ALICE) -> list[Receipt]:
    with database.write() as db:
        return KEEPER.carry_out(db, Waiting("d1", openid, NOON, effects))


def _catch_up(database: Database, *effects: Effect) -> None:
    with database.write() as db:
        KEEPER.catch_up(db, Waiting("d1", ALICE, NOON, effects))


def _told(database: Database) -> list[tuple[str, object]]:
    with database.read() as db:
        rows = db.scalars(select(Outgoing).order_by(Outgoing.id)).all()
    return [(row.openid, row.message) for row in rows]


def _text(words: str) -> dict[str, object]:
    return {"msgtype": "text", "text": {"content": words}}


def _shared(database: Database, openid: str = ALICE) -> list[tuple[str, str, str, dt.datetime]]:
    with database.read() as db:
        rows = submissions.of_follower(db, openid)
    return [(row.kind, row.media_id, VAULT.open(row.caption), row.sent_at) for row in rows]


def _followed(database: Database) -> tuple[tuple[str, str], ...]:
    with database.read() as db:
        return subscriptions.read(db, ALICE).subscriptions


def test_each_effect_has_its_receipt_in_order(database: Database) -> None:
    receipts = _carry_out(database, written(), Subscribe("news", ""), SetQuiet("22:00-08:00"), SetLanguage("en"))
    assert receipts == [Receipt(number=NUMBER), Receipt(), Receipt(quiet="22:00-08:00"), Receipt()]


def test_language_is_kept(database: Database) -> None:
    _carry_out(database, SetLanguage("en"))
    with database.read() as db:
        assert followers.known(db, ALICE) == {"known": "1", "language": "en"}


def test_letter_is_dated_by_the_accounts_own_calendar(sqlite: Database) -> None:
    evening = dt.datetime(2026, 11, 22, 16, tzinfo=dt.UTC)
    with sqlite.write() as db:
        (receipt,) = KEEPER.carry_out(db, Waiting("d1", ALICE, evening, (written(),)))
    assert receipt.number == "20261123-0001"


def test_letter_is_read_by_its_writer(sqlite: Database) -> None:
    _carry_out(sqlite, written())
    (mine,), (one,), (his,) = (
        _carry_out(sqlite, effect, openid=openid)
        for effect, openid in ((ReadLetters(), ALICE), (ReadLetters(NUMBER), ALICE), (ReadLetters(NUMBER), BOB))
    )
    assert [[view.number for view in receipt.letters] for receipt in (mine, one, his)] == [[NUMBER], [NUMBER], []]
    assert (mine.done, his.done) == (True, False)


def test_subscriptions_are_made_undone_and_read(database: Database) -> None:
    _carry_out(database, Subscribe("news", ""), Subscribe("notices", "JP"))
    assert _carry_out(database, Subscribe("news", ""))[0].done is False
    assert _carry_out(database, Unsubscribe("news", ""), ReadSubscriptions())[1].subscriptions == (("notices", "JP"),)
    assert [receipt.done for receipt in _carry_out(database, Unsubscribe("", ""), Unsubscribe("", ""))] == [True, False]


def test_shares_are_kept_with_their_caption_and_withdrawn(database: Database) -> None:
    share = Share("form 1", (("image", "M1"), ("video", "M2")), "铁塔")
    assert _carry_out(database, share) == [Receipt()]
    assert _shared(database) == [("image", "M1", "铁塔", NOON), ("video", "M2", "铁塔", NOON)]
    assert [_carry_out(database, WithdrawShares())[0].done for _ in range(2)] == [True, False]
    assert _shared(database) == []


def test_withdrawing_leaves_what_others_share(sqlite: Database) -> None:
    _carry_out(sqlite, Share("form 1", (("image", "M1"),), ""), openid=BOB)
    assert _carry_out(sqlite, WithdrawShares()) == [Receipt(done=False)]
    assert len(_shared(sqlite, BOB)) == 1


def test_carrying_out_twice_changes_nothing(database: Database) -> None:
    effects = (
        *(written(), AddToLetter("form 2", NUMBER, "还有一点")),
        *(
            Share("form 3", (("image", "M1"),), "铁塔"),
            Subscribe("news", ""),
            SetLanguage("en"),
            SetQuiet("22:00-08:00"),
        ),
    )
    first, second = (_carry_out(database, *effects) for _ in range(2))
    assert [receipt.number for receipt in first] == [receipt.number for receipt in second]
    with database.read() as db:
        (view,) = letters.read(db, VAULT, ALICE, "").letters
    assert (view.number, view.additions) == (NUMBER, 1)
    assert (len(_shared(database)), _followed(database)) == (1, (("news", ""),))


def test_nothing_is_kept_when_one_of_them_fails(database: Database) -> None:
    with pytest.raises(TypeError):
        _carry_out(database, Subscribe("news", ""), Share("form", None, ""))  # type: ignore[arg-type]
    assert _followed(database) == ()


def test_letter_that_waited_is_opened_and_its_number_told(database: Database) -> None:
    _catch_up(database, written(later="您的来信编号是{number}。"))
    with database.read() as db:
        assert [view.number for view in letters.read(db, VAULT, ALICE, "").letters] == [NUMBER]
    assert _told(database) == [(ALICE, _text(f"您的来信编号是{NUMBER}。"))]


def test_letter_that_is_caught_up_with_twice_is_told_once(database: Database) -> None:
    """The worker may die before it removes what it carried out."""
    for _ in range(2):
        _catch_up(database, written())
    assert [message for _, message in _told(database)] == [_text(f"编号是 {NUMBER}。")]


def test_letter_that_was_kept_after_all_is_told_with_its_number(sqlite: Database) -> None:
    """The answer of the database was lost, so the follower was told that it waits."""
    open_letter(sqlite, written())
    _catch_up(sqlite, written())
    assert [message for _, message in _told(sqlite)] == [_text(f"编号是 {NUMBER}。")]


def test_effects_without_a_number_are_caught_up_with_in_silence(sqlite: Database) -> None:
    _catch_up(sqlite, Subscribe("news", ""), Share("form", (("image", "M1"),), ""), written(later=""))
    assert (_followed(sqlite), len(_shared(sqlite)), _told(sqlite)) == ((("news", ""),), 1, [])
