"""How gunicorn serves the web process. The settings are checked here, so that a wrong one stops the start at once."""

import ctypes
import fcntl
import sys
import tempfile
import threading
import time
from io import FileIO
from pathlib import Path
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


# Locked by every worker that has an edition. A lock goes with its process, however that ends.
_serving = tempfile.TemporaryFile()  # noqa: SIM115 - open for as long as the master lives.


def _others_serve(lock: FileIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.flock(lock, fcntl.LOCK_UN)
    return False


def _say_that_it_serves(runtime: Any, lock: FileIO) -> None:
    while not runtime.edition.version:
        time.sleep(0.5)
    fcntl.flock(lock, fcntl.LOCK_SH)


def _wait_for_edition(worker: Any, runtime: Any) -> None:
    """A worker without words takes no message from those that have them.

    All share one socket, and the one that does nothing is the first to accept. Where nobody has an edition it goes on,
    so that ``/healthz`` can say so.
    """
    own = Path(f"/proc/self/fd/{_serving.fileno()}")
    if not own.exists():
        return
    lock = own.open("rb", buffering=0)  # Opened anew: what was opened before the fork is locked by all or by none.
    while worker.alive and not runtime.edition.version and _others_serve(lock):
        worker.notify()
        time.sleep(0.5)
    worker.serving = lock  # Kept open, and so locked, for as long as the worker lives.
    threading.Thread(target=_say_that_it_serves, args=(runtime, lock), daemon=True).start()


def post_worker_init(worker: Any) -> None:
    _give_large_blocks_back()
    runtime = worker.wsgi.extensions["wxbot"]
    runtime.start()
    _wait_for_edition(worker, runtime)


def worker_exit(_server: Any, worker: Any) -> None:
    if getattr(worker, "wsgi", None) is not None:
        worker.wsgi.extensions["wxbot"].stop()
