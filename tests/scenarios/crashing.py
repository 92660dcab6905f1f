"""Pushes through crashes: processes are killed with SIGKILL at random moments, and the simulator tells who got what.

``python -m tests.scenarios.crashing [rounds [followers [seed]]]`` does half of the rounds on each database and prints a
line for each; it ends with 1 when anybody got something twice or was forgotten.
"""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sqlalchemy import delete, insert, select, update

from tests.rig.account import APP_ID, ROOT, TOKEN, environment
from tests.rig.postgresql import PostgresqlServer
from tests.rig.redis import RedisServer
from tests.rig.web import BIN, Web, free_port
from tests.scenarios.waiting import until
from tests.services.composed import broadcast
from tests.services.pushing import CALL, PAYLOAD
from wxbot.services import items, progress
from wxbot.services.progress import Progress
from wxbot.simulator.server import Simulator
from wxbot.simulator.settings import Settings
from wxbot.store import broadcasts, schema
from wxbot.store.broadcasts import Kind
from wxbot.store.broadcasts import State as Life
from wxbot.store.database import Database
from wxbot.store.followers import Follower
from wxbot.store.sends import Pushed, Send, State

CUSTOM_CALL = "/cgi-bin/message/custom/send"
_CELERY = ("celery", "--quiet", "-A", "app:celery")
_LEASE = 61  # Seconds by which the clock is moved, so that nobody waits for a dead worker's lease.


@dataclass
class Part:
    """A process that is killed and started again. What it prints goes into a file."""

    command: Sequence[str]
    env: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            command = [str(BIN / self.command[0]), *self.command[1:]]
            self.process = subprocess.Popen(
                command, env=self.env, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )

    def kill(self) -> None:
        """The whole group, at once: no handler runs, nothing is tidied up."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Account:
    """Beats, workers, the web and Redis, on one database; each may be killed."""

    wechat: Simulator
    redis: RedisServer
    database: Database
    parts: dict[str, Part]
    followers: Sequence[str] = ()

    def kill(self, name: str, pause: float) -> None:
        """Comes back after the pause."""
        if name == "redis":
            self.redis.kill()
        else:
            self.parts[name].kill()
        time.sleep(pause)
        if name == "redis":
            self.redis.start()
        else:
            self.parts[name].start()

    @property
    def victims(self) -> tuple[str, ...]:
        return (*self.parts, "redis")


@dataclass(frozen=True)
class Verdict:
    """What became of a round, by the simulator's own ledger and by ours."""

    twice: int
    forgotten: int
    unknown: int
    false: int  # Who counts as sent, and got nothing.
    figures: Progress
    seconds: float
    killed: dict[str, int] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        return not (self.twice or self.forgotten or self.false)


@contextmanager
def running(url: str, folder: Path, rate: int, workers: int = 2, beats: int = 2) -> Iterator[Account]:
    database = Database(url, 30)
    schema.migrate(database)
    with database.write() as db:
        items.bump(db)  # An edition with nothing in it, for which the web waits.
    with ExitStack() as exits:
        exits.callback(database.close)
        redis = RedisServer().start()
        exits.callback(redis.stop)
        wechat = exits.enter_context(Simulator(Settings(port=0, token=TOKEN, app_id=APP_ID, job_delay=0.2)))
        port = free_port()
        simulated = {"WECHAT_API_BASE_URL": wechat.url, "CLOCK_URL": f"{wechat.url}/control/clock"}
        own = {"PYTHONPATH": str(ROOT), "MEDIA_DIR": str(folder / "media"), "WEB_WORKERS": "1", "PORT": str(port)}
        pace = {"PUSH_RATE": str(rate), "PUSH_CONCURRENCY": "24"}
        env = environment(redis.url, url, **{**own, **simulated, **pace})
        account = Account(wechat, redis, database, _parts(env, folder, workers, beats))
        for path in (CALL, CUSTOM_CALL):  # All rounds are on a few of WeChat's days, each with the calls of one.
            wechat.quotas.limit(path, daily=10_000_000)
        for part in account.parts.values():
            part.start()
            exits.callback(part.kill)
        wechat.change(webhook_url=f"http://127.0.0.1:{port}/wechat")
        Web({**env}, port=port).wait(lambda health: bool(health["edition"]))
        yield account


def _parts(env: dict[str, str], folder: Path, workers: int, beats: int) -> dict[str, Part]:
    quiet = ("--loglevel", "ERROR")
    commands: dict[str, tuple[str, ...]] = {
        "web": ("gunicorn", "--config", "gunicorn.conf.py", "--log-level", "error", "app:app"),
        "worker": (*_CELERY, "worker", "--queues", "wxbot,push", "--concurrency", "1", "-n", "worker@%h", *quiet),
    }
    for number in range(1, beats + 1):
        schedule = ("--schedule", f"{folder}/beat{number}", "--pidfile", "")
        commands[f"beat {number}"] = (*_CELERY, "beat", *schedule, *quiet)
    for number in range(1, workers):
        name = ("-n", f"pusher{number}@%h")
        commands[f"pusher {number}"] = (*_CELERY, "worker", "--queues", "push", "--concurrency", "1", *name, *quiet)
    return {name: Part(command, env, folder / f"{name}.log") for name, command in commands.items()}


def admit(account: Account, count: int) -> None:
    account.followers = account.wechat.crowd(count)
    plain = {"subscribed": True, "blocked": False, **dict.fromkeys(("language", "tagged", "quiet", "remark"), "")}
    with account.database.write() as db:
        db.execute(insert(Follower), [{"openid": openid, "scene": "", **plain} for openid in account.followers])


