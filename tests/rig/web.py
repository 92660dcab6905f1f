"""Processes of the account, started as production starts them: gunicorn for the web, celery for the worker."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import requests

from tests.rig.account import ROOT

BIN = Path(sys.executable).parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """A child in a process group of its own, whose output can be read after its end."""

    def __init__(self, command: list[str], env: dict[str, str], cwd: Path = ROOT) -> None:
        # A file, since a pipe that nobody reads stops the process once it is full.
        self._output = tempfile.TemporaryFile("w+", errors="replace")  # noqa: SIM115 - closed at the end.
        self.process = subprocess.Popen(
            [str(BIN / command[0]), *command[1:]],
            env={**env, "PYTHONUNBUFFERED": "1"},
            cwd=cwd,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def finish(self) -> str:
        """Waits for its own end and returns what it printed; fails when it failed."""
        self.process.wait(timeout=30)
        output = self._printed()
        assert self.process.returncode == 0, output
        return output

    def end(self, number: int = signal.SIGTERM) -> str:
        """Stops the whole group and returns what it printed."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        return self._printed()

    def _printed(self) -> str:
        if self._output.closed:
            return ""
        with self._output:
            self._output.seek(0)
            return self._output.read()


class Web:
    """gunicorn on a free port, with as many processes as the environment says."""

    def __init__(
        self, env: dict[str, str], app: str = "app:app", config: str = "gunicorn.conf.py", port: int = 0
    ) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = {**env, "PORT": str(self.port)}
        self._command = ["gunicorn", "--config", config, "--log-level", "warning", app]
        self.process: Process | None = None

    def start(self, ready: bool = True) -> "Web":
        self.process = Process(self._command, self.env)
        if ready:
            self.wait(lambda health: bool(health["edition"]))
        return self

    def wait(self, wanted: Callable[[dict[str, object]], bool], seconds: float = 90, path: str = "/healthz") -> None:
        """Until every answer within a row of them is as wanted, so that each process has been asked."""
        ends = time.monotonic() + seconds
        row = 0
        while row < 12:
            row = row + 1 if self._fits(wanted, path) else 0
            if time.monotonic() > ends:
                raise AssertionError(f"the web did not come up:\n{self.stop()}")
            if not row:
                time.sleep(0.05)

    def _fits(self, wanted: Callable[[dict[str, object]], bool], path: str) -> bool:
        try:
            return wanted(requests.get(self.url + path, timeout=2).json())
        except (requests.RequestException, ValueError):
            return False

    def stop(self, number: int = signal.SIGTERM) -> str:
        assert self.process is not None
        return self.process.end(number)
