"""What is kept of a person: gone when he leaves, erased or handed out when he asks, and never somebody else's."""

import datetime as dt
import json
from typing import Any

import pytest
import redis
from sqlalchemy import select

from tests.services.drafts import NOON
from tests.services.lines import BEIJING, TEXT, append, entry, keep, line
from tests.services.writing import (
    ALICE,
    BOB,
    VAULT,
    WORDS,
    add,
    answer,
    everything,
    open_letter,
    read,
    set_state,
    written,
)
from wxbot.services import followers, journal, privacy, sharing, subscriptions
from wxbot.services.effects import Share
from wxbot.store import audiences, audit, consents, letters, outbox, schema, sends
from wxbot.store.audit import Line
from wxbot.store.chunks import Chunk
from wxbot.store.database import Database, Db
from wxbot.store.journal import Entry
from wxbot.store.letters import OVER, Letter, State
from wxbot.store.outbox import Outgoing, Status
from wxbot.store.results import Result
from wxbot.store.sends import Pushed, Send

MINUTE = dt.timedelta(minutes=1)
CONSENT = {"template_id": "T", "accepted": True, "message_id": "", "error_code": "", "error_status": ""}
ALIAS = "3f1b6a"
NOTHING: dict[str, Any] = {
    "follower": None,
    **{part: [] for part in ("tags", "subscriptions", "consents", "letters", "submissions", "messages", "sent")},
    **{part: [] for part in ("pushes", "groups")},
}


def _live(database: Database, openid: str) -> str:
    """Does everything that leaves a trace; returns the number of his letter."""
    keep(
        database,
        line(f"1|{openid}|2", openid=openid, rest=[TEXT], asked="我想写信"),
        line(f"{openid}|3|subscribe_msg_popup_event", openid=openid, source="note", consents=["popup", [CONSENT]]),
    )
    number = open_letter(database, written(f"form {openid[-1]}"), openid).number
    with database.write() as db:
        followers.set_language(db, openid, "en")
        subscriptions.add(db, openid, "news", "", NOON)
        sharing.give(db, VAULT, Share(f"share {openid[-1]}", (("image", "M"),), "埃菲尔铁塔"), openid, NOON)
        _push(db, openid)
    return number


def _push(db: Db, openid: str) -> None:
    """Two broadcasts, of which the second is still to come, and a group of testers."""
    plain: dict[str, Any] = {"chunk": 1, "tries": 0, "lost": 0, "due_at": None, "at": NOON, "message_id": "", "why": ""}
    db.add(Send(broadcast_id=1, openid=openid, state=sends.State.SENT, **plain))
    db.add(Send(broadcast_id=2, openid=openid, state=sends.State.DUE, **plain))
    db.add(Pushed(openid=openid, day="2026-11-22", count=1))
    told = {"delivery": f"d {openid}", "kind": "notice", "message_id": "1", "body": json.dumps({"openid": openid})}
    db.add(Result(openid=openid, at=NOON, due_at=NOON, tries=0, **told))
    group = audiences.add(db, "testers", f"testers {openid[-1]}", "chen", NOON)
    assert group is not None
    audiences.put_in(db, group.id, openid)


def _leave(database: Database, openid: str = ALICE, delivery: str = "farewell") -> None:
    keep(database, line(delivery, openid=openid, source="unfollow", at=(NOON + MINUTE).isoformat()))


def _erase(database: Database, openid: str = ALICE) -> bool:
    with database.write() as db:
        return privacy.erase(db, openid, ALIAS, "chen", NOON + MINUTE)


def _export(database: Database, openid: str = ALICE) -> dict[str, Any]:
    with database.read() as db:
        return privacy.export(db, VAULT, openid)


def _without_name(found: dict[str, Any]) -> dict[str, Any]:
    return {part: value for part, value in found.items() if part != "openid"}


def _letter(database: Database, number: str) -> Letter:
    with database.read() as db:
        return db.scalars(select(Letter).where(Letter.number == number)).one()


def test_one_who_leaves_is_forgotten_but_for_his_open_letter(database: Database) -> None:
    number = _live(database, ALICE)
    _leave(database)
    found = _export(database)
    assert [letter["number"] for letter in found["letters"]] == [number]
    assert _without_name({**found, "letters": [], "sent": []}) == NOTHING


