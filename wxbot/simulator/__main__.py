"""``python -m wxbot.simulator`` serves until it is told to stop."""

import os
import signal
import sys
import threading
from pathlib import Path

from wxbot.simulator import memory
from wxbot.simulator.server import Simulator
from wxbot.simulator.settings import Settings


def main() -> int:
    """With ``SIMULATOR_MEMORY``, a file, it goes on where the run before it ended."""
    kept = os.environ.get("SIMULATOR_MEMORY", "")
    try:
        settings = Settings.from_env()
        wechat = Simulator(settings)
        if kept:
            memory.load(Path(kept), wechat.world)
    except ValueError as error:
        sys.stderr.write(f"The simulator cannot start: {error}.\n")
        return 2
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    with wechat:
        sys.stderr.write(f"The phone is at {wechat.url}/ and pushes to {settings.webhook_url}.\n")
        stopping.wait()
    if kept:
        memory.save(Path(kept), wechat.world)
    return 0


if __name__ == "__main__":
    sys.exit(main())
