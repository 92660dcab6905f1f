"""How gunicorn serves the web process. The settings are checked here, so that a wrong one stops the start at once."""

import ctypes
import sys
from typing import Any

from wxbot.config import load as _load
from wxbot.errors import SettingsError

try:
    _settings = _load()
except SettingsError as error:
    sys.exit(f"wxbot cannot start: {error}")

_MMAP_THRESHOLD = -3  # Its name in malloc.h: M_MMAP_THRESHOLD.

bind = f"{_settings.host}:{_settings.port}"
worker_class = "gthread"
workers = _settings.web_workers
threads = _settings.web_threads
keepalive = 65
timeout = 60  # Seconds without a sign of life after which a worker is replaced; a held delivery takes at most six.
graceful_timeout = 10
control_socket_disable = True  # It would stay behind in the home directory, shared by every instance of a user.
preload_app = False  # Threads and connections made before the fork would be dead or shared in the workers.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - gunicorn's own advice: a heartbeat on a disk can block.


def _give_large_blocks_back() -> None:
    """What a picture needed goes back to the system; glibc would keep it, in one heap for every thread."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, 128 * 1024)


def post_worker_init(worker: Any) -> None:
    _give_large_blocks_back()
    worker.wsgi.extensions["wxbot"].start()


def worker_exit(_server: Any, worker: Any) -> None:
    if getattr(worker, "wsgi", None) is not None:
        worker.wsgi.extensions["wxbot"].stop()
