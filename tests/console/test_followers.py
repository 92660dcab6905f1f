"""Staff look after followers: find one, note who he is, tag him, block him, hand out or erase what is kept."""

import json
import re
from dataclasses import replace

import pytest
import redis
from sqlalchemy import select

from tests.console.conftest import Browser, Office
from tests.console.diary import follower, say
from tests.rig.wire import query, text_xml
from tests.services import post
from tests.services.drafts import go_live, phrase
from tests.services.lines import ALICE, append, entry
from tests.services.writing import open_letter, written
from wxbot.services import followers as rules
from wxbot.services import tags
from wxbot.services.roles import Role
from wxbot.simulator.server import Simulator
from wxbot.state import keys
from wxbot.store import followers, submissions
from wxbot.store import tags as tag_rows
from wxbot.store.audit import Line
from wxbot.store.followers import Follower

CHEN = "chen@example.org"


def _row(office: Office, number: int) -> Follower | None:
    with office.database.read() as db:
        return followers.with_id(db, number)


def _carried(office: Office, number: int) -> list[int]:
    with office.database.read() as db:
        return tag_rows.of_followers(db, [number]).get(number, [])


def _audited(office: Office) -> list[str]:
    """What was done about followers and tags."""
    with office.database.read() as db:
        actions = db.scalars(select(Line.action).order_by(Line.id))
        return [action for action in actions if action.startswith(("follower.", "tag."))]


@pytest.fixture
def clerk(connected: Office) -> Browser:
    """Wu, while WeChat answers."""
    return connected.at(Role.AGENT)


def _known(office: Office, wechat: Simulator, openid: str = "oAlice") -> int:
    """One who follows, at WeChat and here."""
    return follower(office, post.follower(wechat, openid))


def _tag(office: Office, name: str = "press") -> int:
    runtime = office.runtime
    return tags.create(office.database, runtime.api, name, CHEN, runtime.clock.instant())


def test_list_shows_what_is_known(office: Office, agent: Browser) -> None:
    follower(office, "oAlice", language="en", remark="<i>press</i>", blocked=True)
    page = agent.get("/followers").text
    assert "oAlice" in page
    assert "&lt;i&gt;press&lt;/i&gt;" in page
    assert "Blocked</span>" in page


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("", ["oBob", "oAlice"]),
        ("language=en", ["oAlice"]),
        ("blocked=1", ["oBob"]),
        ("words=oAlice", ["oAlice"]),
        ("words=remarkable", ["oBob"]),
        ("tag=100", ["oAlice"]),
        ("tag=x&seen=never&after=none", ["oBob", "oAlice"]),
        ("seen=7", []),
    ],
)
def test_followers_are_found(office: Office, agent: Browser, filters: str, found: list[str]) -> None:
    alice = follower(office, "oAlice", language="en")
    follower(office, "oBob", blocked=True, remark="Remarkable")
    with office.database.write() as db:
        tag_rows.put_on(db, 100, [alice])
    assert re.findall(r"<code[^>]*>(o\w+)</code>", agent.get(f"/followers?{filters}").text) == found


def test_one_followers_page_shows_what_belongs_to_him(office: Office, agent: Browser) -> None:
    number = follower(office, ALICE)
    letter = open_letter(office.database, written())
    say(office, "<b>护照</b>")
    page = agent.get(f"/followers/{number}").text
    assert "&lt;b&gt;护照&lt;/b&gt;" in page
    assert letter.number in page


def test_follower_who_is_not_there_is_not_found(agent: Browser) -> None:
    assert [agent.get(f"/followers/{number}").status_code for number in (7, 10**20)] == [404, 404]


def test_next_message_of_a_blocked_follower_gets_no_answer(
    office: Office, agent: Browser, redis_client: redis.Redis
) -> None:
    """Redis knew him as one who is answered."""
    number = follower(office, ALICE)
    redis_client.hset(keys.follower(ALICE), "known", "1")
    agent.post(f"/followers/{number}/block")
    assert not redis_client.exists(keys.follower(ALICE))
    with office.database.read() as db:
        assert rules.known(db, ALICE)["blocked"] == "1"
    assert _audited(office) == ["follower.blocked"]


def _write(office: Office, words: str) -> str:
    """What Alice's phone gets for it, through the webhook."""
    answer = office.app.test_client().post("/wechat", query_string=query(), data=text_xml(words, ALICE).encode())
    assert answer.status_code == 200
    return answer.text


def test_blocked_follower_hears_nothing_until_the_block_is_lifted(office: Office, agent: Browser) -> None:
    number = follower(office, ALICE)
    go_live(office.database, phrase("help", "An answer."))
    office.runtime.refresh_edition()
    assert "An answer." in _write(office, "help")
    agent.post(f"/followers/{number}/block")
    assert [_write(office, "help"), _write(office, "help")] == ["success", "success"]
    agent.post(f"/followers/{number}/unblock")
    assert "An answer." in _write(office, "help")


