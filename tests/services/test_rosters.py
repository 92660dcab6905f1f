"""Rosters: who is written down, once each, whatever breaks off in between, and in chunks that can be sent."""

import datetime as dt
import itertools

import pytest
from sqlalchemy import update

from tests.services.drafts import NOON
from tests.services.pushing import PAYLOAD, chunks_of, crowd, push, row, sends_of
from wxbot.errors import ContentError
from wxbot.services import consents, pushes, rosters
from wxbot.simulator.server import Simulator
from wxbot.store import outbox
from wxbot.store.broadcasts import Broadcast, Kind, State
from wxbot.store.database import Database
from wxbot.store.outbox import Outgoing
from wxbot.store.sends import Send

HOUR = dt.timedelta(hours=1)
_deliveries = itertools.count(1)


def sizes(database: Database, number: int) -> list[int]:
    return [chunk.size for chunk in chunks_of(database, number)]


def test_everybody_is_written_down_once(database: Database, wechat: Simulator) -> None:
    people = crowd(database, wechat, 25)
    number = push(database)
    assert pushes.freeze(database, number, NOON, chunk_size=10, batch=7)
    found = sends_of(database, number)
    assert [send.openid for send in found] == list(people.openids)
    assert [send.chunk for send in found] == [0] * 10 + [1] * 10 + [2] * 5
    assert sizes(database, number) == [10, 10, 5]
    assert (row(database, number).frozen, row(database, number).cursor) == (25, rosters.END)


def test_what_was_broken_off_goes_on_where_it_was(database: Database, wechat: Simulator) -> None:
    people = crowd(database, wechat, 25)
    number = push(database)
    assert not rosters.write(database, number, NOON, 10, 7, pages=2)
    assert sizes(database, number) == [10]  # The second one is not full yet, so nobody may take it.
    while not rosters.write(database, number, NOON, 10, 7, pages=1):
        pass
    assert [send.openid for send in sends_of(database, number)] == list(people.openids)
    assert sizes(database, number) == [10, 10, 5]


def test_it_can_be_asked_for_again(database: Database, wechat: Simulator) -> None:
    crowd(database, wechat, 5)
    number = push(database)
    assert [pushes.freeze(database, number, NOON) for _ in range(2)] == [True, True]
    assert len(sends_of(database, number)) == 5


def test_who_is_blocked_or_left_is_not_in_it(sqlite: Database, wechat: Simulator) -> None:
    people = crowd(sqlite, wechat, 3)
    people.change(people.openids[0], blocked=True)
    people.change(people.openids[1], subscribed=False)
    number = push(sqlite)
    pushes.freeze(sqlite, number, NOON)
    assert [send.openid for send in sends_of(sqlite, number)] == [people.openids[2]]


def test_nobody_is_written_down_for_what_was_cancelled(sqlite: Database, wechat: Simulator) -> None:
    crowd(sqlite, wechat, 3)
    number = push(sqlite, state=State.CANCELLED)
    assert not pushes.freeze(sqlite, number, NOON)
    assert sends_of(sqlite, number) == []


def test_an_audience_that_is_empty_is_never_everyone(sqlite: Database, wechat: Simulator) -> None:
    crowd(sqlite, wechat, 3)
    number = push(sqlite, audience={})
    with pytest.raises(ContentError):
        pushes.freeze(sqlite, number, NOON)
    assert sends_of(sqlite, number) == []


@pytest.mark.parametrize(("people", "wanted"), [(21, [10, 9, 2]), (20, [10, 10]), (11, [9, 2]), (1, [1]), (0, [])])
def test_no_call_to_a_list_has_a_single_openid(
    sqlite: Database, wechat: Simulator, people: int, wanted: list[int]
) -> None:
    if people:
        crowd(sqlite, wechat, people)
    number = push(sqlite, Kind.TEXT)
    assert pushes.freeze(sqlite, number, NOON, chunk_size=10)
    assert sizes(sqlite, number) == wanted
    found = [send.chunk for send in sends_of(sqlite, number)]
    assert [found.count(place) for place in range(len(wanted))] == wanted


def consent(database: Database, openid: str, event: str, *, accepted: bool = False, code: str = "") -> None:
    entry = {"template_id": "T", "accepted": accepted, "message_id": "", "error_code": code, "error_status": ""}
    with database.write() as db:
        consents.record(db, f"{next(_deliveries)}", openid, event, [entry], NOON)


def test_a_notice_goes_to_those_who_agreed_and_had_none_since(database: Database, wechat: Simulator) -> None:
    people = crowd(database, wechat, 7).openids
    agreed, used, twice, refused, back, never, other = people
    for openid in (agreed, used, twice, twice, refused, back):
        consent(database, openid, "popup", accepted=True)
    for openid in (used, twice):
        consent(database, openid, "sent", code="0")
    for openid in (refused, back):
        consent(database, openid, "change")
    consent(database, back, "popup", accepted=True)
    consent(database, other, "popup")
    assert never not in (agreed, other)
    number = push(database, Kind.NOTICE, payload={**PAYLOAD, "template_id": "T"})
    pushes.freeze(database, number, NOON)
    assert [send.openid for send in sends_of(database, number)] == [agreed, twice, back]


def test_a_customer_service_message_goes_to_those_who_can_be_sent_one(database: Database, wechat: Simulator) -> None:
    people = crowd(database, wechat, 3)
    lately, long_ago, spent = people.openids
    people.change(lately, spent, last_message_at=NOON - HOUR, last_seen_at=NOON - HOUR)
    people.change(long_ago, last_message_at=NOON - 49 * HOUR, last_seen_at=NOON - 49 * HOUR)
    with database.write() as db:
        for place in range(5):
            outbox.add(db, "d", place, spent, {}, NOON)
        db.execute(update(Outgoing).values(status="sent", claimed_at=NOON))
    number = push(database, Kind.CUSTOM)
    pushes.freeze(database, number, NOON)
    assert [send.openid for send in sends_of(database, number)] == [lately]


def test_pushes_take_from_the_window_as_answers_do(sqlite: Database, wechat: Simulator) -> None:
    people = crowd(sqlite, wechat, 1)
    people.change(*people.openids, last_message_at=NOON - HOUR, last_seen_at=NOON - HOUR)
    for _ in range(5):
        pushes.freeze(sqlite, push(sqlite, Kind.CUSTOM), NOON)
    with sqlite.write() as db:
        db.execute(update(Send).values(state="sent", at=NOON))
    last = push(sqlite, Kind.CUSTOM)
    pushes.freeze(sqlite, last, NOON)
    assert sends_of(sqlite, last) == []
    with sqlite.write() as db:
        db.execute(update(Broadcast).values(kind=Kind.TEMPLATE))
    other = push(sqlite, Kind.CUSTOM)
    pushes.freeze(sqlite, other, NOON)
    assert len(sends_of(sqlite, other)) == 1
