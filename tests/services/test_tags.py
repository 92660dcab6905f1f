"""The tag by which WeChat shows a follower the menu in his language."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.services.post import follower
from tests.store.together import in_threads
from wxbot.client import tags as client_tags
from wxbot.client.api import Api
from wxbot.client.token import Tokens
from wxbot.services import followers, tags
from wxbot.simulator.server import Simulator
from wxbot.state.connection import connect
from wxbot.store import followers as rows
from wxbot.store.database import Database

PUT_ON = "/cgi-bin/tags/members/batchtagging"
GET = "/cgi-bin/tags/get"
DUMB, BUSY, ENOUGH = 48001, -1, 45009  # The account may not tag; a passing error; no more today.


def _choose(database: Database, language: str, *openids: str) -> None:
    with database.write() as db:
        for openid in openids:
            followers.set_language(db, openid, language)


def _english(api: Api, wechat: Simulator) -> list[str]:
    """Who sees the English menu."""
    return sorted(wechat.followers.tagged(tags.tag_id(api, "english")))


def _waits(database: Database) -> list[str]:
    with database.read() as db:
        return [row.openid for row in rows.untagged(db, 100)]


def _calls(wechat: Simulator, path: str = PUT_ON) -> int:
    return sum(call.path == path for call in wechat.ledger.calls)


def test_nobody_is_asked_about_when_nobody_chose(sqlite: Database, api: Api, wechat: Simulator) -> None:
    assert tags.tag_followers(sqlite, api) == 0
    assert wechat.ledger.calls == ()


def test_one_who_chose_english_sees_its_menu(database: Database, api: Api, wechat: Simulator, alice: str) -> None:
    bob = follower(wechat, "oBob")
    _choose(database, "en", alice)
    _choose(database, "zh", bob)
    assert tags.tag_followers(database, api) == 2
    assert (_english(api, wechat), _waits(database)) == ([alice], [])


def test_one_who_went_back_to_chinese_sees_the_default_menu(
    database: Database, api: Api, wechat: Simulator, alice: str
) -> None:
    for language, seen in (("en", [alice]), ("zh", []), ("en", [alice])):
        _choose(database, language, alice)
        assert tags.tag_followers(database, api) == 1
        assert _english(api, wechat) == seen


def test_one_who_is_tagged_costs_no_more_calls(sqlite: Database, api: Api, wechat: Simulator, alice: str) -> None:
    _choose(sqlite, "en", alice)
    tags.tag_followers(sqlite, api)
    before = len(wechat.ledger.calls)
    assert tags.tag_followers(sqlite, api) == 0
    assert len(wechat.ledger.calls) == before


def test_other_tags_of_a_follower_stay(sqlite: Database, api: Api, wechat: Simulator, alice: str) -> None:
    journalist = client_tags.create(api, "journalist")
    client_tags.put_on(api, journalist, [alice])
    for language in ("en", "zh"):
        _choose(sqlite, language, alice)
        tags.tag_followers(sqlite, api)
        assert journalist in client_tags.of_follower(api, alice)


def test_tag_is_made_once(sqlite: Database, api: Api, wechat: Simulator, alice: str) -> None:
    for language in ("en", "zh", "en"):
        _choose(sqlite, language, alice)
        tags.tag_followers(sqlite, api)
    assert [tag.name for tag in client_tags.all_tags(api)].count("english") == 1


def test_many_are_tagged_with_one_call(sqlite: Database, api: Api, wechat: Simulator) -> None:
    openids = [follower(wechat, f"o{number:03}") for number in range(tags.BATCH + 5)]
    _choose(sqlite, "en", *openids)
    assert [tags.tag_followers(sqlite, api) for _ in range(3)] == [tags.BATCH, 5, 0]
    assert (_english(api, wechat), _calls(wechat)) == (openids, 2)


def test_one_who_changed_his_mind_during_the_call_is_tagged_anew(
    sqlite: Database, api: Api, wechat: Simulator, alice: str
) -> None:
    """He may choose again while WeChat is told of his former choice."""
    _choose(sqlite, "en", alice)
    wechat.faults.set(slow=0.3)
    with ThreadPoolExecutor(1) as pool:
        tagging = pool.submit(tags.tag_followers, sqlite, api)
        while not wechat.ledger.calls:  # The first answer is held back, and Alice's former choice is known by now.
            time.sleep(0.01)
        _choose(sqlite, "zh", alice)
    wechat.faults.clear()
    assert (tagging.result(), _english(api, wechat)) == (0, [alice])
    assert tags.tag_followers(sqlite, api) == 1
    assert (_english(api, wechat), _waits(sqlite)) == ([], [])


def test_account_that_may_not_tag_is_asked_once(sqlite: Database, api: Api, wechat: Simulator) -> None:
    openids = [follower(wechat, f"o{number}") for number in range(3)]
    _choose(sqlite, "en", *openids)
    wechat.faults.refuse(GET, DUMB)
    assert tags.tag_followers(sqlite, api) == 3
    assert (_waits(sqlite), len(wechat.ledger.calls)) == ([], 2)  # The token, and what was refused.


@pytest.mark.parametrize("code", [BUSY, ENOUGH])
def test_one_who_could_not_be_tagged_now_is_tagged_later(
    sqlite: Database, api: Api, wechat: Simulator, alice: str, code: int
) -> None:
    _choose(sqlite, "en", alice)
    wechat.faults.refuse(PUT_ON, code, times=2)
    assert (tags.tag_followers(sqlite, api), _waits(sqlite)) == (0, [alice])
    wechat.faults.clear()
    assert (tags.tag_followers(sqlite, api), _waits(sqlite)) == (1, [])


def test_one_language_that_fails_does_not_hold_up_the_other(
    sqlite: Database, api: Api, wechat: Simulator, alice: str
) -> None:
    bob = follower(wechat, "oBob")
    _choose(sqlite, "en", alice)
    _choose(sqlite, "zh", bob)
    wechat.faults.refuse(PUT_ON, BUSY, times=2)
    assert (tags.tag_followers(sqlite, api), _waits(sqlite)) == (1, [alice])


def test_one_who_left_without_our_knowing_does_not_cost_the_others_their_tag(
    sqlite: Database, api: Api, wechat: Simulator, alice: str
) -> None:
    gone, bob = follower(wechat, "oGone"), follower(wechat, "oBob")
    wechat.followers.unfollow(gone)
    _choose(sqlite, "en", alice, gone, bob)
    assert tags.tag_followers(sqlite, api) == 3
    assert (_english(api, wechat), _waits(sqlite)) == ([alice, bob], [])
    assert tags.tag_followers(sqlite, api) == 0


def test_everybody_waits_while_no_token_can_be_had(sqlite: Database, wechat: Simulator, alice: str) -> None:
    _choose(sqlite, "en", alice)
    with connect("unix:///nonexistent/socket") as dead:
        tokens = Tokens(dead, wechat.url, wechat.settings.app_id, wechat.settings.app_secret, wechat.clock.now)
        assert tags.tag_followers(sqlite, Api(wechat.url, wechat.settings.app_id, tokens)) == 0
    assert _waits(sqlite) == [alice]


def test_workers_that_tag_together_tag_everybody(database: Database, api: Api, wechat: Simulator) -> None:
    openids = [follower(wechat, f"o{number}") for number in range(5)]
    _choose(database, "en", *openids)
    in_threads(2, lambda _number: tags.tag_followers(database, api))
    tags.tag_followers(database, api)
    assert (_english(api, wechat), _waits(database)) == (openids, [])
