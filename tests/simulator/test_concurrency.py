"""Many callers at once: repeats are still told from first calls, and nobody waits for another."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlsplit

from tests.simulator.account import Account
from tests.simulator.sending import draft, results
from tests.simulator.test_templates import send
from wxbot.simulator.server import Simulator

SEND = "/cgi-bin/message/template/send"


def together(count: int, act: Callable[[int], object]) -> list[object]:
    """All begin at the same moment."""
    ready = threading.Barrier(count)

    def begin(number: int) -> object:
        ready.wait()
        return act(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))


def test_one_of_many_equal_mass_calls_is_accepted(wechat: Simulator, account: Account) -> None:
    wechat.follow("oAlice")
    content = {"msgtype": "mpnews", "mpnews": {"media_id": draft(account)}}
    body = {"filter": {"is_to_all": False, "tag_id": 2}, **content, "clientmsgid": "one"}
    codes = together(12, lambda _: account.call("message/mass/sendall", body)["errcode"])
    assert sorted(codes, key=str) == [0, *[45066] * 11]
    assert len(results(wechat, "MASSSENDJOBFINISH")) == 1


def test_one_of_many_equal_template_calls_is_sent(wechat: Simulator, account: Account) -> None:
    wechat.follow("oAlice")
    ids = together(12, lambda _: send(account, client_msg_id="one")["msgid"])
    assert len(set(ids)) == 1
    assert len(wechat.arrivals.of("oAlice")) == 1


def test_one_yes_is_spent_once_by_many(wechat: Simulator) -> None:
    wechat.subscriptions.accept("oAlice", "T1", 3)
    assert together(12, lambda _: wechat.subscriptions.spend("oAlice", "T1")).count(True) == 3


def test_callers_of_a_slow_path_wait_side_by_side(wechat: Simulator, account: Account) -> None:
    wechat.follow("oAlice")
    wechat.faults.set(latency={SEND: 0.4})
    began = time.monotonic()
    together(40, lambda number: send(account, client_msg_id=str(number)))
    assert time.monotonic() - began < 40 * 0.4 / 4
    assert len(wechat.arrivals.of("oAlice")) == 40


def test_connections_are_kept_open_for_the_next_call(wechat: Simulator, account: Account) -> None:
    def call(_number: int) -> bool:
        connection = HTTPConnection("127.0.0.1", urlsplit(wechat.url).port or 0, timeout=5)
        sockets = []
        for _ in range(3):
            connection.request("GET", f"/cgi-bin/user/get?access_token={account.token}")
            connection.getresponse().read()
            sockets.append(connection.sock)
        connection.close()
        return sockets[0] is not None and sockets[0] is sockets[-1]

    assert together(80, call) == [True] * 80
