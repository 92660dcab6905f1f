"""What each error code of WeChat's means for us. The class decides what happens next; nobody else looks at codes."""

import re
from collections.abc import Iterable, Mapping

from wxbot.errors import ErrorClass

_CODES: Mapping[ErrorClass, Iterable[int]] = {
    ErrorClass.TOKEN: (40001, 40014, 42001),
    ErrorClass.RETRY: (-1, 45102, 61503, 9500002),
    ErrorClass.MINUTE: (45011, 45061, 45066, 53501),
    ErrorClass.DAY: (43100, 45009, 45028, 48006),
    ErrorClass.WINDOW: (43101, 45015, 45047),
    ErrorClass.DROP: (40003, 43004, 43019, 46004, 48002, 50005),
    ErrorClass.DUPLICATE: (45065,),
    ErrorClass.PERMISSION: (40037, 40200, 43116, 45103, 48001, 48008, 65400, *range(88000, 88012)),
    ErrorClass.UNKNOWN: (89501, 89502, 89504, 89505),  # An administrator is asked; a person must look, not we again.
    ErrorClass.CONFIGURATION: (
        *(40013, 40125, 40164, 40243, 41002, 41004, 45064, 45087, 45094, 48003, 48004),
        *(50002, 50004, 50007, 53500, 65401, 65402, 89503, 89506, 89507),
    ),
}

_RID = re.compile(r"rid:\s*([0-9a-f-]+)")

_CLASS_OF = {code: kind for kind, codes in _CODES.items() for code in codes}


def classify(code: int) -> ErrorClass:
    """The class of a code other than 0; one that is not listed says that our request is wrong."""
    return _CLASS_OF.get(code, ErrorClass.FIX)


def rid_of(message: str) -> str:
    """WeChat's request id at the end of an error's words; empty when there is none."""
    rid = _RID.search(message)
    return rid[1] if rid else ""
