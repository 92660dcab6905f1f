"""Who follows the account, since when and with which remark and tags."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Follower:
    openid: str
    following: bool
    since: int
    remark: str = ""
    tags: tuple[int, ...] = ()
    came_by: str = "ADD_SCENE_SEARCH"
    scene: str = ""


class Followers:
    def __init__(self) -> None:
        self._followers: dict[str, Follower] = {}
        self._lock = threading.Lock()

    def follow(self, openid: str, now: float, scene: str = "") -> None:
        """Who comes back is a new follower: remark and tags are gone."""
        came_by = "ADD_SCENE_QR_CODE" if scene else "ADD_SCENE_SEARCH"
        with self._lock:
            self._followers[openid] = Follower(openid, True, int(now), came_by=came_by, scene=scene)

    def unfollow(self, openid: str) -> None:
        with self._lock:
            if openid in self._followers:
                self._followers[openid] = replace(self._followers[openid], following=False, remark="", tags=())

    def ensure(self, openid: str, now: float) -> None:
        """Who writes without a follow that we saw has followed long ago."""
        with self._lock:
            if openid not in self._followers:
                self._followers[openid] = Follower(openid, True, int(now) - 86400)

    def get(self, openid: str) -> Follower | None:
        return self._followers.get(openid)

    def follows(self, openid: str) -> bool:
        follower = self._followers.get(openid)
        return follower is not None and follower.following

    def following(self) -> tuple[Follower, ...]:
        """In the order in which they came."""
        with self._lock:
            return tuple(follower for follower in self._followers.values() if follower.following)

    def change(self, openid: str, change: Callable[[Follower], Follower]) -> None:
        with self._lock:
            self._followers[openid] = change(self._followers[openid])

    def tagged(self, tag: int) -> tuple[str, ...]:
        return tuple(follower.openid for follower in self.following() if tag in follower.tags)
