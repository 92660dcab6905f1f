"""What WeChat's events tell is written to the rows they belong to: in any order, twice, by the thousand, or all odd."""

import datetime as dt
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import redis
from sqlalchemy import Integer, String, cast, func, insert, select, update

from tests.dispatch.door import Door
from tests.protocol.job_samples import MASS, NOT_PUBLISHED, PUBLISHED, TEMPLATE, sent
from tests.protocol.samples import event
from tests.services.broadcasting import begin, scheduled
from tests.services.composed import broadcast
from tests.services.drafts import NOON
from tests.services.lines import BEIJING, append
from wxbot.edition.edition import Edition
from wxbot.services import journal, outcomes, progress, results
from wxbot.services.results import Kind
from wxbot.store import broadcasts, calls, chunks, sends
from wxbot.store.broadcasts import Broadcast
from wxbot.store.calls import Call, Way
from wxbot.store.calls import State as CallState
from wxbot.store.database import Database
from wxbot.store.results import Result
from wxbot.store.sends import Send, State

SECOND = dt.timedelta(seconds=1)


def _push(database: Database, kind: broadcasts.Kind, count: int = 1, template: str = "TPL_A", chunk: int = 200) -> int:
    """One that went to so many: WeChat took each, under the numbers 1, 2, 3 and so on, and notices under none."""
    number = broadcast(database, kind=kind, payload={"template_id": template}, state=broadcasts.State.FINISHED)
    with database.write() as db:
        sends.add_all(db, number, [(place // chunk, f"o{place}") for place in range(count)])
        for place in range(0, count, chunk):
            chunks.add(db, number, place // chunk, min(chunk, count - place))
        db.flush()
        taken: dict[str, Any] = {"state": State.SENT, "at": NOON}
        if kind == broadcasts.Kind.TEMPLATE:
            taken["message_id"] = cast(cast(func.substr(Send.openid, 2), Integer) + 1, String)
        db.execute(update(Send).where(Send.broadcast_id == number).values(**taken))
        chunks.recount(db, number, range(-(-count // chunk)))
    return number


def _tell(database: Database, kind: Kind, message_id: str, delivery: str = "", openid: str = "o0", **body: Any) -> None:
    with database.write() as db:
        results.record(db, delivery or f"{kind}|{message_id}|{openid}", kind, message_id, openid, body, NOON)


def _sends(database: Database, number: int) -> list[tuple[str, str]]:
    with database.read() as db:
        found = db.scalars(select(Send).where(Send.broadcast_id == number).order_by(Send.id))
        return [(row.state, row.why) for row in found]


def _waiting(database: Database) -> int:
    with database.read() as db:
        return db.scalar(select(func.count()).select_from(Result)) or 0


@pytest.mark.parametrize(
    ("status", "state", "why"),
    [
        ("success", State.DELIVERED, ""),
        ("failed:user block", State.FAILED, "failed:user block"),
        ("failed: system failed", State.FAILED, "failed: system failed"),
    ],
)
def test_a_template_message_arrived_or_did_not(database: Database, status: str, state: State, why: str) -> None:
    number = _push(database, broadcasts.Kind.TEMPLATE)
    _tell(database, Kind.TEMPLATE, "1", status=status)
    assert results.apply_due(database, NOON, BEIJING) == 1
    assert _sends(database, number) == [(state, why)]
    with database.read() as db:
        figures = progress.figures(db, number, NOON)
    assert (figures.delivered, figures.failed) == (int(state == State.DELIVERED), int(state == State.FAILED))
    assert _waiting(database) == 0


def test_a_notice_is_found_by_its_follower_and_its_template(database: Database) -> None:
    other = _push(database, broadcasts.Kind.NOTICE, template="TPL_B")
    number = _push(database, broadcasts.Kind.NOTICE, count=2)
    _tell(database, Kind.NOTICE, "900", openid="o1", template_id="TPL_A", status="success")
    results.apply_due(database, NOON, BEIJING)
    assert _sends(database, number) == [(State.SENT, ""), (State.DELIVERED, "")]
    assert _sends(database, other) == [(State.SENT, "")]


def test_two_notices_of_one_template_have_an_event_each(database: Database) -> None:
    first, second = (_push(database, broadcasts.Kind.NOTICE) for _ in range(2))
    for message_id in ("900", "901"):
        _tell(database, Kind.NOTICE, message_id, template_id="TPL_A", status="success")
    results.apply_due(database, NOON, BEIJING)
    assert [_sends(database, number) for number in (first, second)] == [[(State.DELIVERED, "")]] * 2


def test_what_is_told_twice_counts_once(database: Database) -> None:
    number = _push(database, broadcasts.Kind.TEMPLATE, count=2)
    for delivery in ("d1", "d1", "d2"):
        _tell(database, Kind.TEMPLATE, "1", delivery, status="success")
    for seconds in (0, 10):
        results.apply_due(database, NOON + seconds * SECOND, BEIJING)
    assert _sends(database, number) == [(State.DELIVERED, ""), (State.SENT, "")]
    assert _waiting(database) == 0


def test_what_comes_before_the_answer_waits_for_it(database: Database) -> None:
    _tell(database, Kind.TEMPLATE, "1", status="failed:user block")
    assert results.apply_due(database, NOON, BEIJING) == 0
    number = _push(database, broadcasts.Kind.TEMPLATE)
    assert results.apply_due(database, NOON + 10 * SECOND, BEIJING) == 1
    assert _sends(database, number) == [(State.FAILED, "failed:user block")]


def test_what_belongs_to_nothing_of_ours_is_dropped_in_the_end(database: Database) -> None:
    """Staff send on WeChat's own website too."""
    _tell(database, Kind.MASS, "1", status="send success", total=1, filtered=1, sent=1, failed=0, urls=[])
    for hours in range(60):
        results.apply_due(database, NOON + dt.timedelta(hours=hours), BEIJING)
    assert _waiting(database) == 0


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (Kind.MASS, {}),
        (Kind.MASS, {"status": "send success", "total": "many", "filtered": 1, "sent": 1, "failed": 0, "urls": []}),
        (Kind.PUBLISH, {"status": 99, "article_id": "", "urls": [], "failed": []}),
        (Kind.MASS, {"status": "x" * 5_000, "total": 1, "filtered": 1, "sent": 1, "failed": 0, "urls": []}),
        (Kind.TEMPLATE, {}),
        (Kind.NOTICE, {}),
    ],
)
def test_one_that_makes_no_sense_holds_up_no_other(database: Database, kind: Kind, body: dict[str, Any]) -> None:
    _call(database, "77")
    number = _push(database, broadcasts.Kind.TEMPLATE, count=2)
    _tell(database, kind, {Kind.TEMPLATE: "2"}.get(kind, "77"), **body)
    _tell(database, Kind.TEMPLATE, "1", status="success")
    results.apply_due(database, NOON, BEIJING)
    assert _sends(database, number)[0] == (State.DELIVERED, "")


def test_addresses_of_eight_articles_are_kept_whole(database: Database) -> None:
    call = _call(database, "77")
    urls = [
        f"https://mp.weixin.qq.com/s?__biz=MzA&mid=2247&idx={place}&sn={'a' * 32}&chksm={'f' * 200}#rd"
        for place in range(8)
    ]
    _tell(database, Kind.MASS, "77", status="send success", total=9, filtered=9, sent=9, failed=0, urls=urls)
    results.apply_due(database, NOON, BEIJING)
    assert (_kept(database, call).state, _kept(database, call).urls) == (CallState.FINISHED, urls)


def test_ten_thousand_at_once_are_written_in_seconds(database: Database) -> None:
    number = _push(database, broadcasts.Kind.TEMPLATE, count=10_000)
    with database.write() as db:
        db.execute(insert(Result), [_told(place) for place in range(10_000)])
    began, ticks = time.monotonic(), 0
    while _waiting(database):
        results.apply_due(database, NOON, BEIJING)
        ticks += 1
    assert ticks <= 20
    assert time.monotonic() - began < 20
    with database.read() as db:
        figures = progress.figures(db, number, NOON)
    assert (figures.delivered, figures.failed) == (9_000, 1_000)


def _told(place: int) -> dict[str, object]:
    body = '{"status": "success"}' if place % 10 else '{"status": "failed:user block"}'
    told = {"delivery": f"d{place}", "kind": Kind.TEMPLATE, "message_id": str(place + 1), "openid": f"o{place}"}
    return {**told, "body": body, "at": NOON, "due_at": NOON, "tries": 0}


def test_two_workers_write_each_of_them_once(database: Database) -> None:
    number = _push(database, broadcasts.Kind.TEMPLATE, count=600, chunk=50)
    for place in range(600):
        _tell(database, Kind.TEMPLATE, str(place + 1), status="success")
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(results.apply_due, database, NOON, BEIJING) for _ in range(4)]:
            done.result()
    assert Counter(state for state, _ in _sends(database, number)) == {State.DELIVERED: 600}
    with database.read() as db:
        assert progress.figures(db, number, NOON).delivered == 600


def _call(database: Database, message_id: str, way: Way = Way.ALL) -> int:
    """One that WeChat took under that number."""
    row = scheduled(database, now=NOON)
    assert begin(database, NOON) == 1
    with database.write() as db:
        (call,) = calls.of_broadcast(db, row.id)
        call.way = way
        outcomes.accept(db, call.id, message_id, "", NOON)
        return call.id


def _kept(database: Database, call: int) -> Call:
    with database.read() as db:
        found = calls.of_id(db, call)
        assert found is not None
        return found


def _life(database: Database, call: int) -> str:
    with database.read() as db:
        row = db.get(Broadcast, _kept(database, call).broadcast_id)
        assert row is not None
        return row.state


def _through_the_webhook(delivered: Edition, client: redis.Redis, database: Database, name: str, body: str) -> None:
    """As the platform sends it, through the dispatcher and Redis into SQL."""
    door = Door(delivered)
    door.ask(event(name, body).decode())
    assert door.closing is not None
    append(client, door.closing.entry)
    journal.drain(client, database, BEIJING)
    results.apply_due(database, dt.datetime.now(dt.UTC) + SECOND, BEIJING)


def test_a_mass_message_that_the_platform_tells_of_is_finished_with_its_figures(
    delivered: Edition, redis_client: redis.Redis, database: Database
) -> None:
    call = _call(database, "1000000338")
    _through_the_webhook(delivered, redis_client, database, "MASSSENDJOBFINISH", MASS)
    kept = _kept(database, call)
    assert (kept.state, kept.total, kept.filtered, kept.sent, kept.failed) == (CallState.FINISHED, 296, 295, 294, 1)
    assert (kept.urls, _life(database, call)) == (["http://mp.weixin.qq.com/s/abc"], broadcasts.State.FINISHED)


def test_a_template_message_that_the_platform_tells_of_has_failed(
    delivered: Edition, redis_client: redis.Redis, database: Database
) -> None:
    """Its number has as many digits as a bank card's, and must not be masked as one."""
    number = _push(database, broadcasts.Kind.TEMPLATE)
    with database.write() as db:
        db.scalars(select(Send).where(Send.broadcast_id == number)).one().message_id = "3530000000000000001"
    _through_the_webhook(delivered, redis_client, database, "TEMPLATESENDJOBFINISH", TEMPLATE)
    assert _sends(database, number) == [(State.FAILED, "failed:user block")]


@pytest.mark.parametrize(
    ("body", "message_id", "state"),
    [(PUBLISHED, "2247503051", CallState.FINISHED), (NOT_PUBLISHED, "2247503052", CallState.FAILED)],
)
def test_a_publication_that_the_platform_tells_of_is_settled(
    delivered: Edition, redis_client: redis.Redis, sqlite: Database, body: str, message_id: str, state: CallState
) -> None:
    call = _call(sqlite, message_id, Way.PUBLISH)
    _through_the_webhook(delivered, redis_client, sqlite, "PUBLISHJOBFINISH", body)
    assert _kept(sqlite, call).state == state


def test_a_notice_that_the_platform_tells_of_has_arrived(
    delivered: Edition, redis_client: redis.Redis, database: Database
) -> None:
    number = _push(database, broadcasts.Kind.NOTICE)
    door = Door(delivered)
    door.ask(event("subscribe_msg_sent_event", sent("1700827132819554304")).decode())
    with database.write() as db:
        db.scalars(select(Send)).one().openid = door.entry["openid"]
    _through_the_webhook(delivered, redis_client, database, "subscribe_msg_sent_event", sent("1700827132819554304"))
    assert _sends(database, number) == [(State.DELIVERED, "")]


def test_figures_that_come_after_a_recall_leave_it_recalled(sqlite: Database) -> None:
    call = _call(sqlite, "77")
    with sqlite.write() as db:
        kept = calls.of_id(db, call, lock=True)
        assert kept is not None
        kept.state = CallState.RECALLED
    body: dict[str, Any] = {"status": "send success", "total": 9, "filtered": 9, "sent": 9, "failed": 0, "urls": []}
    _tell(sqlite, Kind.MASS, "77", **body)
    results.apply_due(sqlite, NOON, BEIJING)
    assert (_kept(sqlite, call).state, _kept(sqlite, call).sent) == (CallState.RECALLED, 9)
