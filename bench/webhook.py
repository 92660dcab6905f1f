"""The webhook beside a bare Flask and wechatpy echo, same gunicorn, same workers and threads, turn by turn in one run.

Prints for each mode and number of auto-replies the throughput, its ratio to the echo's, and the 99th percentile at
half of full load. ``python -m bench.webhook [rounds [rules ...]]``.
"""

import datetime as dt
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.rig.account import AES_KEY, environment
from tests.rig.redis import RedisServer
from tests.rig.web import Web
from wxbot.edition.kinds import Kind
from wxbot.services import delivery, files, items
from wxbot.services.items import Draft
from wxbot.store import schema
from wxbot.store.database import Database

ROOT = Path(__file__).parent.parent
RULES = (1, 500, 2000, 5000)
REQUESTS, CONNECTIONS = 3000, 8


def rules(count: int) -> list[Draft]:
    """Rules of all three kinds, of which the load's words meet the first."""
    made = []
    for number in range(count):
        match = ("exact", "contains", "regex")[number % 3]
        words = (
            ["规则七问题"] if number == 0 else [f"规则{number}问题{number * 7919 % 99991}", f"rule {number} question"]
        )
        answers = [{"type": "text", "text": f"第{number}条规则的答复。"}]
        fields = {"conditions": [{"match": match, "words": words}], "answers": answers}
        made.append(items.draft(Kind.AUTOREPLY, f"bench-{number}", "zh", f"规则{number}", fields, "bench"))
    return made


def load_store(url: str, count: int) -> None:
    """The delivered content with ``count`` auto-replies in place of the delivered ones."""
    database = Database(url, 30)
    schema.migrate(database)
    content = [draft for draft in files.read(ROOT) if draft.kind is not Kind.AUTOREPLY]
    with database.write() as db:
        delivery.load(db, delivery.compare(db, content + rules(count)), dt.datetime.now(dt.UTC))
    database.close()


def measure(port: int, mode: str, rate: float = 0.0) -> dict[str, float]:
    """One load from a process of its own, so that its work is not the server's."""
    command = [sys.executable, "-m", "bench.load", str(port), mode, str(REQUESTS), str(CONNECTIONS), str(rate)]
    result = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return dict(json.loads(result.stdout))


def compare(redis_url: str, folder: Path, mode: str, count: int, rounds: int) -> str:
    url = f"sqlite:///{folder}/{mode}-{count}.db"
    load_store(url, count)
    env = environment(redis_url, url, PYTHONPATH=str(ROOT), FLOOD_LIMIT="1000000")
    if mode == "safe":
        env["WECHAT_ENCODING_AES_KEY"] = AES_KEY
    ours = Web(env).start()
    echo = Web(env, app="bench.echo:app", config="bench/echo.conf.py").start(ready=False)
    try:
        for server in (ours, echo):
            measure_when_ready(server, mode)
        pairs = [(measure(ours.port, mode), measure(echo.port, mode)) for _ in range(rounds)]
        half = statistics.median(pair[0]["rate"] for pair in pairs) / 2
        p99 = statistics.median(measure(ours.port, mode, half)["p99_ms"] for _ in range(rounds))
    finally:
        ours.stop()
        echo.stop()
    ratio = statistics.median(a["rate"] / b["rate"] for a, b in pairs)
    rate, peer = (statistics.median(pair[side]["rate"] for pair in pairs) for side in (0, 1))
    return f"{mode:9} {count:6} {rate:9.0f} {peer:9.0f} {ratio:7.2f} {p99:9.1f}"


def measure_when_ready(server: Web, mode: str) -> None:
    """Warms both sides up alike."""
    for _ in range(50):
        try:
            measure(server.port, mode)
            return
        except subprocess.CalledProcessError as error:
            failure = error
    raise RuntimeError(f"the server does not answer: {failure.stderr}")


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    redis = RedisServer().start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            sys.stdout.write(f"{'mode':9} {'rules':>6} {'ours/s':>9} {'echo/s':>9} {'ratio':>7} {'p99 ms':>9}\n")
            for mode in ("plaintext", "safe"):
                for count in [int(word) for word in sys.argv[2:]] or RULES:
                    sys.stdout.write(compare(redis.url, Path(folder), mode, count, rounds) + "\n")
                    sys.stdout.flush()
    finally:
        redis.stop()


if __name__ == "__main__":
    main()
