"""How many messages a follower may be sent: every case of the platform's windows, and what was sent since."""

import datetime as dt

import pytest

from tests.services.drafts import NOON
from tests.services.lines import TEXT, keep, line
from tests.services.writing import ALICE, BOB
from wxbot.dispatch.intents import WINDOWS
from wxbot.services import windows
from wxbot.services.windows import ALLOWANCES, SHUT, Done, Meter, Spent, measure
from wxbot.store import followers, outbox
from wxbot.store.database import Database
from wxbot.store.outbox import Outgoing, Status

SECOND, HOUR = dt.timedelta(seconds=1), dt.timedelta(hours=1)


def ago(seconds: float) -> dt.datetime:
    return NOON - seconds * SECOND


def _measure(done: list[tuple[str, float]], spent: list[float] | None = None) -> tuple[int, float]:
    """Messages left, and for how many seconds; both 0 where nothing is open."""
    acts = [Done(source, ago(seconds)) for source, seconds in done]
    meter = measure(acts, [Spent(ago(seconds)) for seconds in spent or []], NOON)
    return meter.left, (meter.until - NOON).total_seconds() if meter.until else 0


DAYS = 48 * 3600


@pytest.mark.parametrize(
    ("done", "left", "lasts"),
    [
        ([], 0, 0),
        *[([(source, 0)], 5, DAYS) for source in ("text", "voice", "tap", "number", "location", "media", "link")],
        ([("text", DAYS - 1)], 5, 1),
        ([("text", DAYS)], 0, 0),
        *[([(source, 0)], 3, 60) for source in ("menu", "scan", "follow")],
        *[([(source, 59)], 3, 1) for source in ("menu", "scan", "follow")],
        *[([(source, 60)], 0, 0) for source in ("menu", "scan", "follow")],
        ([("note", 0)], 0, 0),
        ([("unfollow", 0)], 0, 0),
        ([("text", 100), ("menu", 10)], 5, DAYS - 100),
        ([("text", DAYS + 5), ("menu", 10)], 3, 50),
        ([("menu", 30), ("scan", 10)], 3, 50),
        ([("text", 500), ("text", 100)], 5, DAYS - 100),
        ([("text", -5)], 0, 0),
    ],
)
def test_what_a_follower_does_opens_a_window(done: list[tuple[str, float]], left: int, lasts: float) -> None:
    assert _measure(done) == (left, lasts)


@pytest.mark.parametrize(
    ("done", "spent", "left", "lasts"),
    [
        ([("text", 100)], [50], 4, DAYS - 100),
        ([("text", 100)], [50] * 5, 0, DAYS - 100),
        ([("text", 100)], [50] * 9, 0, DAYS - 100),
        ([("text", 100)], [100], 4, DAYS - 100),
        ([("text", 100)], [101, 5000], 5, DAYS - 100),
        ([("text", 500), ("text", 100)], [300] * 5, 5, DAYS - 100),
        ([("menu", 30)], [20, 10], 1, 30),
        # A message counts in every window that is open, and the best one rules.
        ([("text", 500), ("menu", 30)], [400] * 4, 3, 30),
        ([("text", 500), ("menu", 30)], [400] * 2 + [10], 2, DAYS - 500),
        ([("text", 500), ("menu", 30)], [10] * 3, 2, DAYS - 500),
        ([("text", 500), ("menu", 30)], [400, 400, 10, 10, 10], 0, DAYS - 500),
    ],
)
def test_what_was_sent_since_is_taken_off(
    done: list[tuple[str, float]], spent: list[float], left: int, lasts: float
) -> None:
    assert _measure(done, spent) == (left, lasts)


def test_nothing_is_left_once_wechat_said_so() -> None:
    """Whatever we have counted; until the follower does something again."""
    refused = [Spent(ago(50), refused=True)]
    assert measure([Done("text", ago(100))], refused, NOON).left == 0
    assert measure([Done("text", ago(10))], refused, NOON).left == 5


