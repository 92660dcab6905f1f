"""The journal's lines: one for each delivery."""

import datetime as dt

from sqlalchemy import select

from wxbot.store import journal
from wxbot.store.database import Database
from wxbot.store.journal import Entry

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def _add(database: Database, *deliveries: str, openid: str = "oAlice") -> None:
    with database.write() as db:
        for delivery in deliveries:
            assert journal.add(
                db,
                delivery=delivery,
                openid=openid,
                at=NOON,
                source="text",
                asked="护照",
                hit="search",
                decision={"hit": "search", "why": "三个词"},
                reply="TextReply",
            )


def test_lines_are_counted(database: Database) -> None:
    _add(database, "one", "two")
    with database.read() as db:
        assert journal.count(db) == 2


def test_empty_journal_has_no_lines(database: Database) -> None:
    with database.read() as db:
        assert journal.count(db) == 0


def test_line_is_found_by_its_delivery(database: Database) -> None:
    _add(database, "one", "two")
    with database.read() as db:
        entry = journal.of_delivery(db, "two")
        assert entry is not None
        assert (entry.id, entry.asked, entry.decision) == (2, "护照", {"hit": "search", "why": "三个词"})


def test_followers_lines_are_his_own_in_their_order(database: Database) -> None:
    _add(database, "one", "two")
    _add(database, "three", openid="oBob")
    with database.read() as db:
        assert [entry.id for entry in journal.of_follower(db, "oAlice")] == [1, 2]
        assert [journal.knows(db, openid) for openid in ("oAlice", "oBob", "oChen")] == [True, True, False]


def test_released_lines_stay_for_the_figures_and_say_nothing_of_him(database: Database) -> None:
    _add(database, "one", "two")
    _add(database, "three", openid="oBob")
    with database.write() as db:
        journal.release(db, "oAlice")
    with database.read() as db:
        lines = db.scalars(select(Entry).order_by(Entry.id)).all()
    assert [(line.openid, line.asked, len(line.decision)) for line in lines] == [
        *(("", "", 0), ("", "", 0)),
        ("oBob", "护照", 2),
    ]
    assert {(line.hit, line.source, line.at) for line in lines} == {("search", "text", NOON)}


def test_released_line_is_still_known_by_its_delivery(database: Database) -> None:
    """So that it is not written once more when it is drained again."""
    _add(database, "one")
    with database.write() as db:
        journal.release(db, "oAlice")
    with database.read() as db:
        assert journal.of_delivery(db, "one") is not None


def test_unknown_delivery_has_no_line(database: Database) -> None:
    with database.read() as db:
        assert journal.of_delivery(db, "unknown") is None
