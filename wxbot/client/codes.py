"""What each error code of WeChat's means for us. The class decides what happens next; nobody else looks at codes."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from wxbot.errors import ErrorClass, Remedy, WechatError

_CODES: Mapping[ErrorClass, Iterable[int]] = {
    ErrorClass.TOKEN: (40001, 40014, 42001),
    ErrorClass.RETRY: (-1, 45102, 61503, 9500002),
    ErrorClass.MINUTE: (45011, 45061, 45066, 53501),
    ErrorClass.DAY: (43100, 45009, 45028, 48006),
    ErrorClass.WINDOW: (43101, 45015, 45047),
    ErrorClass.DROP: (40003, 43004, 43019, 46004, 48002, 50005),
    ErrorClass.DUPLICATE: (45065,),
    ErrorClass.PERMISSION: (40037, 40200, 43116, 45103, 48001, 48008, 65400, *range(88000, 88012)),
    ErrorClass.PENDING: (89501, 89502, 89504, 89505),
    ErrorClass.CONFIGURATION: (
        *(40013, 40125, 40164, 40243, 41002, 41004, 45064, 45087, 45094, 48003, 48004),
        *(50002, 50004, 50007, 53500, 65401, 65402, 89503, 89506, 89507),
    ),
}

_REMEDIES: Mapping[Remedy, Iterable[int]] = {
    Remedy.VERIFICATION: (48001, 48008),
    Remedy.ACCOUNT_KIND: (40200,),
    Remedy.DAY_QUOTA: (45009, 48006),
    Remedy.MASS_QUOTA: (45028,),
    Remedy.SLOWER: (45011, 45061, 45066, 45102, 53501, 9500002),
    Remedy.ADDRESS: (40164,),
    Remedy.ADDRESS_CONFIRM: (89503, 89506, 89507),
    Remedy.CONFIRM: (89501, 89502, 89504, 89505),
    Remedy.SECRET: (40013, 40125, 41002, 41004),
    Remedy.SECRET_FROZEN: (40243,),
    Remedy.AGREEMENT: (48003,),
    Remedy.BANNED: (48004, 53500),
    Remedy.FROZEN: (50002, 50004, 50007),
    Remedy.PUNISHED: (45087, 45094),
    Remedy.RETIRED: (45103,),
    Remedy.COMMENTS: range(88000, 88012),
    Remedy.SERVICE_DESK: (65400, 65401, 65402),
    Remedy.TEMPLATE: (40036, 40037),
    Remedy.TEMPLATE_BANNED: (43116,),
    Remedy.FIELD: (47003,),
    Remedy.CONSENT: (43101,),
    Remedy.ARTICLE: (40155, 41039, 45003, 45004, 45005, 45110, 45166, 53503),
    Remedy.MEDIA: (40007, 46001),
    Remedy.WEBSITE: (53504, 53505),
}

_RID = re.compile(r"rid:\s*([0-9a-f-]+)")
_IP = re.compile(r"invalid ip (?:::ffff:)?([0-9a-fA-F.:]+)")
_FIELD = re.compile(r"\bdata\.(\w+)")

_CLASS_OF = {code: kind for kind, codes in _CODES.items() for code in codes}
_REMEDY_OF = {code: remedy for remedy, codes in _REMEDIES.items() for code in codes}


def classify(code: int) -> ErrorClass:
    """The class of a code other than 0; one that is not listed says that our request is wrong."""
    return _CLASS_OF.get(code, ErrorClass.FIX)


def refusal(
    code: int, message: str, kind: ErrorClass | None = None, answer: Mapping[str, Any] | None = None
) -> WechatError:
    """The error that a code other than 0 stands for; ``kind`` where the call knows better what it means."""
    remedy = _REMEDY_OF.get(code)
    return WechatError(
        kind or classify(code),
        code,
        message,
        rid_of(message),
        remedy=remedy,
        places=_places(remedy, message),
        answer=answer,
    )


def rid_of(message: str) -> str:
    """WeChat's request id at the end of an error's words; empty when there is none."""
    rid = _RID.search(message)
    return rid[1] if rid else ""


def _places(remedy: Remedy | None, message: str) -> dict[str, str]:
    """What the remedy's sentence names and only the error's words tell."""
    if remedy is Remedy.ADDRESS:
        return {"ip": _first(_IP, message)}
    return {"field": _first(_FIELD, message)} if remedy is Remedy.FIELD else {}


def _first(pattern: re.Pattern[str], message: str) -> str:
    found = pattern.search(message)
    return found[1] if found else ""
