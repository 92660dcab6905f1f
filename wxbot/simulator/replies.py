"""Judges what the webhook answered, as strictly as the platform does, and turns it into bubbles."""

from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from wxbot.simulator.bubbles import Article, Bubble
from wxbot.simulator.settings import Settings
from wxbot.simulator.wire import WireError, parse, signature, unseal

TEXT_BYTES = 2048
_ARTICLES = {True: 8, False: 1}


@dataclass(frozen=True)
class Question:
    """What the answer must fit: who asked, by what, and how the push was wrapped."""

    openid: str
    is_event: bool
    mode: str
    settings: Settings
    has_media: Callable[[str, str], bool]


@dataclass(frozen=True)
class Verdict:
    """``body_class`` is empty, success, reply or invalid. A silent refusal shows nothing, not even the failure line.

    ``agent`` is the human agent that the message is handed to: empty for any, nothing when it is not handed over.
    """

    body_class: str
    xml: str
    bubbles: tuple[Bubble, ...] = ()
    fault: str = ""
    silent: bool = False
    sealed: bool = False
    agent: str | None = None


class ReplyError(Exception):
    """The answer is not acceptable; the text says why."""


class SilentError(ReplyError):
    """The platform drops the answer and tells nobody."""


def judge(body: bytes, question: Question) -> Verdict:
    if not body:
        return Verdict("empty", "")
    if body == b"success":
        return Verdict("success", "success")
    text, sealed = body.decode("utf-8", "replace"), False
    try:
        root = _root(body)
        sealed = root.find("Encrypt") is not None
        if sealed or question.mode == "safe":
            text = _opened(root, question)
            root = _root(text.encode())
        return Verdict("reply", text, _bubbles(root, question), sealed=sealed, agent=_agent(root))
    except (ReplyError, WireError) as error:
        return Verdict("invalid", text, fault=str(error), silent=isinstance(error, SilentError), sealed=sealed)


def _root(body: bytes) -> Element:
    root = parse(body)
    _require(root.tag == "xml", f"the root is <{root.tag}>, not <xml>")
    return root


def _opened(envelope: Element, question: Question) -> str:
    settings = question.settings
    sealed = envelope.findtext("Encrypt", "")
    _require(question.mode != "plain", "the reply is encrypted in plain mode")
    _require(bool(sealed), "the reply is not encrypted in safe mode")
    parts = (settings.token, envelope.findtext("TimeStamp", ""), envelope.findtext("Nonce", ""), sealed)
    _require(all(parts), "the encrypted reply lacks TimeStamp or Nonce")
    _require(envelope.findtext("MsgSignature") == signature(*parts), "MsgSignature is wrong")
    xml, app_id = unseal(sealed, settings.aes_key)
    _require(app_id == settings.app_id, "the app id inside the ciphertext is not ours")
    return xml


def _bubbles(root: Element, question: Question) -> tuple[Bubble, ...]:
    _require(root.findtext("ToUserName") == question.openid, "ToUserName is not the follower")
    _require(root.findtext("FromUserName") == question.settings.gh_id, "FromUserName is not the account")
    _require(root.findtext("CreateTime", "").strip().isdigit(), "CreateTime is not a number")
    kind = root.findtext("MsgType", "")
    _require(kind in _KINDS, f"there is no reply of MsgType {kind!r}")
    return _KINDS[kind](root, question)


def _text(root: Element, _question: Question) -> tuple[Bubble, ...]:
    content = root.findtext("Content", "")
    _require(bool(content), "Content is empty")
    size = len(content.encode())
    _require(size <= TEXT_BYTES, f"Content has {size} bytes, more than {TEXT_BYTES}")
    return (Bubble("text", content),)


def _file(kind: str, tag: str) -> Callable[[Element, Question], tuple[Bubble, ...]]:
    def build(root: Element, question: Question) -> tuple[Bubble, ...]:
        media_id = _medium(root, f"{tag}/MediaId", kind, question)
        title, description = root.findtext(f"{tag}/Title", ""), root.findtext(f"{tag}/Description", "")
        return (Bubble(kind, title=title, description=description, media_id=media_id),)

    return build


def _music(root: Element, question: Question) -> tuple[Bubble, ...]:
    media_id = _medium(root, "Music/ThumbMediaId", "thumb", question)
    words = [root.findtext(f"Music/{tag}", "") for tag in ("Title", "Description", "MusicUrl")]
    return (Bubble("music", title=words[0], description=words[1], url=words[2], media_id=media_id),)


def _medium(root: Element, path: str, kind: str, question: Question) -> str:
    media_id = root.findtext(path, "")
    _require(bool(media_id), f"{path} is missing")
    _require(question.has_media(media_id, kind), f"the {kind} {media_id!r} is unknown or expired")
    return media_id


def _news(root: Element, question: Question) -> tuple[Bubble, ...]:
    items = root.findall("Articles/item")
    _require(bool(items), "there is no article")
    _require(root.findtext("ArticleCount", "").strip() == str(len(items)), "ArticleCount is not the number of articles")
    if len(items) > _ARTICLES[question.is_event]:
        raise SilentError(f"{len(items)} articles are more than {_ARTICLES[question.is_event]}")
    return (Bubble("news", articles=tuple(_article(item) for item in items)),)


def _article(item: Element) -> Article:
    return Article(*(item.findtext(tag, "") for tag in ("Title", "Description", "PicUrl", "Url")))


def _transfer(_root: Element, question: Question) -> tuple[Bubble, ...]:
    _require(not question.is_event, "only a message can be handed to an agent")
    return ()


def _agent(root: Element) -> str | None:
    handed = root.findtext("MsgType") == "transfer_customer_service"
    return root.findtext("TransInfo/KfAccount", "") if handed else None


_KINDS: dict[str, Callable[[Element, Question], tuple[Bubble, ...]]] = {
    "text": _text,
    "image": _file("image", "Image"),
    "voice": _file("voice", "Voice"),
    "video": _file("video", "Video"),
    "music": _music,
    "news": _news,
    "transfer_customer_service": _transfer,
}


def _require(fine: bool, sentence: str) -> None:
    if not fine:
        raise ReplyError(sentence)