def test_block_is_lifted(office: Office, agent: Browser) -> None:
    number = follower(office, ALICE, blocked=True)
    assert "The block is lifted." in agent.follow(f"/followers/{number}/unblock").text
    row = _row(office, number)
    assert row is not None
    assert not row.blocked


def test_nobody_is_blocked_who_has_left(office: Office, agent: Browser) -> None:
    assert "has left" in agent.follow("/followers/7/block").text
    assert _audited(office) == []


def test_remark_is_kept_at_wechat_too(connected: Office, clerk: Browser, wechat: Simulator) -> None:
    number = _known(connected, wechat)
    clerk.post(f"/followers/{number}/remark", remark="记者")
    row, there = _row(connected, number), wechat.followers.get("oAlice")
    assert row is not None
    assert there is not None
    assert (row.remark, there.remark) == ("记者", "记者")


def test_remark_that_is_too_long_is_shown_again(connected: Office, clerk: Browser, wechat: Simulator) -> None:
    number = _known(connected, wechat)
    answer = clerk.post(f"/followers/{number}/remark", remark="长" * 30)
    assert answer.status_code == 422
    assert "At most 29 characters." in answer.text
    assert "长" * 30 in answer.text


def test_refusal_of_wechat_is_a_sentence(connected: Office, clerk: Browser, wechat: Simulator) -> None:
    number = _known(connected, wechat)
    wechat.faults.refuse("/cgi-bin/user/info/updateremark", 45009)
    answer = clerk.post(f"/followers/{number}/remark", remark="记者")
    assert (answer.status_code, _audited(connected)) == (422, [])
    assert "WeChat takes no more of this today. Try again tomorrow. (errcode 45009)" in answer.text


def test_tag_is_put_on_several_at_once(connected: Office, clerk: Browser, wechat: Simulator) -> None:
    numbers = [_known(connected, wechat, openid) for openid in ("oAlice", "oBob")]
    tag = _tag(connected)
    page = clerk.follow("/followers/tags", follower=[str(number) for number in numbers], tag=str(tag), on="1").text
    assert "2 followers carry the tag now." in page
    assert [_carried(connected, number) for number in numbers] == [[tag], [tag]]
    assert list(wechat.followers.tagged(tag)) == ["oAlice", "oBob"]


def test_tag_is_taken_off_on_ones_own_page(connected: Office, clerk: Browser, wechat: Simulator) -> None:
    number, tag = _known(connected, wechat), _tag(connected)
    for on in ("1", "0"):
        answer = clerk.post("/followers/tags", follower=str(number), tag=str(tag), on=on, back=str(number))
        assert answer.headers["Location"].endswith(f"/followers/{number}")
    assert _carried(connected, number) == []


def test_one_whom_wechat_refuses_is_told_of(connected: Office, clerk: Browser, wechat: Simulator) -> None:
    alice, tag = _known(connected, wechat), _tag(connected)
    stranger = follower(connected, "oStranger")
    page = clerk.follow("/followers/tags", follower=[str(alice), str(stranger)], tag=str(tag), on="1").text
    assert "1 followers carry the tag now." in page
    assert "1 followers stay as they were." in page
    assert (_carried(connected, alice), _carried(connected, stranger)) == ([tag], [])


def test_tag_of_a_menu_is_not_handed_out(connected: Office, clerk: Browser, wechat: Simulator) -> None:
    """It follows the language that the follower chose."""
    number, tag = _known(connected, wechat), _tag(connected, "english")
    assert "a tag that no menu goes by" in clerk.follow("/followers/tags", follower=str(number), tag=str(tag)).text
    assert _carried(connected, number) == []


@pytest.mark.parametrize("chosen", [{}, {"follower": "x", "tag": "100"}, {"follower": "1", "tag": str(10**20)}])
def test_choosing_nothing_changes_nothing(office: Office, agent: Browser, chosen: dict[str, str]) -> None:
    follower(office)
    assert agent.post("/followers/tags", **chosen).status_code == 302
    assert _audited(office) == []


def test_tags_given_elsewhere_are_learned(connected: Office, clerk: Browser, wechat: Simulator) -> None:
    number, tag = _known(connected, wechat), _tag(connected)
    wechat.followers.change("oAlice", lambda one: replace(one, tags=(tag,)))
    clerk.post(f"/followers/{number}/learn")
    assert _carried(connected, number) == [tag]


