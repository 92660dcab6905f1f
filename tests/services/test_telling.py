"""How answers reach their writers: at once, when they next do something, or when they ask; and never twice."""

import datetime as dt

import pytest

from tests.services import drafts
from tests.services.answering import (
    HOUR,
    MINUTE,
    MUTE,
    TELLER,
    WORDS,
    WU,
    answer,
    approve,
    entries,
    fates,
    find,
    give,
    leaves,
    letter_of,
    paper,
    sent,
    tick,
    writes,
)
from tests.services.drafts import NOON, go_live
from tests.services.post import SEND, calls, follower, received
from tests.services.writing import ALICE, BOB, VAULT, add, read
from tests.store.together import in_threads
from wxbot.client.api import Api
from wxbot.errors import RuleError
from wxbot.services import alarms, answers, letters, outbox, telling
from wxbot.services.telling import Way
from wxbot.simulator.server import Simulator
from wxbot.store.database import Database
from wxbot.store.letters import Entry, EntryKind, Fate
from wxbot.store.outbox import Status

LATER = NOON + 72 * HOUR  # By then no window is open any more.


@pytest.fixture
def alices_phone(wechat: Simulator) -> Simulator:
    follower(wechat, ALICE)
    return wechat


def _send(database: Database, api: Api, now: dt.datetime) -> None:
    """What the worker does: sends, and looks what came of it."""
    outbox.send_due(database, api, VAULT, now)
    tick(database, now + 3 * dt.timedelta(seconds=1))


def _plan(database: Database, number: str, now: dt.datetime, messages: int = 1, mute: bool = False) -> Way:
    with database.read() as db:
        return telling.plan(db, MUTE if mute else TELLER, find(database, number), messages, now).way


def _asks(database: Database, number: str, now: dt.datetime, openid: str = ALICE) -> None:
    with database.write() as db:
        letters.read(db, VAULT, openid, number, now)


def test_answer_reaches_who_has_just_written(database: Database, api: Api, alices_phone: Simulator) -> None:
    number = letter_of(database)
    answer(database, number)
    _send(database, api, NOON)
    assert [(openid, WORDS in text, number in text) for openid, text in received(alices_phone)] == [(ALICE, True, True)]
    (_, told) = entries(database, number)
    assert (told.fate, told.route, told.due_at) == (Fate.TOLD, "message", None)


def test_answer_that_a_second_reader_approved_is_sent_then(
    database: Database, api: Api, alices_phone: Simulator
) -> None:
    number = letter_of(database)
    give(database, paper(database, number), second_reader=True)
    _send(database, api, NOON)
    assert received(alices_phone) == []
    approve(database, number, now=NOON + MINUTE)
    _send(database, api, NOON + MINUTE)
    assert len(received(alices_phone)) == 1


@pytest.mark.parametrize(
    ("language", "heading"), [("zh", "您的来信 {} 有了答复："), ("en", "Your letter {} is answered:")]
)
def test_heading_is_the_standing_phrase_in_the_writers_language(
    database: Database, language: str, heading: str
) -> None:
    go_live(database, drafts.phrase("letter-told", "您的来信 {number} 有了答复："))
    go_live(database, drafts.phrase("letter-told", "Your letter {number} is answered:", "en"))
    number = letter_of(database)
    with database.write() as db:
        letter = find(database, number)
        letter.language = language
        (message,) = telling.parts(db, letter, EntryKind.ANSWER, WORDS)
    assert message == f"{heading.format(number)}\n{WORDS}"


def test_refusal_has_a_heading_of_its_own(sqlite: Database) -> None:
    go_live(sqlite, drafts.phrase("letter-told-refusal", "未予受理 {number}："))
    number = letter_of(sqlite)
    with sqlite.read() as db:
        (message,) = telling.parts(db, find(sqlite, number), EntryKind.REFUSAL, WORDS)
    assert message.startswith(f"未予受理 {number}：\n")


def test_way_is_told_before_it_is_gone(database: Database) -> None:
    number = letter_of(database)
    assert [_plan(database, number, NOON, messages) for messages in (1, 5, 6)] == [Way.NOW, Way.NOW, Way.FULL]
    assert _plan(database, number, LATER) == Way.SHUT
    assert _plan(database, number, NOON, mute=True) == Way.ACCOUNT
    leaves(database, NOON + HOUR)
    assert _plan(database, number, NOON + 2 * HOUR) == Way.LEFT


def test_letter_of_nobody_has_no_way(sqlite: Database) -> None:
    number = letter_of(sqlite)
    answer(sqlite, number)
    leaves(sqlite, NOON + HOUR)
    assert _plan(sqlite, number, NOON + HOUR) == Way.NOBODY


def test_answer_waits_while_its_writer_is_silent(database: Database, api: Api, alices_phone: Simulator) -> None:
    number = letter_of(database)
    answer(database, number, now=LATER)
    for minutes in range(5):
        _send(database, api, LATER + minutes * MINUTE)
    assert (fates(database, number), calls(alices_phone)) == ([Fate.WAITS], 0)


