"""What staff decide about a follower: to answer him no more, and to note who he is."""

import pytest
from sqlalchemy import select

from tests.services.drafts import NOON
from tests.services.post import follower
from wxbot.client import users
from wxbot.client.api import Api
from wxbot.errors import ContentError, WechatError
from wxbot.services import followers
from wxbot.simulator.server import Simulator
from wxbot.store import followers as rows
from wxbot.store.audit import Line
from wxbot.store.database import Database

CHEN = "chen@account.example"


def _alias(openid: str) -> str:
    return f"alias{len(openid)}"


def _add(database: Database, openid: str) -> int:
    with database.write() as db:
        return rows.find_or_add(db, openid).id


def _block(database: Database, row_id: int, blocked: bool = True) -> str:
    with database.write() as db:
        return followers.block(db, row_id, blocked, _alias, CHEN, NOON)


def _audited(database: Database) -> list[tuple[str, str]]:
    with database.read() as db:
        return [(line.action, line.subject) for line in db.scalars(select(Line).order_by(Line.id))]


def _remark(database: Database, row_id: int) -> str:
    with database.read() as db:
        row = rows.with_id(db, row_id)
        assert row is not None
        return row.remark


def test_follower_who_was_blocked_is_known_as_such(database: Database) -> None:
    alice = _add(database, "oAlice")
    assert _block(database, alice) == "oAlice"
    with database.read() as db:
        assert followers.known(db, "oAlice")["blocked"] == "1"


def test_block_is_lifted_again(database: Database) -> None:
    alice = _add(database, "oAlice")
    _block(database, alice)
    _block(database, alice, False)
    with database.read() as db:
        assert "blocked" not in followers.known(db, "oAlice")


def test_blocking_is_audited_once_and_without_a_name(sqlite: Database) -> None:
    alice = _add(sqlite, "oAlice")
    for blocked in (True, True, False):
        _block(sqlite, alice, blocked)
    assert _audited(sqlite) == [("follower.blocked", "follower/alias6"), ("follower.unblocked", "follower/alias6")]


def test_nobody_is_blocked_who_has_left(sqlite: Database) -> None:
    assert _block(sqlite, 7) == ""
    assert _audited(sqlite) == []


def test_remark_is_kept_here_and_at_wechat(database: Database, api: Api, wechat: Simulator, alice: str) -> None:
    row_id = _add(database, alice)
    assert followers.set_remark(database, api, row_id, " 记者团 ", _alias, CHEN, NOON)
    assert (_remark(database, row_id), wechat.followers.get(alice).remark) == ("记者团", "记者团")  # type: ignore[union-attr]


def test_audit_does_not_repeat_what_a_remark_says(sqlite: Database, api: Api, wechat: Simulator, alice: str) -> None:
    followers.set_remark(sqlite, api, _add(sqlite, alice), "记者团", _alias, CHEN, NOON)
    with sqlite.read() as db:
        line = db.scalars(select(Line)).one()
    assert (line.action, line.details) == ("follower.remarked", {})


def test_remark_that_wechat_refuses_is_not_kept(sqlite: Database, api: Api, wechat: Simulator) -> None:
    stranger = _add(sqlite, "oStranger")
    with pytest.raises(WechatError):
        followers.set_remark(sqlite, api, stranger, "记者团", _alias, CHEN, NOON)
    assert (_remark(sqlite, stranger), _audited(sqlite)) == ("", [])


def test_longest_remark_is_one_that_wechat_takes(sqlite: Database, api: Api, wechat: Simulator, alice: str) -> None:
    row_id = _add(sqlite, alice)
    with pytest.raises(ContentError):
        followers.set_remark(sqlite, api, row_id, "长" * 30, _alias, CHEN, NOON)
    followers.set_remark(sqlite, api, row_id, "长" * 29, _alias, CHEN, NOON)
    assert _remark(sqlite, row_id) == "长" * 29


def test_remark_about_one_who_left_is_not_made(sqlite: Database, api: Api, wechat: Simulator) -> None:
    assert not followers.set_remark(sqlite, api, 7, "记者团", _alias, CHEN, NOON)
    assert wechat.ledger.calls == ()


def test_empty_remark_takes_it_away(sqlite: Database, api: Api, wechat: Simulator) -> None:
    alice = follower(wechat, "oAlice")
    row_id = _add(sqlite, alice)
    for words in ("记者团", ""):
        followers.set_remark(sqlite, api, row_id, words, _alias, CHEN, NOON)
    assert (_remark(sqlite, row_id), users.info(api, alice).openid) == ("", alice)
