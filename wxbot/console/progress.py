"""How far a broadcast came: what WeChat was asked and what it answered, in figures."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from wxbot.console import wechat
from wxbot.console.desk import Desk
from wxbot.console.letter_labels import lasts
from wxbot.services import Db, progress
from wxbot.services.audiences import EACH
from wxbot.store import calls, sends
from wxbot.store.broadcasts import Broadcast, State
from wxbot.store.calls import Call
from wxbot.store.calls import State as CallState

_WHYS: Mapping[str, object] = {
    sends.LEFT: lazy_gettext("The follower left"),
    sends.BLOCKED: lazy_gettext("The follower is blocked"),
    sends.NO_CONSENT: lazy_gettext("The follower has not agreed to it"),
    sends.ENOUGH: lazy_gettext("Enough pushes on that day"),
    "failed: user block": lazy_gettext("The follower refuses messages"),
    "failed: system failed": lazy_gettext("WeChat's own failure"),
    "a person says so": lazy_gettext("Settled by a person"),
    "unclear": lazy_gettext("No clear answer"),
    "token": lazy_gettext("The account's key was not accepted"),
    "retry": lazy_gettext("WeChat was busy"),
    "minute": lazy_gettext("Too often within a minute"),
    "day": lazy_gettext("The day's quota was used up"),
    "window": lazy_gettext("Outside the time in which WeChat allows it"),
    "drop": lazy_gettext("WeChat does not know the follower"),
    "permission": lazy_gettext("The account may not do it"),
    "configuration": lazy_gettext("The account's settings do not allow it"),
    "fix": lazy_gettext("WeChat refused the message as wrong"),
    "unknown": lazy_gettext("No clear answer"),
}
_STATUSES: Mapping[str, object] = {
    "send success": lazy_gettext("WeChat reports success"),
    "send fail": lazy_gettext("WeChat reports a failure"),
    "asked": lazy_gettext("Told by WeChat when it was asked"),
    "err(10001)": lazy_gettext("WeChat's review: advertising"),
    "err(20001)": lazy_gettext("WeChat's review: politics"),
    "err(20002)": lazy_gettext("WeChat's review: pornography"),
    "err(20004)": lazy_gettext("WeChat's review: society"),
    "err(20006)": lazy_gettext("WeChat's review: crime"),
    "err(20008)": lazy_gettext("WeChat's review: fraud"),
    "err(20013)": lazy_gettext("WeChat's review: copyright"),
    "err(21000)": lazy_gettext("WeChat's review: another reason"),
    "err(22000)": lazy_gettext("WeChat's review: mutual promotion"),
    "err(30001)": lazy_gettext("WeChat's check for originality failed, and a reprint was refused"),
    "err(30002)": lazy_gettext("WeChat's check for originality: it may not be sent"),
    "err(30003)": lazy_gettext("WeChat's check for originality: it is a reprint, which was refused"),
    "err(40001)": lazy_gettext("The account's administrator refused it"),
    "err(40002)": lazy_gettext("The account's administrator did not answer within 30 minutes"),
    "published": lazy_gettext("Published"),
    "not_original": lazy_gettext("WeChat's check for originality failed"),
    "failed": lazy_gettext("WeChat reports a failure"),
    "refused": lazy_gettext("WeChat's review refused it"),
    "deleted": lazy_gettext("Deleted after it was published"),
    "blocked": lazy_gettext("Blocked by WeChat after it was published"),
}
_SOON = dt.timedelta(minutes=10)  # Before its time a page begins to look whether it has begun.
_CODED = re.compile(r"(-?\d+|-) (\w+)")


def why(words: str) -> str:
    """A reason in the reader's words, with WeChat's number where it gave one."""
    coded = _CODED.fullmatch(words)
    if coded is None:
        return str(_WHYS.get(words, words))
    told = str(_WHYS.get(coded[2], coded[2]))
    return told if coded[1] == "-" else f"{told} ({coded[1]})"


@dataclass(frozen=True, slots=True)
class Course:
    """``left`` is how long it still takes, in words, where that can be told. ``put_off`` wait for their time."""

    total: int = 0
    sent: int = 0
    arrived: int = 0
    failed: int = 0
    refused: bool = False  # Whether a call failed as a whole of which only WeChat knows how many it was for.
    left_out: int = 0
    put_off: int = 0
    unknown: int = 0
    open: int = 0
    rate: float = 0.0  # Each second.
    left: str = ""
    reasons: Sequence[tuple[str, int]] = ()
    calls: Sequence[Call] = ()
    moving: bool = False  # Whether it is worth looking again.
    may_retry: bool = False

    @property
    def done(self) -> int:
        return self.total - self.open - self.put_off


def course(our: Desk, db: Db, row: Broadcast) -> Course:
    if row.started_at is None:
        soon = row.state == State.SCHEDULED and row.due_at is not None and row.due_at <= our.now + _SOON
        return Course(moving=soon)
    moving = row.state == State.SENDING or calls.unsettled(db, row.id)
    return _of_each(our, db, row, moving) if row.kind in EACH else _of_calls(db, row, moving)


def _of_each(our: Desk, db: Db, row: Broadcast, moving: bool) -> Course:
    own = progress.figures(db, row.id, our.now)
    reasons = sorted(((why(name), count) for name, count in own.reasons.items()), key=lambda each: -each[1])
    return Course(
        total=own.total,
        sent=own.sent + own.delivered,
        arrived=own.delivered,
        failed=own.failed,
        left_out=own.skipped,
        put_off=own.later,
        unknown=own.unknown,
        open=own.due,
        rate=own.rate,
        left=lasts(dt.timedelta(seconds=own.seconds_left)) if own.seconds_left is not None and moving else "",
        reasons=reasons,
        moving=moving,
        may_retry=bool(own.failed) and row.state in (State.FINISHED, State.PAUSED, State.STOPPED, State.SENDING),
    )


def _of_calls(db: Db, row: Broadcast, moving: bool) -> Course:
    """What WeChat tells of a mass send; until it does, only how many calls are through."""
    made = calls.of_broadcast(db, row.id)
    total = sum(call.total or call.size for call in made)
    sent, failed = (sum(getattr(call, name) for call in made) for name in ("sent", "failed"))
    left_out = sum(call.total - call.filtered for call in made if call.total and call.filtered)
    unsettled = sum((call.total or call.size) for call in made if call.state in calls.UNSETTLED)
    whole = [call for call in made if call.state == CallState.FAILED and not call.failed]
    failures = [(_failure(call), call.failed or call.size) for call in made if call.state == CallState.FAILED]
    return Course(
        total=total,
        sent=sent,
        arrived=sent,
        failed=failed + sum(call.size for call in whole),
        refused=any(not call.size for call in whole),
        left_out=left_out,
        open=unsettled,
        reasons=failures,
        calls=made,
        moving=moving,
    )


def _failure(call: Call) -> str:
    """WeChat's refusal of the call, or else what its event told afterwards."""
    return wechat.told(call.error) if call.error else status(call.status) or str(_("Failed"))


def status(told: str) -> str:
    """WeChat's words of what became of a call; those that nobody has found words for are shown as they are."""
    return str(_STATUSES.get(told, told))
