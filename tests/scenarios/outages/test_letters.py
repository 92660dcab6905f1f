"""Letters through crashes and outages: each is opened once and acknowledged."""

import time
from functools import partial
from pathlib import Path

import pytest
import redis

from tests.rig.postgresql import PostgresqlServer
from tests.scenarios.conftest import Stack, StackMaker
from tests.scenarios.talking import NUMBER, Talk, shown
from tests.scenarios.test_letters import ADVICE, letters_of, texts_of
from tests.scenarios.waiting import until

# In the order in which a message meets them: claimed, committed, before the second trip to Redis, and after it.
POINTS = ("begun", "kept", "finishing", "finished")


@pytest.fixture(scope="module")
def fragile(make_shared: StackMaker, tmp_path_factory: pytest.TempPathFactory) -> Stack:
    """Its processes are killed where the story says; there are more of them than are killed in a row."""
    kills = tmp_path_factory.mktemp("kills")
    return make_shared("tests.scenarios.fragile_app:app", worker=True, KILLS=str(kills), WEB_WORKERS="8")


def _struck_or_answered(stack: Stack, order: Path, push: int) -> bool:
    return not order.exists() or stack.wechat.push_of(push, 0.1).outcome != "pending"


def test_a_letter_survives_a_kill_at_any_point_of_any_step_and_is_opened_once(fragile: Stack, alice: str) -> None:
    stack, kills = fragile, Path(fragile.env["KILLS"])
    writers = {point: f"o{place}{alice[2:]}" for place, point in enumerate(POINTS)}
    for words in ("提建议", ADVICE, "写完了", "13812345678", "提交"):
        pushes = []
        for point, openid in writers.items():
            order = kills / openid
            order.write_text(point)
            pushes.append((point, stack.wechat.text(openid, words, wait=False).id))
            # One kill after the other: a process takes all that it is working on with it.
            until(partial(_struck_or_answered, stack, order, pushes[-1][1]))
        said = {point: shown(stack.wechat.push_of(push, 30)) for point, push in pushes}
        # The one point that lies only on the way of the last step has not struck before.
        assert {path.name for path in kills.iterdir()} <= ({writers["kept"]} if words != "提交" else set())
    for point, openid in writers.items():
        (letter,) = letters_of(stack, openid)
        assert letter.number in said[point]
        assert texts_of(stack, letter) == [ADVICE]


def test_a_second_press_of_send_does_not_open_a_second_letter(fragile: Stack, alice: str) -> None:
    stack, kills = fragile, Path(fragile.env["KILLS"])
    talk = Talk(stack, alice)
    talk.say("提建议", ADVICE, "写完了", "跳过")
    (kills / alice).write_text("kept")
    push = stack.wechat.text(alice, "提交", wait=False)
    until(lambda: letters_of(stack, alice))
    second = talk.say("提交")  # He does not wait for the retry.
    first = shown(stack.wechat.push_of(push.id, 30))
    (letter,) = letters_of(stack, alice)
    assert letter.number in second
    assert "我的来信" in first


def test_a_letter_is_accepted_while_sql_is_down_and_its_number_follows(
    on_postgresql: Stack, own_postgresql: PostgresqlServer, alice: str
) -> None:
    talk = Talk(on_postgresql, alice)
    talk.say("提建议", ADVICE, "写完了")
    own_postgresql.stop()
    talk.say("13812345678")
    assert "安全保存" in talk.say("提交")
    assert "暂时无法" in talk.say("我的来信")
    with redis.Redis.from_url(on_postgresql.redis.url) as client:
        waiting = client.xrange("wxbot:waiting")
    assert len(waiting) == 1
    assert ADVICE.encode() not in waiting[0][1][b"sealed"]
    own_postgresql.start()
    (letter,) = until(lambda: letters_of(on_postgresql, alice), 30)
    assert texts_of(on_postgresql, letter) == [ADVICE]
    sent = until(lambda: [message.bubble.text for message in on_postgresql.wechat.ledger.custom], 20)
    assert [letter.number in text for text in sent] == [True]
    time.sleep(2)
    assert len(letters_of(on_postgresql, alice)) == 1


def test_a_form_outlives_redis_and_says_meanwhile_that_it_waits(make_stack: StackMaker, alice: str) -> None:
    stack = make_stack(worker=True)
    talk = Talk(stack, alice)
    talk.say("提建议", ADVICE)
    stack.redis.settle()
    stack.redis.kill()
    assert "暂时不能填写" in talk.say("还有一件要紧的事情")
    assert "暂时不能填写" in talk.say("投诉")
    stack.redis.start()
    time.sleep(1.2)
    talk.say("再加一句", "写完了", "跳过")
    assert NUMBER.search(talk.say("提交"))
    (letter,) = letters_of(stack, alice)
    assert texts_of(stack, letter) == [f"{ADVICE}\n再加一句"]
