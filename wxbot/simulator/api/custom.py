"""Messages that the account sends by itself while a window is open, and the typing mark."""

from collections.abc import Callable, Mapping
from typing import Any

from wxbot.simulator import profiles
from wxbot.simulator.api.call import OK, Answer, Call, Endpoint, text
from wxbot.simulator.arrivals import Arrival, digest_of_bubble
from wxbot.simulator.bubbles import Article, Bubble, Choice
from wxbot.simulator.errors import ApiError, require
from wxbot.simulator.ledger import CustomMessage
from wxbot.simulator.massdelivery import card_of
from wxbot.simulator.replies import TEXT_BYTES

Body = Mapping[str, Any]

_REFUSALS = {"closed": 45015, "empty": 45047}
_TYPING_LIFE = 15
_TYPING_AFTER = 30
# The platform publishes no numbers for these two.
_CHOICES = 10
_CHOICE_BYTES = 128


def send(call: Call) -> Answer:
    body = call.json()
    openid = text(body, "touser", 40003)
    kind = body.get("msgtype")
    require(kind in _KINDS, 40008)
    content = body.get(str(kind))
    require(isinstance(content, dict), 40035)
    assert isinstance(content, dict)
    bubble = _KINDS[str(kind)](call, content)
    _spend(call, openid)
    call.state.chats.add(openid, "account", bubble, call.now)
    call.state.ledger.sent(CustomMessage(openid, bubble, call.now))
    call.state.arrivals.add(Arrival(openid, "custom", "", "", digest_of_bubble(bubble), call.now))
    return OK


def _spend(call: Call, openid: str) -> None:
    """Someone who does not follow has no window, whatever the ledger says."""
    require(call.state.followers.follows(openid), 45015)
    result = call.state.windows.spend(openid, call.now)
    if result in _REFUSALS:
        raise ApiError(_REFUSALS[result])


def _text(_call: Call, content: Body) -> Bubble:
    words = text(content, "content", 44004)
    require(len(words.encode()) <= TEXT_BYTES, 45002)
    return Bubble("text", words)


def _medium(call: Call, content: Body, name: str, *kinds: str) -> str:
    media_id = text(content, name, 40007)
    medium = call.state.media.get(media_id, call.now)
    require(medium is not None and medium.kind in kinds, 40007)
    return media_id


def _image(call: Call, content: Body) -> Bubble:
    return Bubble("image", media_id=_medium(call, content, "media_id", "image"))


def _voice(call: Call, content: Body) -> Bubble:
    return Bubble("voice", media_id=_medium(call, content, "media_id", "voice"))


def _video(call: Call, content: Body) -> Bubble:
    _medium(call, content, "thumb_media_id", "thumb", "image")
    media_id = _medium(call, content, "media_id", "video")
    return Bubble(
        "video", title=_words(content, "title"), description=_words(content, "description"), media_id=media_id
    )


def _music(call: Call, content: Body) -> Bubble:
    cover = _medium(call, content, "thumb_media_id", "thumb", "image")
    url = text(content, "musicurl")
    title, description = _words(content, "title"), _words(content, "description")
    return Bubble("music", title=title, description=description, url=url, media_id=cover)


def _news(_call: Call, content: Body) -> Bubble:
    articles = content.get("articles")
    require(isinstance(articles, list), 45162)
    assert isinstance(articles, list)
    require(articles and isinstance(articles[0], dict), 44003)
    require(len(articles) == 1, 45008)
    words = (_words(articles[0], name) for name in ("title", "description", "picurl", "url"))
    return Bubble("news", articles=(Article(*words),))


def _menu(call: Call, content: Body) -> Bubble:
    profiles.check_menu_message(call.kind)
    lines = content.get("list")
    require(isinstance(lines, list) and 0 < len(lines) <= _CHOICES, 45098)
    assert isinstance(lines, list)
    choices = tuple(Choice(_words(line, "id"), _words(line, "content")) for line in lines)
    require(all(0 < len(choice.content.encode()) <= _CHOICE_BYTES for choice in choices), 45099)
    return Bubble("menu", _words(content, "head_content"), choices=choices, tail=_words(content, "tail_content"))


def _card(_call: Call, content: Body) -> Bubble:
    return Bubble("card", title=text(content, "card_id"))


def _mini_program(call: Call, content: Body) -> Bubble:
    cover = _medium(call, content, "thumb_media_id", "thumb", "image")
    words = [text(content, name) for name in ("title", "appid", "pagepath")]
    return Bubble("miniprogram", title=words[0], media_id=cover)


def _published(call: Call, content: Body) -> Bubble:
    """Articles that were published, told by their id."""
    publication = call.state.published.get(text(content, "article_id"))
    if publication is None or publication.by != "publish" or publication.articles[0].deleted:
        raise ApiError(53600)
    return card_of(call.world, publication.articles[:1])


def _words(content: object, name: str) -> str:
    return str(content.get(name, "")) if isinstance(content, dict) else ""


_KINDS: dict[str, Callable[[Call, Body], Bubble]] = {
    "text": _text,
    "image": _image,
    "voice": _voice,
    "video": _video,
    "music": _music,
    "news": _news,
    "mpnewsarticle": _published,
    "msgmenu": _menu,
    "wxcard": _card,
    "miniprogrampage": _mini_program,
}


def typing(call: Call) -> Answer:
    profiles.check_typing(call.kind)
    body = call.json()
    openid, command = text(body, "touser", 40003), body.get("command")
    require(command in ("Typing", "CancelTyping"), 45072)
    require(call.state.followers.follows(openid), 45015)
    if command == "CancelTyping":
        call.state.chats.set_typing(openid, call.now)
        return OK
    require(call.now - call.state.windows.last_seen(openid) <= _TYPING_AFTER, 45080)
    require(call.state.chats.typing_until(openid) <= call.now, 45081)
    call.state.chats.set_typing(openid, call.now + _TYPING_LIFE)
    return OK


ENDPOINTS = (
    Endpoint("/cgi-bin/message/custom/send", "POST", "custom", send),
    Endpoint("/cgi-bin/message/custom/typing", "POST", "custom", typing),
)
