"""The simulator's clock, when there is one."""

import pytest

from tests.client.gateway import Gateway
from wxbot.client.web import clock_offset
from wxbot.simulator.server import Simulator


def test_offset_is_by_how_much_the_clock_is_ahead(wechat: Simulator) -> None:
    wechat.clock.advance(3600)
    assert clock_offset(f"{wechat.url}/control/clock") == pytest.approx(3600)


def test_clock_that_does_not_answer_has_no_offset() -> None:
    assert clock_offset("http://127.0.0.1:9/control/clock") is None


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"7", b"null", b"{}", b'{"offset": null}', b'{"offset": "x"}'])
def test_answer_that_is_no_clock_has_no_offset(gateway: Gateway, body: bytes) -> None:
    gateway.status, gateway.body = 200, body
    assert clock_offset(gateway.url) is None
