"""Talking to the account over the real protocol, as one follower."""

import re
from dataclasses import dataclass

from tests.scenarios.conftest import Stack
from wxbot.simulator.pushes import Push

NUMBER = re.compile(r"\d{8}-\d{4}")


def shown(push: Push) -> str:
    """What the follower saw of one reply; a failure line or an invalid body fails the story."""
    assert push.outcome == "delivered", push
    bubble = push.shown[0]
    return bubble.text or "\n".join(f"{card.title}\n{card.description}\n{card.url}" for card in bubble.articles)


@dataclass
class Talk:
    stack: Stack
    openid: str

    def say(self, *words: str) -> str:
        """Sends each, and returns the last reply."""
        said = ""
        for each in words:
            said = shown(self.stack.wechat.text(self.openid, each))
        return said

    def tap(self, key: str) -> str:
        """A button of the menu."""
        return shown(self.stack.wechat.tap(self.openid, key))

    def tap_line(self, words: str, key: str) -> str:
        """A line of a text."""
        return shown(self.stack.wechat.text(self.openid, words, bizmsgmenuid=key))

    def hand_in(self, text: str, contact: str = "跳过") -> str:
        """Advice, from the first word to the number; returns the number."""
        self.say("提建议", text, "写完了", contact)
        found = NUMBER.search(self.say("提交"))
        assert found
        return found[0]
