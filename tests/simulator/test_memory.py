"""A platform that is ended and started again knows who follows, what time it is, and what it had promised."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.simulator.account import account_of
from tests.simulator.sending import article, draft
from wxbot.simulator import memory
from wxbot.simulator.publishes import PUBLISHED
from wxbot.simulator.server import Simulator
from wxbot.simulator.settings import Settings

NOWHERE = "http://127.0.0.1:9/wechat"
_DAY = 86400.0


@contextmanager
def _run(path: Path, **changes: object) -> Iterator[Simulator]:
    """One run of the program."""
    wechat = Simulator(Settings(port=0, webhook_url=NOWHERE, deadline=0.1, interval=0.1).changed(changes))
    memory.load(path, wechat.world)
    with wechat:
        yield wechat
    memory.save(path, wechat.world)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "simulator.memory"


def test_followers_tokens_tags_and_the_clock_are_still_there(path: Path) -> None:
    with _run(path) as wechat, account_of(wechat) as account:
        wechat.follow("oAlice", wait=False)
        account.wait(3 * _DAY)
        account.call("tags/create", {"tag": {"name": "press"}})
        token, _life = wechat.tokens.stable(wechat.clock.now(), 60)
    with _run(path) as wechat, account_of(wechat) as account:
        assert [one.openid for one in wechat.followers.all()] == ["oAlice"]
        assert wechat.clock.offset == 3 * _DAY
        wechat.tokens.check(token, wechat.clock.now())
        assert "press" in [tag["name"] for tag in account.call("tags/get")["tags"]]
        assert account.call("tags/create", {"tag": {"name": "guests"}})["tag"]["id"] > 100


def test_what_was_under_way_is_done_after_the_next_start(path: Path) -> None:
    with _run(path, job_delay=600.0) as wechat, account_of(wechat) as account:
        wechat.crowd(2)
        text = {"filter": {"is_to_all": True}, "msgtype": "text", "text": {"content": "您好"}}
        account.call("message/mass/sendall", text)
        ordered = account.call("freepublish/submit", {"media_id": draft(account, article(account))})
    with _run(path) as wechat, account_of(wechat) as account:
        wechat.settle()
        assert wechat.arrivals.total == 2
        told = account.call("freepublish/get", {"publish_id": ordered["publish_id"]})
        assert told["publish_status"] == PUBLISHED


def test_nobody_waits_for_a_push_of_the_run_before(path: Path) -> None:
    with _run(path, deadline=30.0, interval=30.0) as wechat:
        wechat.follow("oAlice", wait=False)
    with _run(path) as wechat:
        assert all(push.settled for push in wechat.ledger.pushes)


@pytest.mark.parametrize("content", [b"", b"nothing of ours", b"x y\nz"])
def test_damaged_file_is_named_and_nothing_is_begun(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(ValueError, match="is damaged; remove that file"), _run(path):
        pass


def test_file_of_another_program_is_left_out(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with _run(path) as wechat:
        wechat.crowd(2)
    program, rest = path.read_bytes().split(b" ", 1)
    path.write_bytes(program[::-1] + b" " + rest)
    with _run(path) as wechat:
        assert not wechat.followers.all()
    assert "it begins anew" in capsys.readouterr().err