def test_one_who_leaves_costs_nobody_else_anything(database: Database) -> None:
    for openid in (ALICE, BOB):
        _live(database, openid)
    before = _export(database, BOB)
    _leave(database)
    _erase(database)
    assert _export(database, BOB) == before


def test_leaving_that_is_drained_twice_forgets_once(redis_client: redis.Redis, database: Database) -> None:
    _live(database, ALICE)
    for _ in range(2):
        append(redis_client, entry("farewell", source="unfollow", openid=ALICE))
        journal.drain(redis_client, database, BEIJING)
    with database.read() as db:
        sources = db.scalars(select(Entry.source).order_by(Entry.id)).all()
    assert (followers_known(database), list(sources)) == ({"known": "1"}, ["text", "note", "unfollow"])


def followers_known(database: Database) -> dict[str, str]:
    with database.read() as db:
        return followers.known(db, ALICE)


def test_one_who_comes_back_and_leaves_again_is_forgotten_again(database: Database) -> None:
    for number in range(2):
        keep(database, line(f"arrival {number}", source="follow", openid=ALICE))
        with database.write() as db:
            subscriptions.add(db, ALICE, "news", "", NOON)
        _leave(database, delivery=f"farewell {number}")
        assert _without_name(_export(database)) == NOTHING


def test_farewell_that_comes_late_does_not_cost_who_came_back_what_he_did_since(database: Database) -> None:
    keep(database, line("arrival", source="follow", openid=ALICE, at=(NOON + 2 * MINUTE).isoformat()))
    _live(database, ALICE)
    _leave(database)
    assert [row["section"] for row in _export(database)["subscriptions"]] == ["news"]


def test_lines_of_one_who_left_stay_for_the_figures_without_him(database: Database) -> None:
    _live(database, ALICE)
    _leave(database)
    with database.read() as db:
        lines = db.scalars(select(Entry).order_by(Entry.id)).all()
    assert [(kept.openid, kept.asked, kept.decision) for kept in lines] == [("", "", {})] * 3
    assert [kept.hit for kept in lines] == ["faq/lost-passport"] * 3


def test_pushes_to_one_who_left_keep_their_outcome_without_him(database: Database) -> None:
    _live(database, ALICE)
    _leave(database)
    with database.read() as db:
        pushes = db.scalars(select(Send).order_by(Send.broadcast_id)).all()
    assert [(push.state, push.why) for push in pushes] == [("sent", ""), ("skipped", sends.LEFT)]
    assert ALICE not in {push.openid for push in pushes}


def test_push_that_one_who_left_gets_no_more_is_counted_as_skipped(database: Database) -> None:
    _live(database, ALICE)
    with database.write() as db:
        db.add(Chunk(broadcast_id=2, number=1, size=1, done=False, owner="", again=False, counts={"due": 1}))
    _leave(database)
    with database.read() as db:
        chunk = db.scalars(select(Chunk)).one()
    assert (chunk.counts, chunk.done) == ({"skipped": 1}, True)


@pytest.mark.parametrize("state", State)
def test_letter_that_is_over_loses_its_writer_and_an_open_one_keeps_him(database: Database, state: State) -> None:
    """An open one is still to be answered; he reads the answer when he comes back."""
    number = _live(database, ALICE)
    set_state(database, number, state)
    _leave(database)
    assert _letter(database, number).openid == ("" if state in OVER else ALICE)
    assert bool(read(database, number)) is (state not in OVER)


def test_nothing_more_is_sent_to_one_who_left(database: Database) -> None:
    _live(database, ALICE)
    _leave(database)
    with database.read() as db:
        assert outbox.due(db, NOON + dt.timedelta(days=1), 10) == []
        (row,) = outbox.of_follower(db, ALICE)
    assert (row.status, row.error) == (Status.REFUSED, "the follower left")


def test_one_who_takes_back_his_consent_is_forgotten_though_he_goes_on_following(database: Database) -> None:
    _live(database, ALICE)
    keep(database, line("revoked", source="note", openid="gh_platform", forget=ALICE))
    found = _export(database)
    assert (found["follower"], found["subscriptions"], found["submissions"]) == (None, [], [])


def test_erasing_leaves_no_word_and_no_name(database: Database) -> None:
    number = _live(database, ALICE)
    add(database, number, "还有周日")
    answer(database, number, "谢谢您")
    assert _erase(database)
    assert _without_name(_export(database)) == NOTHING
    with database.read() as db:
        letter = db.scalars(select(Letter)).one()
        texts = [each.text for each in letters.entries(db, letter.id)]
    assert (letter.number, letter.state, letter.changed_at) == (number, State.CLOSED, NOON + MINUTE)
    assert (letter.openid, letter.contact, letter.contact_index, letter.address) == ("", "", "", "")
    assert texts == ["", "", ""]


