"""How gunicorn serves the web process. The settings are checked here, so that a wrong one stops the start at once."""

import sys
from typing import Any

from wxbot.config import load as _load
from wxbot.errors import SettingsError

try:
    _settings = _load()
except SettingsError as error:
    sys.exit(f"wxbot cannot start: {error}")

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


def post_worker_init(worker: Any) -> None:
    worker.wsgi.extensions["wxbot"].start()


def worker_exit(_server: Any, worker: Any) -> None:
    if getattr(worker, "wsgi", None) is not None:
        worker.wsgi.extensions["wxbot"].stop()
