"""Which kind of account may call what; the refusals are 48001 and, for menu messages and typing, 40200."""

from wxbot.simulator.errors import ApiError

_ALL = {"subscription", "subscription-verified", "service", "service-verified", "sandbox"}
_VERIFIED = {"subscription-verified", "service-verified", "sandbox"}

_MAY = {
    "base": _ALL,
    "media": _ALL,
    "menu": _VERIFIED | {"service"},
    "conditional menu": _VERIFIED,
    "custom": _VERIFIED,
    "fine voice": _VERIFIED,
    "qr codes": {"service-verified", "sandbox"},
    "location report": {"service-verified", "sandbox"},
    "followers": _VERIFIED,
    "drafts": _ALL,
    "publish": _VERIFIED,
    "mass": _VERIFIED,
    "mass by list": {"service-verified", "sandbox"},
    "templates": {"service-verified", "sandbox"},
    "notices": {"service-verified"},
    "datacube": _VERIFIED,
}
_SERVICE = {"service", "service-verified", "sandbox"}
_MENU_MESSAGES = {"service-verified"}
_TYPING = {"subscription-verified", "service-verified"}


def check(kind: str, capability: str) -> None:
    """Raises ApiError."""
    if not may(kind, capability):
        raise ApiError(48001)


def may(kind: str, capability: str) -> bool:
    return kind in _MAY[capability]


def check_menu_message(kind: str) -> None:
    if kind not in _MENU_MESSAGES:
        raise ApiError(40200)


def check_typing(kind: str) -> None:
    if kind not in _TYPING:
        raise ApiError(40200)


def is_service(kind: str) -> bool:
    """Whether mass messages count by follower and month; otherwise by account and day."""
    return kind in _SERVICE
