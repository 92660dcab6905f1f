"""``python -m wxbot.simulator`` serves until it is told to stop."""

import signal
import sys
import threading

from wxbot.simulator.server import Simulator
from wxbot.simulator.settings import Settings


def main() -> int:
    try:
        settings = Settings.from_env()
    except ValueError as error:
        sys.stderr.write(f"The simulator cannot start: {error}.\n")
        return 2
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    with Simulator(settings) as wechat:
        sys.stderr.write(f"The phone is at {wechat.url}/ and pushes to {settings.webhook_url}.\n")
        stopping.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
