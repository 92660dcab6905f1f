"""What became of a message when the call had no clear ending: one that may have arrived is never sent again."""

import datetime as dt

from tests.services.drafts import NOON
from tests.services.lines import TEXT
from tests.services.post import SEND, calls, put, received, rows, say, statuses
from tests.services.writing import VAULT
from wxbot.client.api import Api
from wxbot.client.token import Tokens
from wxbot.services import outbox
from wxbot.simulator.server import Simulator
from wxbot.state.connection import connect
from wxbot.store import outbox as outbox_rows
from wxbot.store.database import Database
from wxbot.store.outbox import Status

MINUTE = dt.timedelta(minutes=1)


def _warm(database: Database, api: Api, openid: str) -> None:
    """The token is fetched, so that the next call is the message itself."""
    put(database, openid, say("warm"))
    assert outbox.send_due(database, api, VAULT, NOON) == 1


def test_busy_wechat_leaves_unknown_whether_it_took_the_message(
    sqlite: Database, api: Api, wechat: Simulator, alice: str
) -> None:
    put(sqlite, alice, TEXT)
    wechat.faults.refuse(SEND, -1)
    for minutes in range(4):
        outbox.send_due(sqlite, api, VAULT, NOON + minutes * MINUTE)
    assert (statuses(sqlite), calls(wechat)) == ([Status.UNKNOWN], 1)


def test_message_without_an_answer_becomes_unknown(sqlite: Database, api: Api, wechat: Simulator, alice: str) -> None:
    _warm(sqlite, api, alice)
    put(sqlite, alice, TEXT)
    wechat.faults.set(reset=1)
    assert outbox.send_due(sqlite, api, VAULT, NOON) == 0
    assert statuses(sqlite)[-1] == Status.UNKNOWN


def test_unknown_message_is_never_repeated(sqlite: Database, api: Api, wechat: Simulator, alice: str) -> None:
    _warm(sqlite, api, alice)
    put(sqlite, alice, say("lost"))
    wechat.faults.set(reset=1)
    for minutes in range(4):
        outbox.send_due(sqlite, api, VAULT, NOON + minutes * MINUTE)
    assert received(wechat) == [(alice, "warm")]


def test_message_whose_worker_died_becomes_unknown(sqlite: Database, api: Api, wechat: Simulator, alice: str) -> None:
    put(sqlite, alice, TEXT)
    with sqlite.write() as db:
        outbox_rows.claim(db, 1, NOON)
    outbox.send_due(sqlite, api, VAULT, NOON + 9 * MINUTE)
    assert statuses(sqlite) == [Status.SENDING]
    outbox.send_due(sqlite, api, VAULT, NOON + 11 * MINUTE)
    assert (statuses(sqlite), received(wechat)) == ([Status.UNKNOWN], [])


def test_message_is_due_later_while_no_token_can_be_had(sqlite: Database, wechat: Simulator, alice: str) -> None:
    """Without Redis there is no token: the call was never made, so nothing about it is unknown."""
    put(sqlite, alice, TEXT)
    with connect("unix:///nonexistent/socket") as dead:
        settings = wechat.settings
        tokens = Tokens(dead, wechat.url, settings.app_id, settings.app_secret, wechat.clock.now)
        assert outbox.send_due(sqlite, Api(wechat.url, settings.app_id, tokens), VAULT, NOON) == 0
    (row,) = rows(sqlite)
    assert (row.status, row.due_at) == (Status.DUE, NOON + MINUTE)


def test_message_is_due_later_while_the_secret_is_wrong(
    sqlite: Database, api: Api, wechat: Simulator, alice: str
) -> None:
    put(sqlite, alice, TEXT)
    wechat.change(app_secret="another")
    outbox.send_due(sqlite, api, VAULT, NOON)
    assert statuses(sqlite) == [Status.DUE]


def test_dead_token_is_replaced_and_the_message_sent(sqlite: Database, api: Api, wechat: Simulator, alice: str) -> None:
    _warm(sqlite, api, alice)
    wechat.tokens.revoke()
    put(sqlite, alice, say("after"))
    assert outbox.send_due(sqlite, api, VAULT, NOON) == 1
    assert received(wechat)[-1] == (alice, "after")
