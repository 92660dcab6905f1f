"""A message through the parts of one process: what SQL cannot take waits, sealed, and is carried out once."""

import datetime as dt
import logging
import time
from collections.abc import Iterator

import pytest
import redis
from sqlalchemy import select

from handlers import ROUTERS
from tests.rig.account import ALICE, settings_of
from tests.rig.wire import text_xml
from tests.services.drafts import NOON, autoreply
from tests.services.writing import written
from tests.store.together import in_threads
from wxbot.dispatch.rehearsal import Rehearsal
from wxbot.edition.edition import Edition
from wxbot.edition.kinds import Kind
from wxbot.errors import StateUnavailable, StoreUnavailable
from wxbot.protocol.parsing import parse
from wxbot.protocol.xml import parse as parse_xml
from wxbot.runtime import Runtime
from wxbot.services import calendar, items, journal, letters, subscriptions, workdays
from wxbot.services.calendar import Given
from wxbot.services.effects import Effect, Subscribe, Waiting
from wxbot.services.items import Draft
from wxbot.state import waiting
from wxbot.store import journal as rows
from wxbot.store import letters as letter_rows
from wxbot.store import submissions
from wxbot.store.database import Database
from wxbot.store.followers import Follower
from wxbot.store.outbox import Outgoing

DEAD_SQL = "postgresql://wxbot@127.0.0.1:9/wxbot"
DEAD_REDIS = "unix:///nonexistent/socket"
TEXT = "希望周六也能办护照"


def _runtime(env: dict[str, str], edition: Edition, **changes: str) -> Runtime:
    return Runtime(settings_of({**env, **changes}), ROUTERS, edition=edition)


@pytest.fixture
def runtime(env: dict[str, str], delivered: Edition) -> Iterator[Runtime]:
    """With everything it needs."""
    runtime = _runtime(env, delivered)
    yield runtime
    runtime.stop()


@pytest.fixture
def cut_off(env: dict[str, str], delivered: Edition) -> Iterator[Runtime]:
    """Without SQL."""
    runtime = _runtime(env, delivered, DATABASE_URL=DEAD_SQL)
    yield runtime
    runtime.stop()


def _deliver(runtime: Runtime, xml: str) -> str:
    reply = runtime.courier.deliver(parse(parse_xml(xml.encode())), lambda reply: reply)
    assert reply is not None
    return reply.decode()


def _say(runtime: Runtime, *words: str) -> str:
    """Sends each, and returns the last reply."""
    return [_deliver(runtime, text_xml(each)) for each in words][-1]


def _picture(media_id: str) -> str:
    nodes = f"<PicUrl>http://p/</PicUrl><MediaId>{media_id}</MediaId>"
    xml = text_xml("x").replace("<![CDATA[text]]>", "<![CDATA[image]]>")
    return xml.replace("<Content><![CDATA[x]]></Content>", nodes)


def _wait(runtime: Runtime, *effects: Effect) -> None:
    waiting.append(runtime.quick, runtime.vault.seal(Waiting("d1", ALICE, NOON, effects).dump()))


def _letters(database: Database, runtime: Runtime) -> list[str]:
    with database.read() as db:
        return [view.number for view in letters.read(db, runtime.vault, ALICE, "").letters]


def _told(database: Database) -> list[str]:
    with database.read() as db:
        return [row.message["text"]["content"] for row in db.scalars(select(Outgoing).order_by(Outgoing.id))]


def test_letter_is_kept_before_its_writer_is_told(runtime: Runtime, sqlite: Database) -> None:
    said = _say(runtime, "提建议", TEXT, "写完了", "跳过", "提交")
    (number,) = _letters(sqlite, runtime)
    assert number in said


def test_letter_waits_sealed_while_sql_is_down_and_its_writer_is_told_so(
    cut_off: Runtime, redis_client: redis.Redis, delivered: Edition
) -> None:
    said = _say(cut_off, "提建议", TEXT, "写完了", "跳过", "提交")
    assert delivered.phrase("letter-waits", "zh") in said
    ((_, sealed),) = waiting.read(redis_client, 10)
    assert TEXT.encode() not in sealed
    (effect,) = Waiting.load(cut_off.vault.open(sealed)).effects
    assert getattr(effect, "text", "") == TEXT


def test_letter_that_waited_gets_its_number_once_sql_is_back(
    cut_off: Runtime, runtime: Runtime, sqlite: Database, redis_client: redis.Redis
) -> None:
    _say(cut_off, "提建议", TEXT, "写完了", "跳过", "提交")
    assert [runtime.catch_up(), runtime.catch_up()] == [1, 0]
    (number,) = _letters(sqlite, runtime)
    (told,) = _told(sqlite)
    assert number in told
    assert waiting.read(redis_client, 10) == []


