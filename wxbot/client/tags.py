"""Follower tags, at most a hundred; tagging takes fifty followers a call."""

from dataclasses import dataclass

from wxbot.client.api import Api

_CHUNK = 50


@dataclass(frozen=True, slots=True)
class Tag:
    id: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Members:
    """A page of those who carry a tag."""

    openids: tuple[str, ...]
    following: str  # Where the next page begins; empty at the end.


def all_tags(api: Api) -> list[Tag]:
    answer = api.call(lambda client: client.get("tags/get"))
    return [Tag(tag["id"], tag["name"], tag.get("count", 0)) for tag in answer["tags"]]


def create(api: Api, name: str) -> int:
    """The new tag's id. Not repeated after a missing answer, since the name would then be refused as taken."""
    body = {"tag": {"name": name}}
    answer = api.call(lambda client: client.post("tags/create", data=body), repeatable=False)
    return int(answer["tag"]["id"])


def rename(api: Api, tag_id: int, name: str) -> None:
    api.call(lambda client: client.post("tags/update", data={"tag": {"id": tag_id, "name": name}}))


def delete(api: Api, tag_id: int) -> None:
    api.call(lambda client: client.post("tags/delete", data={"tag": {"id": tag_id}}))


def put_on(api: Api, tag_id: int, openids: list[str]) -> None:
    _tagging(api, "tags/members/batchtagging", tag_id, openids)


def take_off(api: Api, tag_id: int, openids: list[str]) -> None:
    _tagging(api, "tags/members/batchuntagging", tag_id, openids)


def of_follower(api: Api, openid: str) -> list[int]:
    answer = api.call(lambda client: client.post("tags/getidlist", data={"openid": openid}))
    return list(answer["tagid_list"])


def members(api: Api, tag_id: int, after: str = "") -> Members:
    """At most 10,000 openids, beginning after the given one."""
    body = {"tagid": tag_id, "next_openid": after}
    answer = api.call(lambda client: client.post("user/tag/get", data=body))
    openids = tuple((answer.get("data") or {}).get("openid", ()))
    return Members(openids, answer.get("next_openid", "") if openids else "")


def _tagging(api: Api, path: str, tag_id: int, openids: list[str]) -> None:
    for start in range(0, len(openids), _CHUNK):
        body = {"openid_list": openids[start : start + _CHUNK], "tagid": tag_id}
        api.call(lambda client, body=body: client.post(path, data=body))  # type: ignore[misc]
