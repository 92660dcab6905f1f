"""The HTTP server under the simulator: quiet, threaded, keeps connections open, and can cut one off on purpose."""

import io
import socket
import struct
import threading
from typing import Any

from flask import Flask
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler
from werkzeug.test import run_wsgi_app

# A list in the WSGI environment; a view that puts anything into it gets no answer sent.
CUT_OFF = "simulator.cut_off"
_IDLE = 60
_BODY_LIMIT = 64 << 20
_NO_LINGER = struct.pack("ii", 1, 0)


class Handler(WSGIRequestHandler):
    """Reads a request whole before it answers, so that the next one on the connection begins where it should."""

    protocol_version = "HTTP/1.1"
    timeout = _IDLE
    wbufsize = -1
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        if isinstance(self.server, Server):
            self.server.opened(self.connection)

    def finish(self) -> None:
        if isinstance(self.server, Server):
            self.server.closed(self.connection)
        super().finish()

    def run_wsgi(self) -> None:
        if self.headers.get("Expect", "").strip().lower() == "100-continue":
            self.send_response_only(100)
            self.end_headers()
        environ = self.make_environ()
        body = self._read_body(environ)
        if body is None:
            self.close_connection = True
            return
        cut_off: list[bool] = []
        environ |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body)), CUT_OFF: cut_off}
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        chunks, status, headers = run_wsgi_app(self.server.app, environ, buffered=True)
        if cut_off:
            self._cut_off()
            return
        self._answer(b"".join(chunks), status, list(headers))

    def _read_body(self, environ: dict[str, Any]) -> bytes | None:
        """Nothing when the request says something odd about its length, or is too long."""
        if environ.get("wsgi.input_terminated"):
            return bytes(environ["wsgi.input"].read(_BODY_LIMIT))
        length = environ.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > _BODY_LIMIT:
            return None
        body: bytes = self.rfile.read(int(length))
        return body if len(body) == int(length) else None

    def _answer(self, content: bytes, status: str, headers: list[tuple[str, str]]) -> None:
        code, _, words = status.partition(" ")
        self.send_response(int(code), words)
        for name, value in headers:
            if name.lower() != "content-length":
                self.send_header(name, value)
        if int(code) not in (204, 304):
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        self.wfile.flush()

    def _cut_off(self) -> None:
        """Without lingering, the close reaches the caller as a reset."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)

    def log(self, type: str, message: str, *args: Any) -> None:
        """Nobody reads an access log of a simulator; its ledger says more."""


class Server(ThreadedWSGIServer):
    daemon_threads = True

    def __init__(self, port: int, app: Flask) -> None:
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__("127.0.0.1", port, app, Handler)

    def opened(self, connection: socket.socket) -> None:
        with self._lock:
            self._connections.add(connection)

    def closed(self, connection: socket.socket) -> None:
        with self._lock:
            self._connections.discard(connection)

    def stop(self) -> None:
        """Ends the serving thread's loop, then the connections that callers keep open."""
        self.shutdown()
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # The other side was faster.
