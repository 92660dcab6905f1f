"""What a follower wants, however he said it: words, a menu key, a scanned code, a voice, a number, a tapped link."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from wxbot.edition.normalise import Words, normalise
from wxbot.protocol import events, messages
from wxbot.protocol.events import Event
from wxbot.protocol.messages import Message

_PAGE = "@"  # Separates a key from the page of its answer: "news@2".


# What WeChat puts in place of a sticker or another message that an account cannot receive.
UNSUPPORTED = "【收到不支持的消息类型，暂无法显示】"


class Source(StrEnum):
    TEXT = "text"
    VOICE = "voice"
    TAP = "tap"  # A link in a list of ours.
    NUMBER = "number"  # The number of a line in a list of ours.
    MENU = "menu"
    FOLLOW = "follow"
    SCAN = "scan"
    UNFOLLOW = "unfollow"
    LOCATION = "location"
    MEDIA = "media"
    LINK = "link"
    NOTE = "note"  # An event that only informs us and shows no reply.


# What opens the account's right to send customer-service messages, and for how many seconds.
WINDOWS = {
    Source.TEXT: 48 * 3600,
    Source.VOICE: 48 * 3600,
    Source.TAP: 48 * 3600,
    Source.NUMBER: 48 * 3600,
    Source.LOCATION: 48 * 3600,
    Source.MEDIA: 48 * 3600,
    Source.LINK: 48 * 3600,
    Source.MENU: 60,
    Source.FOLLOW: 60,
    Source.SCAN: 60,
}


@dataclass(frozen=True, slots=True)
class Intent:
    """``key`` names an answer of ours (``news``, ``faq/lost-passport``); without one ``words`` say what is wanted."""

    source: Source
    text: str  # As it was written.
    words: Words
    key: str = ""
    page: int = 1
    media: tuple[str, str] | None = None  # Of a picture or a video: which of the two, and its media id.
    place: tuple[float, float] | None = None  # Degrees of latitude and longitude.

    @property
    def argument(self) -> str:
        """What follows the first slash of the key."""
        return self.key.partition("/")[2]

    def with_key(self, key: str, source: Source | None = None) -> "Intent":
        name, _, page = key.partition(_PAGE)
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 4 else 1
        return replace(self, key=name, page=max(1, number), source=source or self.source)


def paged(key: str, page: int) -> str:
    return f"{key}{_PAGE}{page}" if page > 1 else key


def _said(source: Source, text: str, key: str = "") -> Intent:
    intent = Intent(source, text, normalise(text))
    return intent.with_key(key) if key else intent


def _note(button: str = "") -> Intent:
    """A tapped button is named for the figures; its name is no words that could be answered."""
    return Intent(Source.NOTE, button, normalise(""))


def _of_event(event: Event) -> Intent:
    match event:
        case events.Subscribe(scene=scene):
            return _said(Source.FOLLOW, scene)
        case events.Unsubscribe():
            return _said(Source.UNFOLLOW, "")
        case events.Scan(scene=scene):
            return _said(Source.SCAN, scene)
        case events.Click(key=key):
            return _said(Source.MENU, key, key)
        case events.ScanCode(key=key, result=result, waits=True):
            return _said(Source.MENU, result, key)
        case events.ScanCode(key=key) | events.Pictures(key=key) | events.LocationSelect(key=key):
            return _note(key)
        case events.View(url=url):
            return _note(url)
    return _note()


_OF_MESSAGE: dict[type, Callable[..., Intent]] = {
    messages.Text: lambda m: _said(Source.TAP if m.menu_id else Source.TEXT, m.content, m.menu_id),
    messages.Voice: lambda m: _said(Source.VOICE, m.recognition),
    messages.Image: lambda m: replace(_said(Source.MEDIA, ""), media=("image", m.media_id)),
    messages.Video: lambda m: replace(_said(Source.MEDIA, ""), media=("video", m.media_id)),
    messages.Location: lambda m: replace(_said(Source.LOCATION, m.label), place=(m.latitude, m.longitude)),
    messages.Link: lambda m: _said(Source.LINK, m.title),
}


def intent_of(message: Message | Event) -> Intent:
    """What the message asks for. Kinds that nothing is asked with are notes, pictures and videos are media."""
    if isinstance(message, Event):
        return _of_event(message)
    build = _OF_MESSAGE.get(type(message))
    return build(message) if build else _said(Source.MEDIA, "")