@pytest.mark.parametrize("state", State)
def test_letter_is_erased_in_every_state(database: Database, state: State) -> None:
    number = _live(database, ALICE)
    set_state(database, number, state)
    _erase(database)
    letter = _letter(database, number)
    assert (letter.openid, letter.contact, letter.address) == ("", "", "")
    with database.read() as db:
        assert [each.text for each in letters.entries(db, letter.id)] == [""]


def test_name_of_one_who_was_erased_stands_nowhere(database: Database) -> None:
    _live(database, ALICE)
    with database.write() as db:
        outbox.add(db, "sent before", 0, ALICE, TEXT, NOON)
        outbox.settle(db, 1, Status.SENT)
    _erase(database)
    with database.read() as db:
        rows = [str(tuple(row)) for table in schema.METADATA.tables.values() for row in db.execute(select(table))]
        messages = list(db.scalars(select(Outgoing.message)))
    assert (len(rows) > 5, [row for row in rows if ALICE in row]) == (True, [])
    assert messages == [{}, {}]


def test_erasing_is_audited_by_an_alias(database: Database) -> None:
    _live(database, ALICE)
    _erase(database)
    with database.read() as db:
        told = db.scalars(select(Line)).one()
        assert (told.actor, told.action, told.subject) == ("chen", "follower.erased", f"follower/{ALIAS}")
        assert told.details == {}
        assert audit.broken_at(db) is None


def test_stranger_cannot_be_erased(database: Database) -> None:
    _live(database, BOB)
    assert not _erase(database)
    with database.read() as db:
        assert db.scalars(select(Line)).all() == []


def test_one_who_was_erased_is_a_stranger(database: Database) -> None:
    _live(database, ALICE)
    assert [_erase(database), _erase(database)] == [True, False]


@pytest.mark.parametrize("trace", ["follower", "subscription", "consent", "message to him"])
def test_one_trace_alone_can_be_erased(sqlite: Database, trace: str) -> None:
    with sqlite.write() as db:
        match trace:
            case "follower":
                followers.set_language(db, ALICE, "en")
            case "subscription":
                subscriptions.add(db, ALICE, "news", "", NOON)
            case "consent":
                consents.add(db, delivery="d", position=0, openid=ALICE, at=NOON, event="popup", error="", **_consent())
            case "message to him":
                outbox.add(db, "d", 0, ALICE, TEXT, NOON)
    assert _erase(sqlite)
    assert _without_name(_export(sqlite)) == NOTHING


def _consent() -> dict[str, Any]:
    return {name: CONSENT[name] for name in ("template_id", "accepted", "message_id")}


def test_export_has_everything_opened(database: Database) -> None:
    number = _live(database, ALICE)
    add(database, number, "还有周日")
    answer(database, number, "谢谢您")
    found = json.loads(json.dumps(_export(database)))
    (letter,) = found["letters"]
    assert (letter["number"], letter["contact"], letter["address"]) == (number, WORDS[1], WORDS[2])
    assert [(each["author"], each["text"]) for each in letter["entries"]] == [
        *(("writer", WORDS[0]), ("writer", "还有周日"), ("chen", "谢谢您")),
    ]
    assert letter["opened_at"] == "2026-11-22T12:00:00+00:00"
    assert (found["openid"], found["follower"]["language"]) == (ALICE, "en")
    assert [row["section"] for row in found["subscriptions"]] == ["news"]
    assert [row["caption"] for row in found["submissions"]] == ["埃菲尔铁塔"]
    assert [row["template_id"] for row in found["consents"]] == ["T"]
    assert [row["asked"] for row in found["messages"]] == ["我想写信", "护照丢了"]
    assert [row["message"] for row in found["sent"]] == [TEXT]


def test_export_has_nothing_of_anybody_elses(database: Database) -> None:
    _live(database, BOB)
    assert _without_name(_export(database)) == NOTHING
    _live(database, ALICE)
    assert BOB not in json.dumps(_export(database))


def test_export_changes_nothing(sqlite: Database) -> None:
    _live(sqlite, ALICE)
    before = everything(sqlite)
    _export(sqlite)
    assert everything(sqlite) == before
