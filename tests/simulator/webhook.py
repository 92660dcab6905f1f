"""A small webhook whose answers a test sets: the other side of the simulator."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qsl, urlsplit
from xml.etree.ElementTree import fromstring

from wxbot.simulator.settings import Settings
from wxbot.simulator.wire import Fields, render, seal, signature, unseal

AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


@dataclass(frozen=True)
class Received:
    query: Mapping[str, str]
    body: bytes
    at: float

    def field(self, name: str) -> str:
        return fromstring(self.body).findtext(name, "")


@dataclass(frozen=True)
class Answer:
    body: bytes = b"success"
    status: int = 200
    after: float = 0.0


Reply = Callable[[Received], Answer]


@dataclass
class Webhook:
    """Answers ``success`` until it is given something else; ``then`` is consumed first, one answer per delivery."""

    reply: Reply = field(default=lambda _received: Answer())
    then: list[Reply] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    pages: dict[str, bytes] = field(default_factory=dict)

    def __enter__(self) -> "Webhook":
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.005,))
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def wait_for(self, count: int, timeout: float = 5.0) -> None:
        """Returns when so many pushes have come. Raises AssertionError when they do not."""
        until = time.monotonic() + timeout
        while len(self.received) < count:
            assert time.monotonic() < until, f"{len(self.received)} of {count} pushes have come"
            time.sleep(0.01)

    def answer(self, received: Received) -> Answer:
        self.received.append(received)
        return (self.then.pop(0) if self.then else self.reply)(received)


def _handler(webhook: Webhook) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = webhook.answer(Received(dict(parse_qsl(urlsplit(self.path).query)), body, time.monotonic()))
            time.sleep(answer.after)
            self._send(answer.body, answer.status, "text/xml")

        def do_GET(self) -> None:
            page = webhook.pages.get(urlsplit(self.path).path, b"")
            kind = "application/json" if page[:1] == b"{" else "text/html; charset=utf-8"
            self._send(page, 200 if page else 404, kind)

        def _send(self, body: bytes, status: int, kind: str) -> None:
            try:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                return  # The simulator hung up at its deadline.

        def log_message(self, format: str, *args: object) -> None:
            """Tests read what was received, not a log."""

    return Handler


def envelope(received: Received, kind: str, settings: Settings) -> Fields:
    """The head of a reply to a push that was not sealed."""
    sender = received.field("FromUserName")
    return {"ToUserName": sender, "FromUserName": settings.gh_id, "CreateTime": 1, "MsgType": kind}


def saying(words: str, settings: Settings) -> Reply:
    return replying("text", {"Content": words}, settings)


def replying(kind: str, fields: Fields, settings: Settings) -> Reply:
    return lambda received: Answer(render({**envelope(received, kind, settings), **fields}).encode())


def sealed(openid: str, words: str, settings: Settings, app_id: str = "") -> bytes:
    """A text reply as safe mode wants it."""
    head: Fields = {"ToUserName": openid, "FromUserName": settings.gh_id, "CreateTime": 1, "MsgType": "text"}
    return wrap(render({**head, "Content": words}), settings, app_id)


def wrap(xml: str, settings: Settings, app_id: str = "") -> bytes:
    inside = seal(xml, settings.aes_key, app_id or settings.app_id)
    signed = signature(settings.token, "1", "n", inside)
    return render({"Encrypt": inside, "MsgSignature": signed, "TimeStamp": 1, "Nonce": "n"}).encode()


def opened(received: Received, settings: Settings) -> str:
    return unseal(received.field("Encrypt"), settings.aes_key)[0]
