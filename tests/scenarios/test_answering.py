"""A letter is answered: written on the phone, answered in the console over HTTP, and told in the best way there is."""

import re
import time

import pytest
import requests

from tests.console.people import PASSWORD
from tests.console.people import add as hire
from tests.scenarios.conftest import Stack, StackMaker
from tests.scenarios.talking import Talk
from tests.scenarios.test_letters import ADVICE, letters_of
from tests.scenarios.waiting import until
from wxbot.services.roles import Role

WU = "wu@example.org"
ANSWER = "周末预约从一月开始试行。"
DAY = 24 * 3600
_PATIENCE = 30  # Seconds.


class Agent:
    """Wu at his browser."""

    def __init__(self, stack: Stack) -> None:
        self._console = f"{stack.web.url}/console"
        self._session = requests.Session()
        page = self._session.get(f"{self._console}/login", timeout=10).text
        fields = {"csrf_token": _value(page, "csrf_token"), "email": WU, "password": PASSWORD}
        assert "Wu" in self._session.post(f"{self._console}/login", data=fields, timeout=10).text

    def page(self, path: str) -> str:
        answer = self._session.get(self._console + path, timeout=10)
        assert answer.status_code == 200
        return answer.text

    def answer(self, number: str, words: str) -> str:
        """The page that follows."""
        page = self.page(f"/letters/{number}")
        hidden = {name: _value(page, name) for name in ("csrf_token", "base", "seen", "origin")}
        sent = self._session.post(
            f"{self._console}/letters/{number}/answer", data={**hidden, "answer": words}, timeout=10
        )
        assert sent.status_code == 200
        return sent.text


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return found[1]


@pytest.fixture(scope="module")
def stack(make_shared: StackMaker) -> Stack:
    """An account where Wu answers letters."""
    made = make_shared(worker=True, STAFF_SECOND_FACTOR="optional", PUBLIC_URL="http://127.0.0.1")
    with made.store() as database:
        hire(database, WU, "Wu", Role.AGENT)
    return made


def _told(stack: Stack, openid: str) -> list[str]:
    """The customer-service messages that she received."""
    return [message.bubble.text for message in stack.wechat.ledger.custom if message.openid == openid]


def test_answer_reaches_its_writer_and_what_she_adds_comes_back_into_the_inbox(stack: Stack, alice: str) -> None:
    talk = Talk(stack, alice)
    number = talk.hand_in(ADVICE)
    agent = Agent(stack)
    assert number in agent.page("/letters")
    assert ADVICE in agent.page(f"/letters/{number}")
    until(lambda: "将立即以客服消息发出" in agent.page(f"/letters/{number}"), _PATIENCE)  # The journal is drained then.
    assert "答复正在发出" in agent.answer(number, ANSWER)
    (told,) = until(lambda: _told(stack, alice), _PATIENCE)
    assert told == f"您的来信 {number} 有了答复：\n{ANSWER}"
    until(lambda: "已通过客服消息发出" in agent.page(f"/letters/{number}"), _PATIENCE)
    assert [letter.state for letter in letters_of(stack, alice)] == ["answered"]
    assert number not in agent.page("/letters")
    talk.say(f"补充 {number}", "请问具体是哪一天？", "写完了")
    assert number in agent.page("/letters")
    assert "请问具体是哪一天？" in agent.page(f"/letters/{number}")


def test_silent_writers_are_told_when_they_write_or_read_it_by_asking_and_never_twice(stack: Stack, alice: str) -> None:
    carol = f"{alice[:-1]}c"
    talks = {openid: Talk(stack, openid) for openid in (alice, carol)}
    numbers = {openid: talk.hand_in(ADVICE) for openid, talk in talks.items()}
    agent = Agent(stack)
    for number in numbers.values():
        until(lambda number=number: "将立即以客服消息发出" in agent.page(f"/letters/{number}"), _PATIENCE)  # type: ignore[misc]
    stack.wechat.clock.shift(3 * DAY)
    for number in numbers.values():
        until(lambda number=number: "近48小时没有发过消息" in agent.page(f"/letters/{number}"), _PATIENCE)  # type: ignore[misc]
        assert "下次互动时自动发出" in agent.answer(number, ANSWER)
    assert ANSWER not in talks[alice].say("新闻")
    assert ANSWER in talks[carol].say(numbers[carol])
    (told,) = until(lambda: _told(stack, alice), _PATIENCE)
    assert ANSWER in told
    until(lambda: "已凭编号查看" in agent.page(f"/letters/{numbers[carol]}"), _PATIENCE)
    time.sleep(4)  # Long enough for two more looks at what waits.
    assert (len(_told(stack, alice)), _told(stack, carol)) == (1, [])
