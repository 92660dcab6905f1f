"""What WeChat says of followers: no names and no faces, but language, tags and where they came from."""

from dataclasses import dataclass
from typing import Any

from wxbot.client.api import Api


@dataclass(frozen=True, slots=True)
class User:
    openid: str
    subscribed: bool
    language: str
    tags: tuple[int, ...]
    subscribed_at: int  # Seconds since the epoch; 0 when unknown.
    scene: str


@dataclass(frozen=True, slots=True)
class Page:
    openids: tuple[str, ...]
    following: str  # Where the next page begins; empty at the end.
    total: int


def _user(fields: dict[str, Any]) -> User:
    return User(
        openid=fields["openid"],
        subscribed=fields.get("subscribe") == 1,
        language=fields.get("language", ""),
        tags=tuple(fields.get("tagid_list", ())),
        subscribed_at=int(fields.get("subscribe_time", 0)),
        scene=fields.get("subscribe_scene", ""),
    )


def info(api: Api, openid: str) -> User:
    return _user(api.call(lambda client: client.user.get(openid)))


def infos(api: Api, openids: list[str]) -> list[User]:
    """At most 100 at a time."""
    answer = api.call(lambda client: client.user.get_batch(openids))
    return [_user(fields) for fields in answer]


def page(api: Api, after: str = "") -> Page:
    """At most 10,000 openids, beginning after the given one."""
    answer = api.call(lambda client: client.get("user/get", params={"next_openid": after}))
    openids = tuple(answer.get("data", {}).get("openid", ()))
    return Page(openids, answer.get("next_openid", "") if openids else "", int(answer["total"]))


def remark(api: Api, openid: str, words: str) -> None:
    api.call(lambda client: client.user.update_remark(openid, words))
