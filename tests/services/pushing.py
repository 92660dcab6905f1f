"""A push as tests need it: followers whom both sides know, a broadcast on its way, and a worker's means to send it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import redis
from sqlalchemy import insert, select, update

from tests.services.composed import broadcast
from tests.services.drafts import NOON
from wxbot.client.api import Api
from wxbot.services import pushes
from wxbot.services.pushes import Means
from wxbot.services.turns import Rules
from wxbot.simulator.message_templates import SAMPLES
from wxbot.simulator.server import Simulator
from wxbot.state.pace import Pace
from wxbot.store import broadcasts
from wxbot.store.broadcasts import Broadcast, Kind
from wxbot.store.chunks import Chunk
from wxbot.store.database import Database
from wxbot.store.followers import Follower
from wxbot.store.sends import Send, State

ZONE = ZoneInfo("Asia/Shanghai")
TEMPLATE = SAMPLES[0].id
CALL = "/cgi-bin/message/template/send"
PAYLOAD: dict[str, Any] = {
    "template_id": TEMPLATE,
    "data": {"thing1": "开放日", "time2": "2026年11月22日 14:00", "thing3": "花园", "thing4": "请带证件"},
    "url": "",
}


@dataclass
class Worker:
    """One process's means, with a clock that the test moves. A file of SQLite is written to by one thread at a time."""

    means: Means
    now: dt.datetime = NOON

    def tick(self) -> None:
        pushes.freeze_due(self.means.database, lambda: self.now)
        pushes.work(self.means)

    def later(self, **time: float) -> None:
        self.now += dt.timedelta(**time)


@contextmanager
def hired(database: Database, api: Api, client: redis.Redis, size: int = 8, rate: int = 10_000) -> Iterator[Worker]:
    with ThreadPoolExecutor(size) as callers:
        rules = Rules(ZONE, lambda: 0.0)
        worker = Worker(Means(database, api, Pace(client, rate), callers, rules, lambda: worker.now, size))
        yield worker


@dataclass
class Crowd:
    """Followers of both sides. ``ids`` are in the order of openids."""

    database: Database
    openids: Sequence[str] = field(default_factory=tuple)

    def change(self, *openids: str, **values: Any) -> None:
        with self.database.write() as db:
            db.execute(update(Follower).where(Follower.openid.in_(openids)).values(**values))


def crowd(database: Database, wechat: Simulator, count: int) -> Crowd:
    openids = wechat.crowd(count)
    plain = {"subscribed": True, "blocked": False, **dict.fromkeys(("language", "tagged", "quiet", "remark"), "")}
    with database.write() as db:
        db.execute(insert(Follower), [{"openid": openid, "scene": "", **plain} for openid in openids])
    return Crowd(database, openids)


def push(database: Database, kind: Kind = Kind.TEMPLATE, **fields: Any) -> int:
    """A broadcast to everyone that is on its way."""
    plain: dict[str, Any] = {
        "payload": PAYLOAD,
        "audience": {"who": "everyone"},
        "started_at": NOON,
        "title": "Open day",
    }
    return broadcast(database, **{"kind": kind, "started_at": NOON, **plain, **fields})


def sends_of(database: Database, broadcast_id: int) -> list[Send]:
    with database.read() as db:
        return list(db.scalars(select(Send).where(Send.broadcast_id == broadcast_id).order_by(Send.id)))


def states(database: Database, broadcast_id: int) -> dict[State, int]:
    return {State(state): n for state, n in Counter(row.state for row in sends_of(database, broadcast_id)).items()}


def chunks_of(database: Database, broadcast_id: int) -> list[Chunk]:
    with database.read() as db:
        return list(db.scalars(select(Chunk).where(Chunk.broadcast_id == broadcast_id).order_by(Chunk.number)))


def life(database: Database, broadcast_id: int) -> str:
    return row(database, broadcast_id).state


def row(database: Database, broadcast_id: int) -> Broadcast:
    with database.read() as db:
        found = broadcasts.of_id(db, broadcast_id)
        assert found is not None
        return found


def calls(wechat: Simulator, path: str = CALL) -> int:
    return sum(call.path == path for call in wechat.ledger.calls)