def test_windows_are_those_that_the_machine_knows() -> None:
    lasting = {source: allowance.lasts.total_seconds() for allowance in ALLOWANCES for source in allowance.sources}
    assert lasting == {source.value: float(seconds) for source, seconds in WINDOWS.items()}


def _of(database: Database, openid: str = ALICE, may_send: bool = True, now: dt.datetime = NOON) -> Meter:
    with database.read() as db:
        return windows.of_follower(db, openid, may_send, now)


def _write(database: Database, delivery: str = "d1", at: dt.datetime = NOON, **fields: str) -> None:
    keep(database, line(delivery, at=at.isoformat(), openid=ALICE, **fields))


def _put(database: Database, status: Status, at: dt.datetime | None, error: str = "", openid: str = ALICE) -> None:
    with database.write() as db:
        position = len(outbox.of_follower(db, openid))
        row = Outgoing(delivery="d", position=position, openid=openid, message=TEXT, error=error)
        row.status, row.due_at, row.claimed_at = status, NOON, at
        db.add(row)


def test_meter_is_read_from_the_journal(database: Database) -> None:
    _write(database, at=NOON - HOUR)
    assert _of(database) == Meter(5, NOON + 47 * HOUR, 5)


def test_tap_of_the_menu_is_read_from_the_journal(database: Database) -> None:
    _write(database, at=ago(20), source="menu")
    assert _of(database) == Meter(3, NOON + 40 * SECOND, 3)


@pytest.mark.parametrize("status", [Status.SENT, Status.SENDING, Status.UNKNOWN])
def test_what_went_out_or_may_have_is_taken_off(database: Database, status: Status) -> None:
    _write(database, at=NOON - HOUR)
    _put(database, status, NOON - HOUR / 2)
    assert _of(database).left == 4


def test_what_waits_to_be_sent_is_taken_off(database: Database) -> None:
    _write(database)
    _put(database, Status.DUE, None)
    assert _of(database, now=NOON + SECOND).left == 4


def test_what_wechat_refused_for_its_own_reasons_is_not_taken_off(database: Database) -> None:
    _write(database, at=NOON - HOUR)
    _put(database, Status.REFUSED, NOON, "48001 permission rid 1")
    assert _of(database).left == 5


def test_refusal_for_want_of_a_window_empties_it(database: Database) -> None:
    _write(database, at=NOON - HOUR)
    _put(database, Status.REFUSED, NOON, "45047 window rid 1")
    assert _of(database).left == 0


def test_what_was_sent_to_somebody_else_is_his_affair(database: Database) -> None:
    _write(database, at=NOON - HOUR)
    _put(database, Status.SENT, NOON, openid=BOB)
    assert (_of(database).left, _of(database, BOB)) == (5, SHUT)


def test_account_that_may_not_send_has_no_window(sqlite: Database) -> None:
    _write(sqlite)
    assert _of(sqlite, may_send=False) == SHUT


def test_one_who_left_has_no_window(database: Database) -> None:
    _write(database, at=NOON - HOUR)
    _write(database, "farewell", source="unfollow")
    assert _of(database) == SHUT


def test_one_of_whom_wechat_said_that_he_left_has_no_window(sqlite: Database) -> None:
    _write(sqlite, at=NOON - HOUR)
    with sqlite.write() as db:
        followers.find_or_add(db, ALICE).subscribed = False
    assert _of(sqlite) == SHUT


def test_nobody_has_no_window(sqlite: Database) -> None:
    _write(sqlite, at=NOON - HOUR)
    assert _of(sqlite, "") == SHUT


def test_message_is_found_below_very_many_taps(database: Database) -> None:
    lines = [line(f"m{number}", at=(NOON - HOUR / 2).isoformat(), source="menu", openid=ALICE) for number in range(80)]
    keep(database, line("first", at=(NOON - HOUR).isoformat(), openid=ALICE), *lines)
    assert _of(database).left == 5
