"""A push to 10,000 followers against a simulator that takes 50 ms a call, beside a plain loop of wechatpy's.

Then a worker's memory with a thousand, a hundred thousand and a million rows written down, after 20,000 sends of each.
``python -m bench.push [followers]``. The loop is measured over some calls, since it would take ten minutes for all.
"""

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from sqlalchemy import insert
from wechatpy.client import WeChatClient

from app import create_app
from tests.rig.account import ROOT, environment, settings_of
from tests.rig.postgresql import PostgresqlServer
from tests.rig.redis import RedisServer
from tests.rig.web import free_port
from tests.services.composed import broadcast
from tests.services.pushing import CALL, PAYLOAD, TEMPLATE
from wxbot.services import progress, pushes, rosters
from wxbot.simulator.crowds import openid_of
from wxbot.store import broadcasts, schema, sends
from wxbot.store.broadcasts import Kind
from wxbot.store.chunks import Chunk
from wxbot.store.database import Database

BAR = 30.0
LATENCY = 0.05
WORKERS = 2
SAMPLE = 200  # Calls of the plain loop that are measured.
SIZES, ENOUGH = (1_000, 100_000, 1_000_000), 20_000
_PART = 20_000


@dataclass(frozen=True)
class Place:
    """Where the parts are."""

    wechat: str
    redis: str
    database: str

    @property
    def env(self) -> dict[str, str]:
        # The pace is not what is measured; the number of calls at once is the delivered one.
        own = {"WECHAT_API_BASE_URL": self.wechat, "PYTHONPATH": str(ROOT), "PUSH_RATE": "100000"}
        return environment(self.redis, self.database, **own)


@contextmanager
def simulator(count: int) -> Iterator[str]:
    """In a process of its own. Its events are held back: nobody is there to take them."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    env = {**environment("unix:///none", "sqlite://"), "SIMULATOR_PORT": str(port), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-m", "wxbot.simulator"], env=env, cwd=ROOT)
    try:
        for _ in range(100):
            try:
                requests.post(f"{url}/control/crowd", json={"count": count}, timeout=30).raise_for_status()
                break
            except requests.ConnectionError:
                time.sleep(0.1)
        slow(url, LATENCY)
        yield url
    finally:
        process.terminate()
        process.wait()


def slow(url: str, seconds: float) -> None:
    faults = {"latency": {CALL: seconds}, "jobs_held": True}
    requests.post(f"{url}/control/faults", json=faults, timeout=10).raise_for_status()


def plainly(place: Place) -> float:
    """Calls a second of a loop that sends one after the other, as wechatpy's users write it."""
    settings = settings_of(place.env)
    secret = settings.wechat_app_secret.get_secret_value()
    fields = {"grant_type": "client_credential", "appid": settings.wechat_app_id, "secret": secret}
    answer = requests.post(f"{place.wechat}/cgi-bin/stable_token", json=fields, timeout=10).json()
    client = WeChatClient(settings.wechat_app_id, secret, access_token=answer["access_token"])
    client.API_BASE_URL = f"{place.wechat}/cgi-bin/"
    data = {name: {"value": value} for name, value in PAYLOAD["data"].items()}
    began = time.perf_counter()
    for number in range(1, SAMPLE + 1):
        client.message.send_template(openid_of(number), TEMPLATE, data)
    return SAMPLE / (time.perf_counter() - began)


