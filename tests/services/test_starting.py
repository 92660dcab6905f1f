"""A broadcast begins at its time, or a person is asked; whoever looks at once, one of them begins it."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.services.broadcasting import ACCOUNT, NOW, as_it_is, composition, kept, scheduled
from tests.services.composed import compose, picked
from tests.services.drafts import go_live, news
from wxbot.errors import RuleError
from wxbot.services import alarms, audiences, broadcasts, freezing, preferences, starting, uploading
from wxbot.services.audiences import Audience, Who
from wxbot.services.preferences import Preferences
from wxbot.services.starting import Asked
from wxbot.store import audiences as groups
from wxbot.store import calls
from wxbot.store.broadcasts import Broadcast, Kind, State
from wxbot.store.database import Database

MINUTE = dt.timedelta(minutes=1)
LATER = NOW + 60 * MINUTE


def _start(database: Database, now: dt.datetime = NOW, account: str = ACCOUNT) -> int:
    return starting.start_due(database, account, uploading.current, now)


def _asked(database: Database, row: Broadcast) -> str | None:
    """What the person is asked, and the alarm that asks."""
    now = kept(database, row)
    with database.read() as db:
        rings = f"broadcast-asking/{row.id}" in [alarm.name for alarm in alarms.ringing(db)]
    assert rings is (now.state == State.ASKING)
    return now.reason if rings else None


def _decide(database: Database, row: Broadcast, now: dt.datetime, due_at: dt.datetime | None = None) -> None:
    with database.write() as db:
        broadcasts.decide(db, row.id, "li", now, due_at)


def _freeze(database: Database, begins: dt.datetime, ends: dt.datetime) -> None:
    with database.write() as db:
        freezing.add(db, begins, ends, "Mourning", "li", NOW)


def _article(database: Database, folder: Path, due_at: dt.datetime) -> Broadcast:
    go_live(database, news())
    payload = compose(database, folder, Kind.ARTICLE, picked("visit")).payload
    return scheduled(database, composition(Kind.ARTICLE, content=dict(payload), due_at=due_at))


def test_what_was_stopped_goes_on_only_knowingly_once_an_item_of_it_changed(database: Database, tmp_path: Path) -> None:
    row = _article(database, tmp_path, LATER)
    assert _start(database, LATER) == 1
    with database.write() as db:
        broadcasts.hold(db, row.id).state = State.STOPPED
    go_live(database, news(title="Another"))
    with database.write() as db, pytest.raises(RuleError, match=Asked.CHANGED):
        starting.resume(db, row.id, uploading.current, "li", LATER)
    assert kept(database, row).state == State.STOPPED
    with database.write() as db:
        starting.resume(db, row.id, uploading.current, "li", LATER, heeded=True)
    assert kept(database, row).state == State.SENDING


def test_everything_that_speaks_against_going_on_is_told(sqlite: Database, tmp_path: Path) -> None:
    row = _article(sqlite, tmp_path, LATER)
    go_live(sqlite, news(title="Another"))
    _freeze(sqlite, LATER, LATER + MINUTE)
    with sqlite.read() as db:
        assert starting.against(db, row, uploading.current, LATER) == (Asked.FROZEN, Asked.CHANGED)


def test_what_was_paused_goes_on_only_knowingly_in_a_freeze(sqlite: Database) -> None:
    row = scheduled(sqlite)
    _start(sqlite)
    with sqlite.write() as db:
        broadcasts.pause(db, row.id, "li", NOW)
    _freeze(sqlite, LATER, LATER + MINUTE)
    with sqlite.write() as db, pytest.raises(RuleError, match=Asked.FROZEN):
        starting.resume(db, row.id, uploading.current, "li", LATER)
    with sqlite.write() as db:
        assert starting.resume(db, row.id, uploading.current, "li", NOW).state == State.SENDING


def test_nothing_begins_before_its_time(database: Database) -> None:
    row = scheduled(database, composition(due_at=LATER))
    assert _start(database, LATER - MINUTE) == 0
    assert kept(database, row).state == State.SCHEDULED


def test_at_its_time_it_begins_with_one_call_in_the_ledger(database: Database) -> None:
    row = scheduled(database, composition(due_at=LATER))
    assert (_start(database, LATER), _start(database, LATER)) == (1, 0)
    with database.read() as db:
        assert [call.state for call in calls.of_broadcast(db, row.id)] == [calls.State.WAITING]
    assert (kept(database, row).state, kept(database, row).started_at) == (State.SENDING, LATER)


@pytest.mark.parametrize(("minutes", "asked"), [(20, None), (21, Asked.LATE)])
def test_within_its_grace_it_begins_late_and_after_it_a_person_is_asked(
    database: Database, minutes: int, asked: Asked | None
) -> None:
    row = scheduled(database, composition(due_at=LATER, grace=20))
    _start(database, LATER + minutes * MINUTE)
    assert _asked(database, row) == asked


def test_without_any_grace_it_begins_all_the_same(sqlite: Database) -> None:
    row = scheduled(sqlite, composition(due_at=LATER, grace=0))
    _start(sqlite, LATER + dt.timedelta(seconds=2))
    assert kept(sqlite, row).state == State.SENDING


def test_in_a_freeze_a_person_is_asked_and_may_put_it_off(sqlite: Database) -> None:
    _freeze(sqlite, NOW, LATER)
    row = scheduled(sqlite)
    _start(sqlite)
    assert _asked(sqlite, row) == Asked.FROZEN
    _decide(sqlite, row, NOW, due_at=LATER)
    assert (_start(sqlite, LATER - MINUTE), _start(sqlite, LATER)) == (0, 1)


def test_whoever_says_now_is_not_asked_again(sqlite: Database, tmp_path: Path) -> None:
    row = _article(sqlite, tmp_path, LATER)
    go_live(sqlite, news(text="Another text."))
    _freeze(sqlite, NOW, LATER + 120 * MINUTE)
    late = LATER + 100 * MINUTE
    _start(sqlite, late)
    assert _asked(sqlite, row) == Asked.LATE
    _decide(sqlite, row, late)
    _start(sqlite, late)
    assert (kept(sqlite, row).state, _asked(sqlite, row)) == (State.SENDING, None)


def test_whose_now_is_long_ago_is_asked_once_more(sqlite: Database) -> None:
    """The stop switch may have held it up for a night."""
    row = scheduled(sqlite, composition(due_at=LATER))
    _start(sqlite, LATER + 100 * MINUTE)
    _decide(sqlite, row, LATER + 100 * MINUTE)
    _start(sqlite, LATER + 200 * MINUTE)
    assert _asked(sqlite, row) == Asked.LATE


def test_an_item_that_was_corrected_since_it_was_signed_asks(database: Database, tmp_path: Path) -> None:
    row = _article(database, tmp_path, LATER)
    go_live(database, news(text="Corrected."))
    _start(database, LATER)
    assert _asked(database, row) == Asked.CHANGED


def test_an_item_that_still_says_the_same_does_not(sqlite: Database, tmp_path: Path) -> None:
    row = _article(sqlite, tmp_path, LATER)
    _start(sqlite, LATER)
    assert kept(sqlite, row).state == State.SENDING


def test_what_was_put_off_knowing_of_the_change_does_not_ask_about_it_again(sqlite: Database, tmp_path: Path) -> None:
    row = _article(sqlite, tmp_path, LATER)
    go_live(sqlite, news(text="Corrected."))
    _start(sqlite, LATER)
    _decide(sqlite, row, LATER, due_at=LATER + 60 * MINUTE)
    assert _start(sqlite, LATER + 60 * MINUTE) == 1


def test_what_was_put_off_for_another_cause_asks_when_it_was_changed_since(sqlite: Database, tmp_path: Path) -> None:
    row = _article(sqlite, tmp_path, LATER)
    _start(sqlite, LATER + 60 * MINUTE)
    _decide(sqlite, row, LATER + 60 * MINUTE, due_at=LATER + 120 * MINUTE)
    go_live(sqlite, news(text="Corrected."))
    _start(sqlite, LATER + 120 * MINUTE)
    assert _asked(sqlite, row) == Asked.CHANGED


def test_an_emergency_asks_nobody(sqlite: Database) -> None:
    _freeze(sqlite, NOW, LATER)
    with sqlite.write() as db:
        row = broadcasts.add(db, composition(), ACCOUNT, "chen", NOW)
        broadcasts.send_at_once(db, row.id, 1, as_it_is, "wang", "Earthquake", NOW)
    assert _start(sqlite, NOW + 45 * MINUTE) == 1


def test_the_switch_holds_it_back_and_then_it_begins(database: Database) -> None:
    row = scheduled(database, composition(due_at=LATER))
    with database.write() as db:
        preferences.save(db, Preferences(sending_stopped=True), "li", NOW)
    assert (_start(database, LATER), kept(database, row).state) == (0, State.SCHEDULED)
    with database.write() as db:
        preferences.save(db, Preferences(), "li", NOW)
    assert _start(database, LATER) == 1


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.TEMPLATE])
def test_a_group_that_was_deleted_since_it_was_signed_asks(database: Database, kind: Kind) -> None:
    with database.write() as db:
        group = groups.add(db, "list", "Press", "chen", NOW)
        assert group is not None
        for name in ("oAlice", "oBob"):
            groups.put_in(db, group.id, name)
    row = scheduled(database, composition(kind, Audience(Who.GROUP, group=group.id)))
    with database.write() as db:
        groups.remove(db, group.id)
    _start(database)
    assert _asked(database, row) == Asked.NOBODY


def test_what_the_account_may_not_send_any_more_asks_and_holds_up_nothing_else(sqlite: Database) -> None:
    first, second = scheduled(sqlite, composition(audience=Audience(Who.GROUP, group=4))), scheduled(sqlite)
    assert _start(sqlite, account="subscription-verified") == 1
    assert _asked(sqlite, first) == f"audience: {audiences.NOWHERE}"
    assert kept(sqlite, second).state == State.SENDING


def test_of_many_who_look_at_once_one_begins_it(database: Database) -> None:
    numbers = [scheduled(database).id for _ in range(5)]
    with ThreadPoolExecutor(4) as pool:
        begun = list(pool.map(lambda _: _start(database), range(4)))
    assert sum(begun) == 5
    with database.read() as db:
        assert [len(calls.of_broadcast(db, number)) for number in numbers] == [1] * 5


def test_begun_while_somebody_cancels_it_is_one_or_the_other(database: Database) -> None:
    for _ in range(5):
        row = scheduled(database)
        with ThreadPoolExecutor(2) as pool:
            for done in (pool.submit(_start, database), pool.submit(_cancel, database, row)):
                done.result()
        with database.read() as db:
            made = [call.state for call in calls.of_broadcast(db, row.id)]
        assert kept(database, row).state == State.CANCELLED
        assert calls.State.WAITING not in made


def _cancel(database: Database, row: Broadcast) -> None:
    with database.write() as db:
        broadcasts.cancel(db, row.id, "li", NOW)
