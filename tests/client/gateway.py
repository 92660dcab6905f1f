"""Something that answers in the platform's place: a proxy that lost it, or words that it says once in a year."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any


class Gateway:
    def __init__(self) -> None:
        self.status = 502
        self.content_type = "text/html"
        self.body = b"<html>Bad gateway</html>"
        self.missing = 0  # Bytes that are promised beyond the body and never come.
        self.calls: list[str] = []
        self.bodies: list[bytes] = []
        self._coming: list[bytes] = []

    def say(self, *answers: object) -> None:
        """These in turn, as WeChat's JSON; the last one from then on."""
        self.status, self.content_type = 200, "text/plain"
        self._coming = [json.dumps(answer, ensure_ascii=False).encode() for answer in answers]

    def next_body(self) -> bytes:
        if self._coming:
            self.body = self._coming.pop(0)
        return self.body

    @property
    def asked(self) -> Any:
        """What the last call brought."""
        return json.loads(self.bodies[-1])

    @property
    def paths(self) -> list[str]:
        """Of all calls, without what follows the question mark."""
        return [call.partition("?")[0] for call in self.calls]

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
            gateway.bodies.append(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
            gateway.calls.append(self.path)
            body = gateway.next_body()
            self.send_response(gateway.status)
            self.send_header("Content-Type", gateway.content_type)
            self.send_header("Content-Length", str(len(body) + gateway.missing))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = _answer

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    return Handler
