"""A proxy that lost the platform: it gives every call the same answer, and counts."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType


class Gateway:
    def __init__(self) -> None:
        self.status = 502
        self.content_type = "text/html"
        self.body = b"<html>Bad gateway</html>"
        self.missing = 0  # Bytes that are promised beyond the body and never come.
        self.calls: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "Gateway":
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _handler(gateway: Gateway) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            gateway.calls.append(self.path)
            self.send_response(gateway.status)
            self.send_header("Content-Type", gateway.content_type)
            self.send_header("Content-Length", str(len(gateway.body) + gateway.missing))
            self.end_headers()
            self.wfile.write(gateway.body)

        do_GET = do_POST = _answer

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    return Handler