def test_what_is_asked_for_cannot_wait(cut_off: Runtime, redis_client: redis.Redis, delivered: Edition) -> None:
    assert delivered.phrase("not-kept", "zh") in _say(cut_off, "我的来信")
    assert waiting.read(redis_client, 10) == []


def test_nothing_is_confirmed_while_neither_sql_nor_redis_takes_it(env: dict[str, str], delivered: Edition) -> None:
    alone = _runtime(env, delivered, DATABASE_URL=DEAD_SQL, REDIS_URL=DEAD_REDIS)
    assert delivered.phrase("not-kept", "zh") in _say(alone, "订阅 新闻")
    alone.stop()


def test_what_waits_waits_on_while_sql_is_down(cut_off: Runtime, redis_client: redis.Redis) -> None:
    _wait(cut_off, written())
    with pytest.raises(StoreUnavailable):
        cut_off.catch_up()
    assert len(waiting.read(redis_client, 10)) == 1


def test_catching_up_without_redis_is_told_as_unavailable(env: dict[str, str], delivered: Edition) -> None:
    with pytest.raises(StateUnavailable):
        _runtime(env, delivered, REDIS_URL=DEAD_REDIS).catch_up()


def test_what_waited_is_carried_out_in_its_order(runtime: Runtime, sqlite: Database) -> None:
    for section in ("news", "events", "speeches"):
        _wait(runtime, Subscribe(section, ""))
    assert runtime.catch_up() == 3
    with sqlite.read() as db:
        assert [section for section, _ in subscriptions.read(db, ALICE).subscriptions] == ["news", "events", "speeches"]


def test_worker_that_died_before_removing_tells_the_number_once(
    runtime: Runtime, sqlite: Database, redis_client: redis.Redis
) -> None:
    for _ in range(2):
        _wait(runtime, written())
        runtime.catch_up()
    assert (len(_letters(sqlite, runtime)), len(_told(sqlite))) == (1, 1)


def test_workers_that_catch_up_together_open_one_letter(
    runtime: Runtime, sqlite: Database, redis_client: redis.Redis
) -> None:
    _wait(runtime, written())
    in_threads(3, lambda _number: runtime.catch_up())
    assert (len(_letters(sqlite, runtime)), len(_told(sqlite))) == (1, 1)
    assert waiting.read(redis_client, 10) == []


def test_what_cannot_be_opened_is_left_for_a_person_and_holds_up_nothing(
    runtime: Runtime, sqlite: Database, redis_client: redis.Redis, caplog: pytest.LogCaptureFixture
) -> None:
    for sealed in (b"sealed with a key that is gone", runtime.vault.seal(b"{}")):
        waiting.append(runtime.quick, sealed)
    _wait(runtime, written())
    with caplog.at_level(logging.ERROR):
        runtime.catch_up()
    assert len(_letters(sqlite, runtime)) == 1
    assert len(waiting.read(redis_client, 10)) == 2
    assert caplog.text.count("What waits cannot be carried out") == 2


def test_line_of_a_letter_that_waits_is_in_the_journal_without_its_words(
    cut_off: Runtime, sqlite: Database, redis_client: redis.Redis
) -> None:
    _say(cut_off, "提建议", TEXT, "写完了", "跳过", "提交")
    journal.drain(redis_client, sqlite, cut_off.zone)
    with sqlite.read() as db:
        lines = rows.of_follower(db, ALICE)
    assert [line.asked for line in lines] == ["提建议", "", "", "", ""]


def test_messages_that_come_together_are_all_taken_by_the_open_form(runtime: Runtime, sqlite: Database) -> None:
    """People write one thought in several quick messages; none may be lost to another."""
    _say(runtime, "提建议")
    parts = ["希望周六也开门", "希望周日也开门", "希望电话好打些", "希望可以预约", "希望排队短些"]
    in_threads(len(parts), lambda number: _say(runtime, parts[number]))
    _say(runtime, "写完了", "跳过", "提交")
    with sqlite.read() as db:
        (letter,) = letter_rows.of_writer(db, ALICE, 10)
        (entry,) = letter_rows.entries(db, letter.id)
    assert sorted(runtime.vault.open(entry.text).splitlines()) == sorted(parts)


def test_pictures_that_come_together_belong_to_one_share(runtime: Runtime, sqlite: Database) -> None:
    in_threads(4, lambda number: _deliver(runtime, _picture(f"M{number}")))
    _say(runtime, "同意", "跳过")
    with sqlite.read() as db:
        rows = submissions.of_follower(db, ALICE)
    assert (sorted(row.media_id for row in rows), len({row.origin for row in rows})) == (["M0", "M1", "M2", "M3"], 1)


