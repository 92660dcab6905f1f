"""Mass sends: one call for everyone, for a tag, or for 2 to 10,000 followers. WeChat then sends by itself.

Each call carries the caller's ``clientmsgid``, under which WeChat takes a message once a day. Nothing is repeated here:
after a call without a clear answer the caller repeats it with the same ``clientmsgid``, a minute later at the soonest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wxbot.client.api import Api
from wxbot.errors import ErrorClass, WechatError

LEAST, MOST = 2, 10_000  # Followers that one call takes.
ID_MAX = 32  # Characters of a clientmsgid; WeChat's documents say 64 and are wrong.
PATIENCE = 60  # Seconds before the same clientmsgid is heard again.

_SAME_TOO_SOON = 45066


@dataclass(frozen=True, slots=True)
class Draft:
    """The articles of a draft, which is gone once they are sent."""

    media_id: str
    ignore_reprint: bool = False  # Whether it goes out too when WeChat takes it for a copy of somebody's article.


@dataclass(frozen=True, slots=True)
class Text:
    words: str


@dataclass(frozen=True, slots=True)
class Images:
    """Pictures by their media ids, with a line that recommends them."""

    media_ids: tuple[str, ...]
    words: str = ""


Message = Draft | Text | Images


@dataclass(frozen=True, slots=True)
class Accepted:
    """WeChat has it and will send it; ``duplicate`` says that it had it already from an earlier call."""

    msg_id: str
    msg_data_id: str
    duplicate: bool


class Status(StrEnum):
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DELETED = "deleted"


# WeChat's words; whatever else it says is taken for "still sending".
_STATUSES: Mapping[str, Status] = {
    "SEND_SUCCESS": Status.SENT,
    "SEND_FAIL": Status.FAILED,
    "DELETE": Status.DELETED,
}


def in_doubt(error: WechatError) -> bool:
    """Whether WeChat may have taken the call all the same.

    It gave no clear answer, asks an administrator, or has heard the same ``clientmsgid`` less than a minute ago.
    """
    return error.kind in (ErrorClass.UNKNOWN, ErrorClass.PENDING) or error.code == _SAME_TOO_SOON


def send_to_all(api: Api, message: Message, clientmsgid: str) -> Accepted:
    """Raises WechatError, of which ``in_doubt`` says whether it may have been taken; so do the next two."""
    return _send(api, "sendall", {"filter": {"is_to_all": True}}, message, clientmsgid)


def send_to_tag(api: Api, tag_id: int, message: Message, clientmsgid: str) -> Accepted:
    return _send(api, "sendall", {"filter": {"is_to_all": False, "tag_id": tag_id}}, message, clientmsgid)


def send_to_list(api: Api, openids: Sequence[str], message: Message, clientmsgid: str) -> Accepted:
    """From ``LEAST`` to ``MOST`` of them; only verified service accounts may."""
    if not LEAST <= len(openids) <= MOST:
        raise ValueError(f"{len(openids)} followers: a call takes {LEAST} to {MOST}")
    return _send(api, "send", {"touser": list(openids)}, message, clientmsgid)


def preview(api: Api, openid: str, message: Message) -> None:
    """Shows it to one follower now. Twice is shown twice, so that one without an answer is not repeated."""
    body = {"touser": openid, **_body(message)}
    api.call(lambda client: client.post("message/mass/preview", data=body), repeatable=False)


def state(api: Api, msg_id: str) -> Status:
    """How far it got; what became of each follower's only the event at its end tells."""
    answer = api.call(lambda client: client.post("message/mass/get", data={"msg_id": msg_id}))
    return _STATUSES.get(str(answer["msg_status"]), Status.SENDING)


def delete(api: Api, msg_id: str, index: int = 0) -> None:
    """Takes back one of its articles, counted from 1, or all; the cards stay in the chats and lead nowhere."""
    body = {"msg_id": int(msg_id), "article_idx": index}
    api.call(lambda client: client.post("message/mass/delete", data=body))


def _send(api: Api, call: str, audience: Mapping[str, Any], message: Message, clientmsgid: str) -> Accepted:
    if not 0 < len(clientmsgid) <= ID_MAX:
        raise ValueError(f"a clientmsgid has 1 to {ID_MAX} characters")
    body = {**audience, **_body(message), "clientmsgid": clientmsgid}
    try:
        answer = api.call(lambda client: client.post(f"message/mass/{call}", data=body), repeatable=False)
    except WechatError as error:
        if error.kind is not ErrorClass.DUPLICATE:
            raise
        return _accepted(error.answer, duplicate=True)
    return _accepted(answer, duplicate=False)


def _accepted(answer: Mapping[str, Any], *, duplicate: bool) -> Accepted:
    return Accepted(str(answer.get("msg_id") or ""), str(answer.get("msg_data_id") or ""), duplicate)


def _body(message: Message) -> dict[str, Any]:
    match message:
        case Draft(media_id, ignore_reprint):
            return {
                "msgtype": "mpnews",
                "mpnews": {"media_id": media_id},
                "send_ignore_reprint": int(ignore_reprint),
            }
        case Text(words):
            return {"msgtype": "text", "text": {"content": words}}
        case Images(media_ids, words):
            return {"msgtype": "image", "images": {"media_ids": list(media_ids), "recommend": words}}
