"""The console's lists on 100,000 items, 100,000 followers and a million messages, on both databases.

Prints for each page the median and the 95th percentile in milliseconds, and marks what takes longer than it may.
``python -m bench.console [part of everything, such as 0.1]``.
"""

import datetime as dt
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import text

from app import create_app
from bench.filling import DAYS, Size, fill
from tests.console.conftest import Browser, Office
from tests.console.people import hire
from tests.rig.account import environment, settings_of
from tests.rig.postgresql import PostgresqlServer
from tests.rig.redis import RedisServer
from wxbot.services.roles import Role
from wxbot.store import schema
from wxbot.store.database import Database

BAR = 300.0  # Milliseconds that a page may take.
ROUNDS = 15
_OLD = dt.timedelta(days=DAYS - 1)


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that staff open; ``path`` is told the instant, since some addresses hold one."""

    name: str
    path: Callable[[dt.datetime], str]


def _visit(name: str, path: str) -> Visit:
    return Visit(name, lambda _now: path)


def _oldest(now: dt.datetime) -> str:
    """The key of a message of the first days."""
    return f"{_micros(now - _OLD)}-1"


def _micros(at: dt.datetime) -> int:
    return int(at.timestamp()) * 1_000_000


VISITS = (
    _visit("dashboard, 7 days", "/"),
    _visit("dashboard, 90 days", "/?days=90"),
    _visit("dashboard, a chart of words, 90 days", "/dashboard/words.svg?days=90"),
    _visit("dashboard, a file of reads, 90 days", "/dashboard/reads.csv?days=90"),
    _visit("items", "/items"),
    Visit("items, last page", lambda now: f"/items?after={_micros(now - _OLD)}/1"),
    _visit("items, words that nobody used", "/items?words=nobody"),
    _visit("items, by kind and state", "/items?kind=faq&state=draft"),
    _visit("items, by owner", "/items?owner=wu%40example.org&language=en"),
    _visit("items, to sign", "/items?view=to-sign"),
    _visit("items, to read again", "/items?view=stale"),
    _visit("items, old translations", "/items?view=behind"),
    _visit("items, not translated", "/items?view=untranslated"),
    _visit("items, not translated, last page", "/items?view=untranslated&after=99000"),
    _visit("item, an auto-reply", "/items/autoreply/item-7/zh"),
    _visit("item, a question", "/items/faq/item-100000/en"),
    _visit("item, a question to be edited", "/items/faq/item-100000/en/edit"),
    _visit("letters", "/letters"),
    Visit("letters, last page", lambda now: f"/letters?after={_micros(now)}-1"),
    _visit("letters, overdue", "/letters?only=late"),
    _visit("letters, all", "/letters?state=all"),
    Visit("letters, all, last page", lambda now: f"/letters?state=all&after={_micros(now - _OLD)}-1"),
    _visit("letters, answered, by kind and person", "/letters?state=answered&kind=advice&who=wu%40example.org"),
    _visit("letters, nobody's", "/letters?who=nobody"),
    Visit("letters, of a day", lambda now: f"/letters?q={now - dt.timedelta(days=9):%Y%m%d}"),
    Visit("letters, new ones", lambda now: "/letters/new-ones"),
    _visit("messages", "/messages"),
    Visit("messages, last page", lambda now: f"/messages?days=365&after={_oldest(now)}"),
    _visit("messages, words that many have", "/messages?words=%E6%8A%A4%E7%85%A7"),
    _visit("messages, words that nobody has", "/messages?days=365&words=nobody+said+this"),
    Visit("messages, words, last page", lambda now: f"/messages?days=365&words=nothing&after={_oldest(now)}"),
    _visit("messages, by section", "/messages?days=365&hit=emergency"),
    _visit("messages, by kind", "/messages?days=365&source=location"),
    _visit("messages, unanswered", "/messages?days=365&unanswered=1"),
    Visit("messages, unanswered, last page", lambda now: f"/messages?days=365&unanswered=1&after={_oldest(now)}"),
    _visit("messages of the busiest follower", "/messages?days=365&follower=2"),
    _visit("messages, one", "/messages/777"),
    _visit("questions, 7 days", "/messages/questions"),
    _visit("questions, 90 days", "/messages/questions?days=90"),
    _visit("followers", "/followers"),
    _visit("followers, last page", "/followers?after=60"),
    _visit("followers, by tag", "/followers?tag=107"),
    _visit("followers, by tag, last page", "/followers?tag=107&after=900"),
    _visit("followers, blocked", "/followers?blocked=1"),
    _visit("followers, by remark that nobody has", "/followers?words=nobody"),
    _visit("followers, everything at once", "/followers?tag=107&language=en&blocked=1&seen=1&words=nobody"),
    _visit("follower, one", "/followers/2"),
    _visit("tags", "/tags"),
    _visit("audit", "/audit"),
    _visit("audit, last page", "/audit?after=60"),
    _visit("audit, by person and action", "/audit?actor=wu%40example.org&action=follower.blocked"),
    _visit("audit, by subject", "/audit?subject=news%2Fitem-7.zh"),
    _visit("audit, of nobody", "/audit?actor=nobody"),
    _visit("auto-replies", "/autoreplies"),
    _visit("auto-replies, words", "/autoreplies?words=nobody"),
    _visit("sharing", "/sharing"),
    _visit("sharing, approved, last page", "/sharing?state=approved&after=60"),
)


def measure(browser: Browser, visit: Visit, now: dt.datetime) -> list[float]:
    """Milliseconds of each round, after one that warms the caches as any colleague's visit does."""
    path = visit.path(now)
    times = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        answer = browser.get(path)
        times.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answers {answer.status_code}")
    return times[1:]


