"""Whether an address answers, asked without ever reaching into our own network."""

import http.server
import socket
import threading
from collections.abc import Iterator
from types import TracebackType

import pytest

from wxbot.client import links
from wxbot.client.links import Verdict


class Site:
    """A web server whose every path says how it answers: ``/404``, ``/to/200``, ``/head-405``, ``/silent``."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.hosts: list[str] = []
        self.silence = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "Site":
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.silence.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _handler(site: Site) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def _answer(self) -> None:
            site.calls.append(f"{self.command} {self.path}")
            site.hosts.append(self.headers["Host"])
            words = self.path.strip("/").split("/", 1)
            if words[0] == "silent":
                site.silence.wait(20)
            elif words[0] == "to":
                self._send(302, words[1] if "://" in words[1] else f"/{words[1]}")
            elif words[0] == "head-405":
                self._send(405 if self.command == "HEAD" else 200)
            else:
                self._send(int(words[0]))

        def _send(self, status: int, location: str = "") -> None:
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_HEAD = _answer

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    return Handler


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def _ask(url: str) -> Verdict:
    return links.ask([url], within=True)[url]


@pytest.mark.parametrize(
    ("path", "verdict"),
    [
        ("/200", Verdict.ALIVE),
        ("/204", Verdict.ALIVE),
        ("/404", Verdict.DEAD),
        ("/410", Verdict.DEAD),
        ("/403", Verdict.UNKNOWN),
        ("/500", Verdict.UNKNOWN),
        ("/head-405", Verdict.ALIVE),
        ("/to/200", Verdict.ALIVE),
        ("/to/404", Verdict.DEAD),
        ("/to/to/to/200", Verdict.ALIVE),
        ("/to/to/to/to/to/to/200", Verdict.UNKNOWN),
        ("/to/ftp://127.0.0.1/", Verdict.UNKNOWN),
    ],
)
def test_address_is_judged_by_its_answer(site: Site, path: str, verdict: Verdict) -> None:
    assert _ask(f"{site.url}{path}") == verdict


def test_address_with_chinese_in_it_is_asked(site: Site) -> None:
    assert _ask(f"{site.url}/200/外交?栏目=要闻") == Verdict.UNKNOWN or site.calls
    assert site.calls[0] == "HEAD /200/%E5%A4%96%E4%BA%A4?%E6%A0%8F%E7%9B%AE=%E8%A6%81%E9%97%BB"


def test_host_is_named_as_in_the_address(site: Site) -> None:
    _ask(f"{site.url}/200")
    assert site.hosts == [site.url.removeprefix("http://")]


def test_page_that_is_there_is_not_fetched(site: Site) -> None:
    _ask(f"{site.url}/200")
    assert site.calls == ["HEAD /200"]


def test_server_that_does_not_answer_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "_STEP", 0.2)
    assert _ask(f"{site.url}/silent") == Verdict.UNKNOWN


def test_one_silent_server_does_not_hold_the_others(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "_PATIENCE", 1.0)
    silent, alive = f"{site.url}/silent", f"{site.url}/200"
    assert links.ask([silent, alive], within=True) == {silent: Verdict.UNKNOWN, alive: Verdict.ALIVE}


def test_refused_connection_is_not_taken_for_a_dead_link() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert _ask(f"http://127.0.0.1:{free.getsockname()[1]}/") == Verdict.UNKNOWN


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "nothing", "http://[::1", "http:///path", "https://"])
def test_what_is_no_address_of_the_web_is_not_asked(url: str) -> None:
    assert _ask(url) == Verdict.UNKNOWN


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("[fd00::1]", "[fe80::1]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "100.64.0.1", "224.0.0.1", "2130706433"),
        *("0x7f000001", "127.1", "[64:ff9b::7f00:1]"),
    ],
)
def test_our_own_network_is_never_asked(host: str) -> None:
    assert links.ask([f"http://{host}:9/"])[f"http://{host}:9/"] == Verdict.PRIVATE


def test_nothing_arrives_inside_our_own_network(site: Site) -> None:
    assert links.ask([f"{site.url}/200"]) == {f"{site.url}/200": Verdict.PRIVATE}
    assert site.calls == []


def test_name_that_leads_anywhere_else_as_well_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of its addresses is public; which one would be taken is the attacker's choice."""
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 9)) for address in ("8.8.8.8", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_given, **_options: both)
    assert links.ask(["http://two.example/"]) == {"http://two.example/": Verdict.PRIVATE}


@pytest.mark.parametrize(("way_out", "verdict"), [(True, Verdict.DEAD), (False, Verdict.UNKNOWN)])
def test_name_that_does_not_exist_is_dead_where_others_do(
    monkeypatch: pytest.MonkeyPatch, way_out: bool, verdict: Verdict
) -> None:
    def known(host: str, *_given: object, **_options: object) -> list[object]:
        if way_out and host == "www.gov.cn":
            return [host]
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", known)
    assert _ask("https://no-such-name.example/") == verdict


def test_name_server_that_is_down_says_nothing_of_the_link(monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_given: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", down)
    assert _ask("https://www.mfa.gov.cn/") == Verdict.UNKNOWN


def test_redirect_into_our_own_network_is_not_followed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site stands for a public one here: only its own address counts as public."""
    monkeypatch.setattr(links, "_is_public", lambda address: address == "127.0.0.1")
    with socket.socket() as other:
        other.bind(("127.0.0.2", 0))
        other.listen()
        inner = f"http://127.0.0.2:{other.getsockname()[1]}/"
        url = f"{site.url}/to/{inner}"
        assert links.ask([url]) == {url: Verdict.PRIVATE}