def test_answer_goes_out_when_its_writer_next_writes(database: Database, api: Api, alices_phone: Simulator) -> None:
    number = letter_of(database)
    answer(database, number, now=LATER)
    tick(database, LATER + MINUTE)
    writes(database, LATER + 30 * HOUR)
    tick(database, LATER + 30 * HOUR)
    _send(database, api, LATER + 30 * HOUR)
    assert (fates(database, number), len(received(alices_phone))) == ([Fate.TOLD], 1)


def test_tap_of_the_menu_is_enough(database: Database) -> None:
    number = letter_of(database)
    answer(database, number, now=LATER)
    writes(database, LATER + HOUR, source="menu")
    tick(database, LATER + HOUR)
    assert fates(database, number) == [Fate.SENDING]


def test_message_that_is_drained_a_moment_after_the_answer_is_not_missed(database: Database) -> None:
    """He wrote, but the journal did not say so yet, and whoever drains it just then does not see the answer."""
    number = letter_of(database)
    looked_at = answer(database, number, now=LATER).due_at
    writes(database, LATER - MINUTE)
    with database.write() as db:
        db.get_one(Entry, entries(database, number)[-1].id).due_at = looked_at
    assert tick(database, LATER + MINUTE) == 1
    assert fates(database, number) == [Fate.SENDING]


def test_somebody_elses_message_wakes_nothing(database: Database) -> None:
    number = letter_of(database)
    answer(database, number, now=LATER)
    tick(database, LATER + MINUTE)
    writes(database, LATER + HOUR, BOB)
    assert (tick(database, LATER + HOUR), fates(database, number)) == (0, [Fate.WAITS])


def test_one_who_asks_reads_it_and_it_is_not_sent_any_more(database: Database) -> None:
    number = letter_of(database)
    answer(database, number, now=LATER)
    _asks(database, number, LATER + HOUR)
    writes(database, LATER + HOUR)
    tick(database, LATER + HOUR)
    (_, told) = entries(database, number)
    assert (told.fate, told.told_at, sent(database)) == (Fate.ASKED, LATER + HOUR, [])


def test_one_who_asks_for_somebody_elses_number_changes_nothing(sqlite: Database) -> None:
    number = letter_of(sqlite)
    answer(sqlite, number, now=LATER)
    _asks(sqlite, number, LATER + HOUR, BOB)
    assert fates(sqlite, number) == [Fate.WAITS]


def test_account_that_may_not_send_lets_him_ask(database: Database) -> None:
    number = letter_of(database)
    give(database, paper(database, number), teller=MUTE)
    writes(database, NOON + HOUR)
    tick(database, NOON + HOUR, MUTE)
    assert (fates(database, number), sent(database)) == ([Fate.WAITS], [])
    assert read(database, number)[0].answers[0].words == WORDS


def test_one_who_left_reads_it_when_he_is_back(database: Database) -> None:
    number = letter_of(database)
    leaves(database, NOON + HOUR)
    answer(database, number, now=NOON + 2 * HOUR)
    writes(database, NOON + 3 * HOUR, source="follow")
    tick(database, NOON + 3 * HOUR)
    assert fates(database, number) == [Fate.SENDING]


def test_answer_of_one_who_leaves_for_good_goes_nowhere(database: Database) -> None:
    number = letter_of(database)
    answer(database, number, now=LATER)
    leaves(database, LATER + HOUR)
    assert (fates(database, number), find(database, number).openid) == ([Fate.GONE], "")


def test_message_on_its_way_to_one_who_leaves_is_dropped(database: Database, api: Api, alices_phone: Simulator) -> None:
    number = letter_of(database)
    answer(database, number)
    leaves(database, NOON + MINUTE)
    _send(database, api, NOON + 2 * MINUTE)
    assert (fates(database, number), received(alices_phone)) == ([Fate.GONE], [])


def test_answer_that_finds_the_window_shut_after_all_waits_for_the_next_message(
    database: Database, api: Api, wechat: Simulator
) -> None:
    wechat.followers.follow(ALICE, wechat.clock.now())  # She follows, but WeChat says that she wrote nothing.
    number = letter_of(database)
    answer(database, number)
    for minutes in range(4):
        _send(database, api, NOON + minutes * MINUTE)
    assert (fates(database, number), calls(wechat)) == ([Fate.WAITS], 1)
    wechat.windows.open(ALICE, "message", wechat.clock.now())
    writes(database, NOON + HOUR)
    tick(database, NOON + HOUR)
    _send(database, api, NOON + HOUR)
    assert (fates(database, number), len(received(wechat))) == ([Fate.TOLD], 1)


