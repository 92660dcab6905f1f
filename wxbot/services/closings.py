"""How broadcasts that are over ended: whether they reached those whom they were for, all of them or some."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from wxbot.services import Db
from wxbot.store import calls, chunks
from wxbot.store.calls import Call, State


class Closing(StrEnum):
    """What "finished" hides; one that went well has none. Whom citizens' own choice spared is no failure."""

    PARTLY = "reached-partly"
    NOBODY = "reached-nobody"
    UNCLEAR = "reached-unclear"
    RECALLED = "recalled"


def of(db: Db, broadcast_ids: Collection[int]) -> Mapping[int, Closing]:
    """Of those that are finished; two queries however many they are."""
    made: dict[int, list[Call]] = {each: [] for each in broadcast_ids}
    for call in calls.of_broadcasts(db, made):
        made[call.broadcast_id].append(call)
    alone = chunks.reached(db, [each for each, ledger in made.items() if not ledger])
    found = {
        each: _of_calls(ledger) if ledger else _of_sends(*alone.get(each, (False, False, False)))
        for each, ledger in made.items()
    }
    return {each: closing for each, closing in found.items() if closing is not None}


def _of_calls(ledger: Iterable[Call]) -> Closing | None:
    states = {_state(call) for call in ledger}
    if State.FINISHED in states:
        return Closing.PARTLY if len(states) > 1 or any(call.failed for call in ledger) else None
    return Closing.RECALLED if State.RECALLED in states else Closing.NOBODY


def _state(call: Call) -> str:
    """What WeChat took and then gave to nobody has failed. Of what it only published it tells no figures."""
    empty = call.state == State.FINISHED and call.total and not call.sent
    return State.FAILED if empty else call.state


def _of_sends(reached: bool, missed: bool, unknown: bool) -> Closing | None:
    if not reached:
        return Closing.UNCLEAR if unknown else Closing.NOBODY
    return Closing.PARTLY if missed or unknown else None
