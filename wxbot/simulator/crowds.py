"""Many followers at once, with openids that anybody can work out."""

from wxbot.simulator.followers import Follower, Followers

MOST = 1_000_000
NAME = "oCrowd"
_AGO = 30 * 86400


def openid_of(number: int) -> str:
    """Of the follower with this number, from 1."""
    return f"{NAME}{number:022d}"


def gather(followers: Followers, count: int, now: float, tag: int = 0) -> tuple[str, ...]:
    """They have followed for a month, and carry the tag if one is given. Raises ValueError."""
    if not 0 < count <= MOST:
        raise ValueError(f"a crowd has 1 to {MOST} followers")
    openids = tuple(openid_of(number) for number in range(1, count + 1))
    tags = (tag,) if tag else ()
    followers.admit(Follower(openid, True, int(now) - _AGO, tags=tags) for openid in openids)
    return openids