def test_long_answer_goes_on_where_it_was_cut_off(database: Database, api: Api, alices_phone: Simulator) -> None:
    """Four messages were said by somebody else meanwhile, so that one part went out and two did not."""
    number = letter_of(database)
    answer(database, number, "\n".join("说明" * 300 for _ in range(3)))
    for _ in range(4):
        alices_phone.windows.spend(ALICE, alices_phone.clock.now())
    _send(database, api, NOON)
    assert [row.status for row in sent(database)] == [Status.SENT, Status.REFUSED, Status.REFUSED]
    assert fates(database, number) == [Fate.WAITS]
    follower(alices_phone, ALICE)
    writes(database, NOON + HOUR)
    tick(database, NOON + HOUR)
    _send(database, api, NOON + HOUR)
    assert fates(database, number) == [Fate.TOLD]
    assert [text.partition("/3)")[0][-1] for _, text in received(alices_phone)] == ["1", "2", "3"]


def test_answer_that_wechat_will_not_take_waits_for_a_person(
    database: Database, api: Api, alices_phone: Simulator
) -> None:
    number = letter_of(database)
    answer(database, number)
    alices_phone.faults.refuse(SEND, 48001)
    _send(database, api, NOON)
    (_, stuck) = entries(database, number)
    assert (stuck.fate, stuck.trouble[:5]) == (Fate.REFUSED, "48001")
    with database.write() as db:
        answers.send_again(db, number, stuck.id, WU, NOON + MINUTE)
    _send(database, api, NOON + MINUTE)
    assert (fates(database, number), len(received(alices_phone))) == ([Fate.TOLD], 1)


def test_answer_without_a_clear_ending_is_decided_by_a_person(
    database: Database, api: Api, alices_phone: Simulator
) -> None:
    number = letter_of(database)
    answer(database, number)
    alices_phone.faults.refuse(SEND, -1)
    for minutes in range(3):
        _send(database, api, NOON + minutes * MINUTE)
    (_, stuck) = entries(database, number)
    assert (stuck.fate, calls(alices_phone)) == (Fate.UNKNOWN, 1)
    with database.write() as db:
        answers.take_as_told(db, number, stuck.id, WU, NOON + HOUR)
    assert fates(database, number) == [Fate.TOLD]


def _ringing(database: Database) -> list[str]:
    with database.read() as db:
        return [alarm.name for alarm in alarms.ringing(db)]


@pytest.mark.parametrize("code", [48001, -1])
def test_answer_that_did_not_arrive_rings_until_a_person_decides(
    database: Database, api: Api, alices_phone: Simulator, code: int
) -> None:
    number = letter_of(database)
    stuck = answer(database, number)
    alices_phone.faults.refuse(SEND, code)
    _send(database, api, NOON)
    assert _ringing(database) == [f"letter-untold/{number}"]
    with database.write() as db:
        answers.take_as_told(db, number, stuck.id, WU, NOON + HOUR)
    assert _ringing(database) == []


def test_alarm_rings_on_while_another_answer_of_the_letter_is_stuck(
    database: Database, api: Api, alices_phone: Simulator
) -> None:
    number = letter_of(database)
    stuck = [answer(database, number, words).id for words in ("第一次", "更正")]
    alices_phone.faults.refuse(SEND, 48001, times=2)
    _send(database, api, NOON)
    for place, entry_id in enumerate(stuck):
        assert len(_ringing(database)) == 1, place
        with database.write() as db:
            answers.take_as_told(db, number, entry_id, WU, NOON + HOUR)
    assert _ringing(database) == []


def test_answer_whose_key_is_lost_does_not_hold_up_the_next(database: Database) -> None:
    lost, other = letter_of(database), letter_of(database, BOB)
    for number in (lost, other):
        answer(database, number, now=LATER)
    with database.write() as db:
        db.get_one(Entry, entries(database, lost)[-1].id).text = "sealed with a key that nobody has"
    for openid in (ALICE, BOB):
        writes(database, LATER + HOUR, openid)
    tick(database, LATER + HOUR)
    assert (fates(database, lost), fates(database, other)) == ([Fate.REFUSED], [Fate.SENDING])
    assert _ringing(database) == [f"letter-untold/{lost}"]


def test_what_is_decided_is_not_decided_again(sqlite: Database) -> None:
    number = letter_of(sqlite)
    entry = answer(sqlite, number)
    with pytest.raises(RuleError, match="nothing to decide"), sqlite.write() as db:
        answers.send_again(db, number, entry.id, WU, NOON)


def test_two_workers_send_a_waiting_answer_once(database: Database, api: Api, alices_phone: Simulator) -> None:
    number = letter_of(database)
    answer(database, number, now=LATER)
    tick(database, LATER + MINUTE)
    writes(database, LATER + HOUR)
    in_threads(3, lambda _: tick(database, LATER + HOUR))
    in_threads(2, lambda _: outbox.send_due(database, api, VAULT, LATER + HOUR))
    assert len(received(alices_phone)) == 1


def test_answer_to_an_addition_that_came_meanwhile_is_sent_too(database: Database) -> None:
    """The letter is open again; what was answered before still waits to be told."""
    number = letter_of(database)
    answer(database, number, now=LATER)
    add(database, number, "还有一点")
    writes(database, LATER + HOUR)
    tick(database, LATER + HOUR)
    assert fates(database, number) == [Fate.SENDING]