def run(name: str, url: str, redis_url: str, folder: Path, size: Size) -> list[str]:
    """The lines of what took too long."""
    database = Database(url, 600)
    schema.migrate(database)
    env = environment(redis_url, url, MEDIA_DIR=str(folder / "media"), PUBLIC_URL="http://localhost")
    office = Office(create_app(settings_of({**env, "STAFF_SECOND_FACTOR": "optional"})), database)
    runtime, now = office.runtime, dt.datetime.now(dt.UTC)
    began = time.perf_counter()
    fill(database, runtime.vault, size, now, runtime.zone)
    hire(database)
    _settle(database, url)
    runtime.refresh_edition()
    _print(f"\n{name}, filled and read in {time.perf_counter() - began:.0f} s")
    _print(f"{'page':44} {'median':>8} {'p95':>8}")
    slow = [line for visit in VISITS if (line := _told(name, visit, office.at(Role.ADMINISTRATOR), now))]
    runtime.stop()
    database.close()
    return slow


def _told(name: str, visit: Visit, browser: Browser, now: dt.datetime) -> str:
    """Prints the page's figures; returns them once more if it was too slow."""
    times = measure(browser, visit, now)
    median, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    line = f"{visit.name:44} {median:8.1f} {p95:8.1f}"
    _print(f"{line}{'  too slow' if p95 > BAR else ''}")
    return f"{name}: {line}" if p95 > BAR else ""


def _settle(database: Database, url: str) -> None:
    """What PostgreSQL's own housekeeping would have done meanwhile; SQLite gets no help, as in production."""
    if url.startswith("postgresql"):
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SET statement_timeout = 0"))
            connection.execute(text("VACUUM ANALYZE"))


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def _databases(folder: Path) -> Iterator[dict[str, str]]:
    server = PostgresqlServer()
    try:
        yield {"SQLite": f"sqlite:///{folder}/bench.db", "PostgreSQL": server.create()}
    finally:
        server.remove()


def main() -> None:
    part = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    whole = Size()
    size = replace(whole, **{name: int(getattr(whole, name) * part) for name in whole.__dataclass_fields__})
    redis, slow = RedisServer().start(), []
    try:
        with tempfile.TemporaryDirectory() as folder, _databases(Path(folder)) as urls:
            for name, url in urls.items():
                slow += run(name, url, redis.url, Path(folder), size)
    finally:
        redis.stop()
    _print(
        f"\n{len(slow)} pages take longer than {BAR:.0f} ms." if slow else f"\nNo page takes longer than {BAR:.0f} ms."
    )
    for line in slow:
        _print(line)


if __name__ == "__main__":
    main()
