"""What the end of a call makes of its row: by the class of the error, and by whether the call may be repeated."""

import datetime as dt

import pytest

from tests.services.drafts import NOON
from wxbot.errors import ErrorClass, WechatError
from wxbot.services import endings
from wxbot.services.endings import MOST_TRIES, Call, Ending
from wxbot.store.sends import Change, State


def _call(tries: int = 1, begun: bool = False, repeatable: bool = True) -> Call:
    return Call(7, "oAlice", "n", tries, NOON, begun, repeatable)


def _after(kind: ErrorClass, call: Call, code: int | None = 1, after: float = 0.0) -> Change:
    failure = WechatError(kind, code, "words")
    return endings.change(Ending(call, failure=failure), NOON + dt.timedelta(seconds=after), lambda: 0.0)


def test_what_wechat_took_is_sent() -> None:
    assert endings.change(Ending(_call(), "77"), NOON, lambda: 0.0) == Change(7, State.SENT, message_id="77", at=NOON)


def test_what_wechat_has_already_is_sent() -> None:
    failure = WechatError(ErrorClass.DUPLICATE, 45065, "words", answer={"msgid": 78})
    assert endings.change(Ending(_call(begun=True), failure=failure), NOON, lambda: 0.0).message_id == "78"


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (ErrorClass.TOKEN, State.LATER),
        (ErrorClass.MINUTE, State.LATER),
        (ErrorClass.RETRY, State.LATER),
        (ErrorClass.WINDOW, State.FAILED),
        (ErrorClass.DROP, State.FAILED),
        (ErrorClass.FIX, State.FAILED),
        (ErrorClass.PERMISSION, State.DUE),
        (ErrorClass.CONFIGURATION, State.DUE),
        (ErrorClass.DAY, State.DUE),
        (ErrorClass.PENDING, State.DUE),
        (ErrorClass.UNKNOWN, State.SENDING),
    ],
)
def test_the_class_decides(kind: ErrorClass, state: State) -> None:
    assert _after(kind, _call()).state == state


def test_a_refusal_means_that_the_next_call_is_a_new_one() -> None:
    assert _after(ErrorClass.RETRY, _call()).at is None


def test_each_pause_is_longer_and_in_the_end_it_fails() -> None:
    waits = [_after(ErrorClass.RETRY, _call(tries)).due_at for tries in range(1, MOST_TRIES)]
    pauses = [(at - NOON).total_seconds() for at in waits if at is not None]
    assert pauses == [5, 10, 20, 40, 80]
    assert _after(ErrorClass.RETRY, _call(MOST_TRIES)).state == State.FAILED


@pytest.mark.parametrize(("kind", "code"), [(ErrorClass.MINUTE, 45011), (ErrorClass.RETRY, None)])
def test_a_slow_or_dead_wechat_costs_nobody_his_message(kind: ErrorClass, code: int | None) -> None:
    found = _after(kind, _call(tries=50), code)
    assert found.state == State.LATER
    assert found.due_at == NOON + dt.timedelta(minutes=5)


def test_a_minute_is_a_minute() -> None:
    assert _after(ErrorClass.MINUTE, _call()).due_at == NOON + dt.timedelta(minutes=1)


def test_not_all_come_back_at_once() -> None:
    ending = Ending(_call(), failure=WechatError(ErrorClass.RETRY, 1, "words"))
    early, late = endings.change(ending, NOON, lambda: 0.0), endings.change(ending, NOON, lambda: 1.0)
    assert early.due_at != late.due_at


def test_what_cannot_be_repeated_is_unknown_at_once() -> None:
    assert _after(ErrorClass.UNKNOWN, _call(repeatable=False), None).state == State.UNKNOWN


def test_an_unclear_call_is_repeated_as_long_as_wechat_knows_it_again() -> None:
    assert _after(ErrorClass.UNKNOWN, _call(), None, after=470).state == State.SENDING
    assert _after(ErrorClass.UNKNOWN, _call(), None, after=475).state == State.UNKNOWN


@pytest.mark.parametrize("kind", [ErrorClass.RETRY, ErrorClass.MINUTE, ErrorClass.CONFIGURATION])
def test_a_refused_repeat_leaves_it_unclear(kind: ErrorClass) -> None:
    assert _after(kind, _call(begun=True)).state == State.SENDING


@pytest.mark.parametrize("kind", [ErrorClass.DROP, ErrorClass.WINDOW, ErrorClass.FIX])
def test_a_repeat_refused_for_good_says_nothing_of_the_first_call(kind: ErrorClass) -> None:
    assert _after(kind, _call(begun=True)).state == State.UNKNOWN


def test_without_a_token_no_call_was_made() -> None:
    assert endings.change(Ending(_call(), untouched=True), NOON, lambda: 0.0) == Change(7, State.DUE)


@pytest.mark.parametrize(
    ("why", "may"),
    [
        *((why, True) for why in ("45102 retry", "- retry", "43101 window", endings.SYSTEM_FAILED)),
        *((why, False) for why in ("43004 drop", "47003 fix", "failed:user block", "")),
    ],
)
def test_only_what_may_pass_is_tried_again(why: str, may: bool) -> None:
    assert endings.may_try_again(why) is may


@pytest.mark.parametrize("after", [100, 200, 300, 390, 450])
def test_however_often_it_was_tried_the_time_left_holds_one_more_try(after: float) -> None:
    change = _after(ErrorClass.UNKNOWN, _call(tries=9, begun=True), after=after)
    assert change.state == State.SENDING
    assert change.due_at is not None
    assert change.due_at <= NOON + dt.timedelta(minutes=8)
