"""The name of every Redis key, in one place."""

_PREFIX = "wxbot:"

EDITION_VERSION = _PREFIX + "edition:version"
JOURNAL = _PREFIX + "journal"
WAITING = _PREFIX + "waiting"
READS = _PREFIX + "reads"
TOKEN = _PREFIX + "token"
TOKEN_LOCK = _PREFIX + "token:lock"
PACE = _PREFIX + "pace"
REST = _PREFIX + "pace:rest"


def delivery(key: str) -> str:
    return f"{_PREFIX}delivery:{key}"


def conversation(openid: str) -> str:
    return f"{_PREFIX}conversation:{openid}"


def follower(openid: str) -> str:
    return f"{_PREFIX}follower:{openid}"


def turn(openid: str) -> str:
    return f"{_PREFIX}turn:{openid}"


def flood(openid: str, minute: int) -> str:
    return f"{_PREFIX}flood:{openid}:{minute}"
