"""The journal's lines: one for each delivery."""

import datetime as dt

from wxbot.store import journal
from wxbot.store.database import Database
from wxbot.store.journal import Entry

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def _add(database: Database, *deliveries: str) -> None:
    with database.write() as db:
        for delivery in deliveries:
            decision = {"hit": "search", "why": "三个词"}
            entry = Entry(delivery=delivery, openid="oAlice", at=NOON, source="text", asked="护照", hit="search")
            entry.decision, entry.reply = decision, "TextReply"
            db.add(entry)


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


def test_unknown_delivery_has_no_line(database: Database) -> None:
    with database.read() as db:
        assert journal.of_delivery(db, "unknown") is None
