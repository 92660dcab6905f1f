"""What a follower sees in the chat: one value for every kind of bubble."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Article:
    title: str
    description: str = ""
    picture: str = ""
    url: str = ""


@dataclass(frozen=True)
class Choice:
    """One line of a menu message."""

    id: str
    content: str


@dataclass(frozen=True)
class Bubble:
    """``type`` is text, image, voice, video, music, news, menu, location, link, card, miniprogram, template or system.

    ``lines`` are what a template's fields are called and what they say.
    """

    type: str
    text: str = ""
    title: str = ""
    description: str = ""
    url: str = ""
    media_id: str = ""
    articles: tuple[Article, ...] = ()
    choices: tuple[Choice, ...] = ()
    tail: str = ""
    lines: tuple[tuple[str, str], ...] = ()


FAILURE = Bubble("system", "该公众号提供的服务出现故障，请稍后再试")
HANDED_OVER = Bubble("system", "转人工客服")
