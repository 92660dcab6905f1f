"""Consents to notices: what WeChat's events tell is in the ledger once, whoever drains the journal and how often."""

import datetime as dt
import itertools
from typing import Any

import redis

from tests.services.drafts import NOON
from tests.services.lines import ALICE, BEIJING, append, entry, keep, line
from wxbot.services import consents, followers, journal
from wxbot.store import audiences
from wxbot.store import consents as rows
from wxbot.store.consents import Consent
from wxbot.store.database import Database
from wxbot.store.followers import Follower

ACCEPTED = {"template_id": "T1", "accepted": True, "message_id": "", "error_code": "", "error_status": ""}
REFUSED = {**ACCEPTED, "template_id": "T2", "accepted": False}
SENT = {**ACCEPTED, "message_id": "1757", "error_code": "0", "error_status": "success"}


def _ledger(database: Database) -> list[Consent]:
    with database.read() as db:
        return list(rows.of_follower(db, ALICE))


def _told(event: str, *entries: dict[str, Any]) -> dict[str, Any]:
    return {"source": "note", "consents": [event, list(entries)]}


def test_every_template_of_an_event_has_its_line(database: Database) -> None:
    keep(database, line("d1", **_told("popup", ACCEPTED, REFUSED)))
    told = [(row.event, row.template_id, row.accepted, row.position, row.at) for row in _ledger(database)]
    assert told == [("popup", "T1", True, 0, NOON), ("popup", "T2", False, 1, NOON)]


def test_notice_that_was_sent_is_told_with_its_outcome(sqlite: Database) -> None:
    keep(sqlite, line("d1", **_told("sent", SENT)))
    (row,) = _ledger(sqlite)
    assert (row.event, row.message_id, row.error) == ("sent", "1757", "0 success")


def test_change_of_mind_comes_after_what_was_accepted(sqlite: Database) -> None:
    keep(sqlite, line("d1", **_told("popup", ACCEPTED)))
    keep(sqlite, line("d2", **_told("change", {**ACCEPTED, "accepted": False})))
    assert [(row.event, row.accepted) for row in _ledger(sqlite)] == [("popup", True), ("change", False)]


def test_event_that_is_drained_twice_is_told_once(redis_client: redis.Redis, database: Database) -> None:
    for _ in range(2):
        append(redis_client, entry("d1", **_told("popup", ACCEPTED, REFUSED)))
        journal.drain(redis_client, database, BEIJING)
    assert len(_ledger(database)) == 2


def test_same_event_recorded_once_more_changes_nothing(database: Database) -> None:
    for accepted in (True, False):
        with database.write() as db:
            consents.record(db, "d1", ALICE, "popup", [{**ACCEPTED, "accepted": accepted}], NOON)
    assert [row.accepted for row in _ledger(database)] == [True]


def test_long_words_of_wechats_are_cut(database: Database) -> None:
    long = {"template_id": "T" * 99, "accepted": True, "message_id": "1" * 99, "error_code": "43101"}
    with database.write() as db:
        consents.record(db, "d1", ALICE, "popup", [{**long, "error_status": "e" * 999}], NOON)
    (row,) = _ledger(database)
    assert (len(row.template_id), len(row.message_id), len(row.error)) == (64, 64, 120)


def test_consent_makes_nobody_a_follower(sqlite: Database) -> None:
    keep(sqlite, line("d1", at=(NOON + dt.timedelta(hours=1)).isoformat(), **_told("popup", ACCEPTED)))
    with sqlite.read() as db:
        assert followers.known(db, ALICE) == {"known": "1"}


_LINES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("popup", {"accepted": True}),
    ("change", {"accepted": False}),
    ("sent", {"accepted": True, "error": "0 success"}),
    ("sent", {"accepted": True, "error": "43101 user refuse"}),
)


def test_counting_an_audience_finds_those_who_may_be_sent_one(database: Database) -> None:
    """Whatever four lines each of them has had, and whether a consent lasts."""
    histories = [history for length in range(5) for history in itertools.product(_LINES, repeat=length)]
    blank = {"template_id": "T1", "message_id": "", "error": ""}
    openids = [f"o{number}" for number, _ in enumerate(histories)]
    with database.write() as db:
        for openid, history in zip(openids, histories, strict=True):
            db.add(Follower(openid=openid, subscribed=openid != "o1"))
            for place, (event, fields) in enumerate(history):
                told = {**blank, **fields, "event": event, "delivery": openid, "position": place}
                db.add(Consent(**told, openid=openid, at=NOON + dt.timedelta(seconds=place)))
    with database.read() as db:
        for lasting in (False, True):
            may = rows.may_send(db, "T1", openids, lasting) - {"o1"}  # Who left is in no audience.
            assert rows.count(db, "T1", audiences.everyone(), lasting) == len(may) > 0
        assert rows.count(db, "T2", audiences.everyone()) == 0
