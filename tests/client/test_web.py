"""Other addresses than the API's: the simulator's clock, when there is one, and files that WeChat keeps elsewhere."""

import pytest

from tests.client.gateway import Gateway
from wxbot.client.web import clock_offset, download
from wxbot.errors import ContentError, ErrorClass, WechatError
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


def _failure(url: str) -> WechatError:
    with pytest.raises(WechatError) as failed:
        download(url, 100)
    return failed.value


def test_file_is_downloaded_whole(gateway: Gateway) -> None:
    gateway.status, gateway.body = 200, bytes(range(100))
    assert download(f"{gateway.url}/film", 100) == bytes(range(100))
    assert gateway.calls == ["/film"]


@pytest.mark.parametrize("count", [101, 100_000])
def test_file_that_is_larger_than_allowed_is_refused(gateway: Gateway, count: int) -> None:
    gateway.status, gateway.body = 200, bytes(count)
    with pytest.raises(ContentError, match="too large"):
        download(gateway.url, 100)


def test_empty_file_is_a_file(gateway: Gateway) -> None:
    gateway.status, gateway.body = 200, b""
    assert download(gateway.url, 100) == b""


@pytest.mark.parametrize("status", [403, 404, 500, 502])
def test_refused_file_may_be_there_later(gateway: Gateway, status: int) -> None:
    gateway.status = status
    assert _failure(gateway.url).kind is ErrorClass.RETRY


def test_file_that_is_cut_off_is_never_taken_for_a_whole_one(gateway: Gateway) -> None:
    gateway.status, gateway.body, gateway.missing = 200, b"half a film", 20
    assert _failure(gateway.url).kind is ErrorClass.RETRY


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/film", "no address", "ftp://127.0.0.1/film", "http://[::1"])
def test_address_that_does_not_answer_is_told_as_such(url: str) -> None:
    assert _failure(url).kind is ErrorClass.RETRY


def test_errors_words_do_not_show_the_address(gateway: Gateway) -> None:
    """It may hold a token."""
    gateway.status = 404
    assert "secret" not in str(_failure(f"{gateway.url}/film?access_token=secret"))
