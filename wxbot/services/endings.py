"""What the end of a call makes of its send. The class of the error decides, and whether the call may be repeated."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from wxbot.errors import ErrorClass, WechatError
from wxbot.store.sends import UNCLEAR, Change, State

REPEATABLE = dt.timedelta(minutes=8)  # WeChat knows a template message's own number again for about ten.
MOST_TRIES = 6
_PAUSE = dt.timedelta(seconds=5)  # Before the second call; twice as long before each further one.
_LONGEST = dt.timedelta(minutes=5)
_MINUTE = dt.timedelta(seconds=60)
_ROOM = dt.timedelta(seconds=90)  # Left for a last repetition before WeChat forgets its number.

# WeChat did nothing, and may do it another time.
_LATER = (ErrorClass.TOKEN, ErrorClass.MINUTE, ErrorClass.RETRY)
# For these a person may ask for another try: as above, or the follower may have opened the way since.
_AGAIN = (*_LATER, ErrorClass.WINDOW)
SYSTEM_FAILED = "failed: system failed"  # What WeChat tells of a message that it took and then did not deliver.


@dataclass(frozen=True, slots=True)
class Call:
    """One call to be made. ``begun``: one like it may have gone through already."""

    id: int
    openid: str
    number: str  # What WeChat knows it again by, where it does.
    tries: int  # This one among them.
    first_at: dt.datetime
    begun: bool
    repeatable: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """``failure`` is None where WeChat took it; ``untouched``: no call was made at all."""

    call: Call
    message_id: str = ""
    failure: WechatError | None = None
    untouched: bool = False

    @property
    def taken(self) -> bool:
        return not self.untouched and (self.failure is None or self.failure.kind is ErrorClass.DUPLICATE)

    @property
    def unanswered(self) -> bool:
        return self.failure is not None and self.failure.code is None

    @property
    def gone(self) -> bool:
        """Whether WeChat says that he does not follow, or wants no messages."""
        return self.failure is not None and self.failure.kind is ErrorClass.DROP

    def is_of(self, kind: ErrorClass) -> bool:
        return self.failure is not None and self.failure.kind is kind


def change(ending: Ending, now: dt.datetime, luck: Callable[[], float]) -> Change:
    """``luck`` is a number from 0 to 1, so that not all come back at the same moment."""
    call, failure = ending.call, ending.failure
    if ending.taken:
        return Change(call.id, State.SENT, message_id=ending.message_id or _known(failure), at=call.first_at)
    if call.begun or ending.is_of(ErrorClass.UNKNOWN):
        return _unclear(ending, now, luck)
    if failure is None or failure.account_wide:
        return Change(call.id, State.DUE)
    why = reason(failure)
    patient = failure.kind is ErrorClass.MINUTE or ending.unanswered  # Nobody's fault, and it is over some day.
    if failure.kind in _LATER and (patient or call.tries < MOST_TRIES):
        return Change(call.id, State.LATER, why, due_at=now + _pause(call, failure.kind, luck))
    return Change(call.id, State.FAILED, why, at=call.first_at)


def _known(failure: WechatError | None) -> str:
    """The number of a message that WeChat had taken before."""
    return str(failure.answer.get("msgid") or "") if failure is not None else ""


def _unclear(ending: Ending, now: dt.datetime, luck: Callable[[], float]) -> Change:
    """The same call once more, while WeChat knows it again; then it is for a person."""
    call, failure = ending.call, ending.failure
    final = failure is not None and not failure.account_wide and failure.kind not in (*_LATER, ErrorClass.UNKNOWN)
    latest = call.first_at + REPEATABLE
    again = now + _pause(call, failure.kind if failure is not None else ErrorClass.UNKNOWN, luck)
    again = min(again, max(now + _PAUSE, latest - _ROOM))  # However long the pauses are by now, none outlasts the time.
    if not call.repeatable or final or again >= latest:
        return Change(call.id, State.UNKNOWN, reason(failure) if failure is not None else "", at=call.first_at)
    return Change(call.id, State.SENDING, UNCLEAR, due_at=again, at=call.first_at)


def _pause(call: Call, kind: ErrorClass, luck: Callable[[], float]) -> dt.timedelta:
    pause = min(_LONGEST, _PAUSE * float(2 ** min(10, call.tries - 1)))
    if kind is ErrorClass.MINUTE:
        pause = max(pause, _MINUTE)
    return pause * (1 + luck() / 2)


def reason(failure: WechatError) -> str:
    """WeChat's code, if there was an answer, and our class of it."""
    return f"{failure.code or '-'} {failure.kind}"


def may_try_again(why: str) -> bool:
    """Whether a person may have a send tried once more that failed for this reason."""
    return why == SYSTEM_FAILED or why.split()[-1:] in [[kind.value] for kind in _AGAIN]
