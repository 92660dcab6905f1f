"""The ledger of consents: every line once, in the order in which it was told."""

import datetime as dt
from typing import Any

from wxbot.store import consents
from wxbot.store.database import Database

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def _add(database: Database, delivery: str, position: int = 0, **fields: Any) -> bool:
    plain: dict[str, Any] = {"openid": "oAlice", "template_id": "T", "event": "popup", "accepted": True}
    with database.write() as db:
        rest = {"message_id": "", "error": "", "at": NOON}
        return consents.add(db, delivery=delivery, position=position, **{**plain, **rest, **fields})


def _lines(database: Database, openid: str = "oAlice") -> list[tuple[str, bool]]:
    with database.read() as db:
        return [(line.event, line.accepted) for line in consents.of_follower(db, openid)]


def test_lines_come_in_their_order(database: Database) -> None:
    _add(database, "first")
    _add(database, "second", event="change", accepted=False)
    assert _lines(database) == [("popup", True), ("change", False)]


def test_line_of_a_push_is_added_once(database: Database) -> None:
    added = [_add(database, "push", position) for position in (0, 0, 1)]
    assert (added, len(_lines(database))) == ([True, False, True], 2)


def test_removed_lines_are_one_followers(database: Database) -> None:
    _add(database, "first")
    _add(database, "second", openid="oBob")
    with database.write() as db:
        consents.remove(db, "oAlice")
    assert (_lines(database), _lines(database, "oBob")) == ([], [("popup", True)])