def go(account: Account, kind: Kind, seed: int, kills: int, pause: float) -> Verdict:
    """One round, as if on a day of its own: nobody gets too many pushes a day.

    The clock must not jump by more than a lease: a worker follows it a second later, and would date calls too early.
    """
    luck, wechat, began = Random(seed), account.wechat, time.monotonic()
    with account.database.write() as db:
        db.execute(delete(Pushed))
    path = CALL if kind is Kind.TEMPLATE else CUSTOM_CALL
    wechat.faults.set(latency={path: 0.05})
    wechat.faults.cut(path, before=luck.randrange(4), after=luck.randrange(8))
    seen = wechat.arrivals.total
    number = start(account, kind, seed)
    killed = Counter[str]()
    for _ in range(kills):
        time.sleep(luck.uniform(0.1, pause))
        name = luck.choice(account.victims)
        account.kill(name, luck.uniform(0.0, 0.3))
        killed[name] += 1
    finish(account, number)
    return _judge(account, number, kind, seen, time.monotonic() - began, dict(killed))


def start(account: Account, kind: Kind, seed: int) -> int:
    """Due now, in an emergency, so that nobody is asked for anything; a beat's tick begins it."""
    now = dt.datetime.fromtimestamp(account.wechat.clock.now(), dt.UTC)
    words = f"第{seed}号"
    payload = {**PAYLOAD, "data": {**PAYLOAD["data"], "thing1": words}}
    if kind is Kind.CUSTOM:
        payload = {"message": {"msgtype": "text", "text": {"content": words}}}
        for openid in account.followers:
            account.wechat.windows.open(openid, "message", now.timestamp())
        wrote = now - dt.timedelta(seconds=90)  # By the clock of a worker too that has not followed the last jump yet.
        with account.database.write() as db:
            db.execute(update(Follower).values(last_message_at=wrote, last_seen_at=wrote))
    audience = {"who": "everyone"}
    due = {"state": Life.SCHEDULED, "due_at": now, "emergency": "a test"}
    return broadcast(account.database, kind=kind, payload=payload, audience=audience, title=words, **due)


def finish(account: Account, number: int, most: int = 6) -> None:
    """Until it is over. Now and then the clock jumps, so that a dead worker's chunk is free.

    At the most so often that all of it is less than the minutes in which a call may be repeated. What still waits long
    afterwards was put off by a pause that has grown, and nothing of it may have been called: it is let go on.
    """
    jumps = iter(range(most))
    asked = began = time.monotonic()

    def over() -> bool:
        nonlocal asked
        late = time.monotonic() > began + 75
        if time.monotonic() > asked + 2.5 and (next(jumps, None) is not None or late):
            account.wechat.clock.advance(_LEASE)
            asked = time.monotonic()
        with account.database.read() as db:
            row = broadcasts.of_id(db, number)
        assert row is None or row.state != Life.STOPPED, row.trouble
        return row is not None and row.state == Life.FINISHED

    until(over, 180)


def _judge(account: Account, number: int, kind: Kind, seen: int, seconds: float, killed: dict[str, int]) -> Verdict:
    got = Counter(arrival.openid for arrival in account.wechat.arrivals.all(kind, after=seen))
    with account.database.read() as db:
        rows = {row.openid: row.state for row in db.scalars(select(Send).where(Send.broadcast_id == number))}
        figures = progress.figures(db, number, dt.datetime.fromtimestamp(account.wechat.clock.now(), dt.UTC))
    unknown = {openid for openid, state in rows.items() if state == State.UNKNOWN}
    listed = unknown if kind is not Kind.TEMPLATE else set()
    return Verdict(
        twice=sum(times > 1 for times in got.values()),
        forgotten=sum(openid not in got and openid not in listed for openid in account.followers),
        unknown=len(unknown),
        false=sum(state in (State.SENT, State.DELIVERED) and not got[openid] for openid, state in rows.items()),
        figures=figures,
        seconds=seconds,
        killed=killed,
    )


def _kind(number: int) -> Kind:
    return Kind.CUSTOM if number % 5 == 4 else Kind.TEMPLATE


def _rounds(name: str, url: str, numbers: Sequence[int], count: int) -> Iterator[bool]:
    with tempfile.TemporaryDirectory() as folder, running(url, Path(folder), rate=400) as account:
        admit(account, count)
        for number in numbers:
            verdict = go(account, _kind(number), number, kills=12, pause=1.5)
            killed = json.dumps(verdict.killed)
            sys.stdout.write(
                f"{number:5} {name:10} {_kind(number):8} {verdict.figures.total:6} twice {verdict.twice} forgotten "
                f"{verdict.forgotten} unknown {verdict.unknown} {verdict.seconds:5.1f} s {killed}\n"
            )
            sys.stdout.flush()
            yield verdict.good


def main(rounds: int = 50, count: int = 5_000, seed: int = 1) -> int:
    half = seed + (rounds + 1) // 2
    server = PostgresqlServer()
    try:
        with tempfile.TemporaryDirectory() as folder:
            good = list(_rounds("sqlite", f"sqlite:///{folder}/wxbot.db", range(seed, half), count))
        good += list(_rounds("postgresql", server.create(), range(half, seed + rounds), count))
    finally:
        server.remove()
    sys.stdout.write(f"{sum(good)} of {len(good)} rounds in which nobody got it twice and nobody was forgotten\n")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(*[int(word) for word in sys.argv[1:]]))
