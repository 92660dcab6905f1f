"""Who follows the account, since when and with which remark and tags."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

PLATFORMS = {"iOS": 1, "Android": 2, "other": 3}


@dataclass(frozen=True)
class Follower:
    """``tags`` are in the order in which they were given; ``platform`` is the kind of phone.

    ``numeric_scene`` tells the scene 12 from the scene "12". Who is ``muted`` takes no messages from the account any
    more, and who is ``blacklisted`` is kept out by it; both follow on.
    """

    openid: str
    following: bool
    since: int
    remark: str = ""
    tags: tuple[int, ...] = ()
    came_by: str = "ADD_SCENE_SEARCH"
    scene: str = ""
    numeric_scene: bool = False
    platform: int = PLATFORMS["iOS"]
    muted: bool = False
    blacklisted: bool = False


class Followers:
    def __init__(self) -> None:
        self._followers: dict[str, Follower] = {}
        self._lock = threading.Lock()

    def follow(self, openid: str, now: float, scene: str = "", numeric: bool | None = None) -> None:
        """Who comes back is a new follower: remark and tags are gone. Unsaid, a scene of digits is a number."""
        came_by = "ADD_SCENE_QR_CODE" if scene else "ADD_SCENE_SEARCH"
        by_number = scene.isdecimal() if numeric is None else numeric
        new = Follower(openid, True, int(now), came_by=came_by, scene=scene, numeric_scene=by_number)
        with self._lock:
            self._followers[openid] = new

    def admit(self, followers: Iterable[Follower]) -> None:
        """Many at once; whoever is there already stays as he is."""
        with self._lock:
            for follower in followers:
                self._followers.setdefault(follower.openid, follower)

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

    def all(self) -> tuple[Follower, ...]:
        """The newest first, those who left included."""
        with self._lock:
            return tuple(reversed(self._followers.values()))

    def following(self) -> tuple[Follower, ...]:
        """In the order in which they came, without those whom the account keeps out."""
        with self._lock:
            return tuple(one for one in self._followers.values() if one.following and not one.blacklisted)

    def change(self, openid: str, change: Callable[[Follower], Follower]) -> None:
        with self._lock:
            self._followers[openid] = change(self._followers[openid])

    def tagged(self, tag: int) -> tuple[str, ...]:
        return tuple(follower.openid for follower in self.following() if tag in follower.tags)
