"""What WeChat sends, as values: the kinds of messages. Events stand in ``events.py``; ``parsing.py`` reads both.

Unknown kinds and unknown nodes are survived, and the order of nodes never matters.
"""

import hashlib
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from wxbot.errors import MalformedError
from wxbot.protocol.xml import Tree


@dataclass(frozen=True, slots=True)
class Incoming:
    """What every push has: the account's id, the follower's openid, seconds since the epoch.

    ``delivery`` is the same for all deliveries of one push and different between pushes, even when WeChat gives two
    of them the same id or the same second.
    """

    account: str
    follower: str
    created: int
    delivery: str


@dataclass(frozen=True, slots=True)
class Text(Incoming):
    content: str
    menu_id: str  # The id of the tapped item, when the text is a tap on a list; empty otherwise.


@dataclass(frozen=True, slots=True)
class Image(Incoming):
    picture_url: str
    media_id: str


@dataclass(frozen=True, slots=True)
class Voice(Incoming):
    media_id: str
    format: str
    recognition: str  # Often empty: the platform is withdrawing it.
    media_id_16k: str


@dataclass(frozen=True, slots=True)
class Video(Incoming):
    media_id: str
    thumb_media_id: str
    short: bool


@dataclass(frozen=True, slots=True)
class Location(Incoming):
    latitude: float
    longitude: float
    scale: int
    label: str


@dataclass(frozen=True, slots=True)
class Link(Incoming):
    title: str
    description: str
    url: str


@dataclass(frozen=True, slots=True)
class Unknown(Incoming):
    """A kind that the contract does not know yet."""

    type: str


Message = Text | Image | Voice | Video | Location | Link | Unknown

_DELIVERY_MAX = 200  # Characters.
_COUNT = re.compile(r"-?[0-9]{1,18}")

Head = tuple[str, str, int, str]


def text_of(tree: Tree, name: str) -> str:
    """The text of a leaf; empty when it is missing or has children. Of a repeated leaf, the first."""
    value = tree.get(name, "")
    if isinstance(value, list):
        value = value[0]
    return value if isinstance(value, str) else ""


def number_of(tree: Tree, name: str) -> float:
    """The number in a leaf; 0 when there is none, since a wrong extra must not cost the message."""
    try:
        number = float(text_of(tree, name))
    except ValueError:
        return 0.0
    return number if math.isfinite(number) else 0.0


def count_of(tree: Tree, name: str) -> int:
    """The whole number in a leaf; 0 when there is none. Ids are never read so: as text they keep every digit."""
    words = text_of(tree, name).strip()
    return int(words) if _COUNT.fullmatch(words) else 0


def delivery_of(*parts: str) -> str:
    """The parts joined, or their SHA-256 where that is too long for a key: a menu's address may have 1024 bytes."""
    joined = "|".join(parts)
    return joined if len(joined) <= _DELIVERY_MAX else hashlib.sha256(joined.encode(errors="ignore")).hexdigest()


def created_of(tree: Tree) -> int:
    """CreateTime in seconds. Raises MalformedError without one."""
    created = text_of(tree, "CreateTime").strip()
    if not (created.isascii() and created.isdigit() and len(created) < 12):
        raise MalformedError("CreateTime is not a number of seconds")
    return int(created)


def head_of(tree: Tree, delivery: str) -> Head:
    """The four common fields. Raises MalformedError without a sender and a receiver."""
    account, follower = text_of(tree, "ToUserName"), text_of(tree, "FromUserName")
    if not account or not follower:
        raise MalformedError("ToUserName or FromUserName is missing")
    return account, follower, created_of(tree), delivery


def _text(head: Head, tree: Tree) -> Message:
    return Text(*head, content=text_of(tree, "Content"), menu_id=text_of(tree, "bizmsgmenuid"))


def _image(head: Head, tree: Tree) -> Message:
    return Image(*head, picture_url=text_of(tree, "PicUrl"), media_id=text_of(tree, "MediaId"))


def _voice(head: Head, tree: Tree) -> Message:
    return Voice(
        *head,
        media_id=text_of(tree, "MediaId"),
        format=text_of(tree, "Format"),
        recognition=text_of(tree, "Recognition"),
        media_id_16k=text_of(tree, "MediaId16K"),
    )


def _video(head: Head, tree: Tree) -> Message:
    short = text_of(tree, "MsgType").lower() == "shortvideo"
    return Video(*head, media_id=text_of(tree, "MediaId"), thumb_media_id=text_of(tree, "ThumbMediaId"), short=short)


def _location(head: Head, tree: Tree) -> Message:
    latitude, longitude = number_of(tree, "Location_X"), number_of(tree, "Location_Y")
    scale = count_of(tree, "Scale")
    return Location(*head, latitude=latitude, longitude=longitude, scale=scale, label=text_of(tree, "Label"))


def _link(head: Head, tree: Tree) -> Message:
    title, description = text_of(tree, "Title"), text_of(tree, "Description")
    return Link(*head, title=title, description=description, url=text_of(tree, "Url"))


_KINDS: Mapping[str, Callable[[Head, Tree], Message]] = {
    "text": _text,
    "image": _image,
    "voice": _voice,
    "video": _video,
    "shortvideo": _video,
    "location": _location,
    "link": _link,
}


def parse_message(tree: Tree) -> Message:
    """The message in the tree. Raises MalformedError when one of the common nodes is missing or wrong."""
    type_ = text_of(tree, "MsgType").strip().lower()
    delivery = delivery_of(*(text_of(tree, name) for name in ("MsgId", "FromUserName", "CreateTime")))
    head = head_of(tree, delivery)
    build = _KINDS.get(type_)
    return build(head, tree) if build else Unknown(*head, type=type_)