def fill(url: str, count: int, first: int = 1) -> int:
    """A broadcast whose audience, from the ``first`` follower on, is written down already; returns its number."""
    database = Database(url, 600)
    schema.migrate(database)
    number = broadcast(database, kind=Kind.TEMPLATE, payload=PAYLOAD, frozen=count, cursor=rosters.END)
    for begin in range(0, count, _PART):
        places = range(begin, min(count, begin + _PART))
        with database.write() as db:
            sends.add_all(db, number, [(place // pushes.CHUNK, openid_of(first + place)) for place in places])
    free = {"broadcast_id": number, "size": pushes.CHUNK, "done": False, "again": False, "owner": "", "counts": {}}
    with database.write() as db:
        db.execute(insert(Chunk), [{**free, "number": place} for place in range(count // pushes.CHUNK)])
    database.close()
    return number


def work(place: Place, first: int, enough: int, workers: int = 1) -> dict[str, float]:
    """What worker processes do until so many are sent, of that broadcast and those after it.

    Sends a second, and the memory of the largest of them in MB.
    """
    command = [sys.executable, "-m", "bench.push", "worker", str(first), str(enough)]
    running = [subprocess.Popen(command, env=place.env, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(workers)]
    told = [json.loads(process.communicate()[0]) for process in running]
    began, ended = min(each["began"] for each in told), max(each["ended"] for each in told)
    return {"rate": enough / (ended - began), "pss": max(each["pss"] for each in told)}


def look(url: str) -> float:
    """Milliseconds that the figures take."""
    database = Database(url, 30)
    began = time.perf_counter()
    with database.read() as db:
        progress.figures(db, 1, dt.datetime.now(dt.UTC))
    took = (time.perf_counter() - began) * 1000
    database.close()
    return took


def worker(first: int, enough: int) -> None:
    """This process is a worker: its own runtime, and ticks one after the other."""
    runtime = create_app(settings_of(dict(os.environ))).extensions["wxbot"]
    peak = [_pss()]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            peak[0] = max(peak[0], _pss())

    threading.Thread(target=watch, daemon=True).start()
    began = time.time()
    while True:
        pushes.work(runtime.pusher, seconds=2.0)
        with runtime.database.read() as db:
            numbers = [row.id for row in broadcasts.page(db, (), None, 100) if row.id >= first]
            if sum(progress.figures(db, number, runtime.clock.instant()).sent for number in numbers) >= enough:
                break
    done.set()
    sys.stdout.write(json.dumps({"began": began, "ended": time.time(), "pss": max(peak[0], _pss())}))
    runtime.stop()


def _pss() -> float:
    """Memory in MB, with what is shared counted in part."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024


def run(count: int, redis: str, folder: str, server: PostgresqlServer) -> bool:
    say = sys.stdout.write
    with simulator(max(count, 2 * ENOUGH)) as wechat:
        loop = plainly(Place(wechat, redis, "sqlite://"))
        say(f"one by one: {loop:.1f} a second over {SAMPLE} calls, so {count / loop:.0f} s for {count:,}\n")
        good = True
        for name, url in (("sqlite", f"sqlite:///{folder}/push.db"), ("postgresql", server.create())):
            place = Place(wechat, redis, url)
            rate = work(place, fill(url, count), count, WORKERS)["rate"]
            say(f"{name}, {WORKERS} workers: {rate:.0f} a second, {rate / loop:.1f} times\n")
            good = good and rate / loop >= BAR
        slow(wechat, 0.0)
        for size in SIZES:
            place = Place(wechat, redis, f"sqlite:///{folder}/rows-{size}.db")
            for turn in range(max(1, ENOUGH // size)):  # Of a small one as many as it takes.
                fill(place.database, size, 1 + turn * size)
            told = work(place, 1, ENOUGH)
            took, rate = look(place.database), told["rate"]
            say(f"{size:9,} rows written down: {told['pss']:.0f} MB, {rate:.0f} a second, figures in {took:.0f} ms\n")
            sys.stdout.flush()
    return good


def main() -> int:
    if sys.argv[1:2] == ["worker"]:
        worker(int(sys.argv[2]), int(sys.argv[3]))
        return 0
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    redis, server = RedisServer().start(), PostgresqlServer()
    try:
        with tempfile.TemporaryDirectory() as folder:
            return 0 if run(count, redis.url, folder, server) else 1
    finally:
        redis.stop()
        server.remove()


if __name__ == "__main__":
    sys.exit(main())