def test_tag_is_made_renamed_and_deleted(connected: Office, clerk: Browser, wechat: Simulator) -> None:
    clerk.post("/tags", name="press")
    with connected.database.read() as db:
        (tag,) = tag_rows.all_tags(db)
    clerk.post(f"/tags/{tag.id}/rename", name="media")
    assert "media" in clerk.get("/tags").text
    clerk.post(f"/tags/{tag.id}/delete")
    assert "No tag is known yet." in clerk.get("/tags").text
    assert _audited(connected) == ["tag.created", "tag.renamed", "tag.deleted"]


@pytest.mark.parametrize(("name", "sentence"), [("", "must be filled in"), ("记" * 11, "at most 30 bytes")])
def test_tag_without_a_proper_name_is_not_made(office: Office, agent: Browser, name: str, sentence: str) -> None:
    answer = agent.post("/tags", name=name)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_name_that_wechat_has_already_is_refused_beside_its_field(
    connected: Office, clerk: Browser, wechat: Simulator
) -> None:
    _tag(connected)
    answer = clerk.post("/tags", name="press")
    assert answer.status_code == 422
    assert "WeChat refused this as wrong. (errcode 45157)" in answer.text


def test_tag_of_a_menu_stays(connected: Office, clerk: Browser, wechat: Simulator) -> None:
    tag = _tag(connected, "english")
    assert "A menu finds its readers by this tag" in clerk.follow(f"/tags/{tag}/delete").text
    with connected.database.read() as db:
        assert tag_rows.find(db, tag) is not None


def test_list_of_tags_is_fetched_from_wechat(connected: Office, clerk: Browser, wechat: Simulator) -> None:
    wechat.tags.create("made <elsewhere>")
    assert "made &lt;elsewhere&gt;" in clerk.follow("/tags/fetch").text


def test_wechat_that_does_not_answer_is_told_in_a_sentence(office: Office, agent: Browser) -> None:
    page = agent.follow("/tags/fetch").text
    assert "WeChat" in page
    assert "Traceback" not in page


def test_export_is_a_file_of_everything(office: Office, administrator: Browser, redis_client: redis.Redis) -> None:
    """What still waits in Redis is in it."""
    number = follower(office, ALICE)
    append(redis_client, entry("waiting", asked="签证"))
    answer = administrator.post(f"/followers/{number}/export")
    found = json.loads(answer.text)
    assert (found["openid"], [message["asked"] for message in found["messages"]]) == (ALICE, ["签证"])
    assert "attachment" in answer.headers["Content-Disposition"]
    assert ALICE not in answer.headers["Content-Disposition"]
    assert _audited(office) == ["follower.exported"]


def test_erasing_asks_for_a_word_and_leaves_nothing(
    office: Office, administrator: Browser, redis_client: redis.Redis
) -> None:
    number = follower(office, ALICE)
    say(office, "护照")
    append(redis_client, entry("waiting", asked="签证"))
    assert administrator.post(f"/followers/{number}/erase", typed="erase!").status_code == 422
    assert _row(office, number) is not None
    administrator.post(f"/followers/{number}/erase", typed=" ERASE ")
    with office.database.read() as db:
        assert followers.find(db, ALICE) is None
        assert not submissions.of_follower(db, ALICE)
    assert "护照" not in administrator.get("/messages").text
    assert "签证" not in administrator.get("/messages").text
    assert _audited(office) == ["follower.erased"]


def test_erasing_takes_the_remark_back_from_wechat(connected: Office, clerk: Browser, wechat: Simulator) -> None:
    number = _known(connected, wechat)
    clerk.post(f"/followers/{number}/remark", remark="记者")
    connected.at(Role.ADMINISTRATOR).post(f"/followers/{number}/erase", typed="ERASE")
    there = wechat.followers.get("oAlice")
    assert there is not None
    assert (there.remark, _row(connected, number)) == ("", None)


def test_wechat_that_does_not_answer_keeps_nobody_from_being_erased(office: Office, administrator: Browser) -> None:
    number = follower(office, ALICE, remark="记者")
    page = administrator.follow(f"/followers/{number}/erase", typed="ERASE").text
    assert "still at WeChat" in page
    assert _row(office, number) is None


@pytest.mark.parametrize("role", [Role.AGENT, Role.EDITOR, Role.AUDITOR, Role.REVIEWER])
def test_only_administrators_hand_out_or_erase(office: Office, role: Role) -> None:
    number = follower(office, ALICE)
    browser = office.at(role)
    answers = [browser.post(f"/followers/{number}/export"), browser.post(f"/followers/{number}/erase", typed="ERASE")]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert _row(office, number) is not None


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUDITOR, Role.REVIEWER])
def test_openids_are_shown_to_those_only_who_look_after_followers(office: Office, role: Role) -> None:
    follower(office, ALICE)
    answer = office.at(role).get("/followers")
    assert answer.status_code == 403
    assert ALICE not in answer.text