@pytest.mark.parametrize(
    ("instant", "handed_over"),
    [
        ("2026-11-23T09:00:00+08:00", True),
        ("2026-11-23T17:29:00+08:00", True),
        ("2026-11-23T17:31:00+08:00", False),
        ("2026-11-22T10:00:00+08:00", False),
    ],
    ids=["Monday morning", "Monday evening", "after work", "Sunday"],
)
def test_person_is_there_in_office_hours_on_the_accounts_own_clock(
    env: dict[str, str], delivered: Edition, instant: str, handed_over: bool
) -> None:
    runtime = _runtime(env, delivered, PERSON_HANDOVER="true")
    runtime.clock.offset = dt.datetime.fromisoformat(instant).timestamp() - time.time()
    assert ("transfer_customer_service" in _say(runtime, "人工")) is handed_over
    runtime.stop()


@pytest.mark.parametrize(
    ("instant", "handed_over"),
    [("2026-10-02T10:00:00+08:00", False), ("2026-10-10T10:00:00+08:00", True)],
    ids=["National Day", "the Saturday that makes up for it"],
)
def test_person_keeps_the_holidays(
    env: dict[str, str], delivered: Edition, sqlite: Database, instant: str, handed_over: bool
) -> None:
    with sqlite.write() as db:
        calendar.seed(db, dt.datetime.fromisoformat(instant))
    runtime = _runtime(env, delivered, PERSON_HANDOVER="true")
    with sqlite.read() as db:
        runtime.workdays = workdays.load(db)
    runtime.clock.offset = dt.datetime.fromisoformat(instant).timestamp() - time.time()
    assert ("transfer_customer_service" in _say(runtime, "人工")) is handed_over
    runtime.stop()


def test_calendar_comes_with_the_edition(runtime: Runtime, sqlite: Database) -> None:
    day = dt.date(2027, 2, 6)
    with sqlite.write() as db:
        calendar.put(db, [Given(day, False, "春节")], "chen", dt.datetime.now(dt.UTC))
    runtime.refresh_edition()
    assert runtime.workdays.days == {day: False}


def test_nobody_is_handed_over_where_that_is_not_set(runtime: Runtime) -> None:
    runtime.clock.offset = dt.datetime.fromisoformat("2026-11-23T10:00:00+08:00").timestamp() - time.time()
    assert "transfer_customer_service" not in _say(runtime, "人工")


def _rule(words: str, answer: str, **fields: object) -> Draft:
    conditions = [{"match": "exact", "words": [words]}]
    return autoreply("opening", conditions=conditions, answers=[{"type": "text", "text": answer}], **fields)


def _answer(rehearsal: Rehearsal) -> str:
    assert rehearsal.reply is not None
    return "".join(piece.words for piece in rehearsal.reply.pieces)


def test_draft_is_rehearsed_over_what_is_live_and_leaves_it_alone(runtime: Runtime) -> None:
    before = runtime.edition
    assert _answer(runtime.rehearse("几点开门", drafts=[_rule("几点开门", "At nine.")])) == "At nine."
    assert runtime.edition is before
    assert runtime.rehearse("几点开门").decision.hit != "autoreply/opening"


def test_draft_of_what_is_live_is_rehearsed_in_its_place(runtime: Runtime) -> None:
    live = runtime.edition.shelf(Kind.AUTOREPLY, "zh").lives[0]
    fields = {"conditions": [{"match": "exact", "words": ["几点开门"]}], "answers": [{"type": "text", "text": "New."}]}
    draft = items.draft(Kind.AUTOREPLY, live.slug, "zh", "x", fields, "the test")
    assert _answer(runtime.rehearse(key=live.key, drafts=[draft])) == "New."


def test_draft_is_rehearsed_at_an_instant(runtime: Runtime) -> None:
    later = NOON + dt.timedelta(days=1000)
    drafts = [_rule("几点开门", "At nine.", valid_from=later.isoformat())]
    assert runtime.rehearse("几点开门", drafts=drafts).decision.hit != "autoreply/opening"
    assert _answer(runtime.rehearse("几点开门", drafts=drafts, at=later)) == "At nine."


def test_rehearsal_writes_nothing(runtime: Runtime, sqlite: Database, redis_client: redis.Redis) -> None:
    for words, key in (("提建议", ""), ("", "language/en"), ("我的来信", ""), ("", "subscriptions")):
        runtime.rehearse(words, key)
    assert redis_client.keys() == []
    assert _letters(sqlite, runtime) == []
    with sqlite.read() as db:
        assert db.scalars(select(Follower)).all() == []
