"""What each of WeChat's codes means for us, as its documentation and its users tell."""

import pytest

from wxbot.client.codes import classify
from wxbot.errors import ErrorClass, WechatError

MEANINGS: dict[ErrorClass, tuple[int, ...]] = {
    ErrorClass.TOKEN: (40001, 40014, 42001),
    ErrorClass.RETRY: (-1, 45102, 61503, 9500002),
    ErrorClass.MINUTE: (45011, 45061, 45066, 53501),
    ErrorClass.DAY: (43100, 45009, 45028, 48006),
    ErrorClass.WINDOW: (43101, 45015, 45047),
    ErrorClass.DROP: (40003, 43004, 43019, 46004, 48002, 50005),
    ErrorClass.DUPLICATE: (45065,),
    ErrorClass.PERMISSION: (40037, 40200, 43116, 45103, 48001, 48008, 65400, 88000, 88005, 88011),
    ErrorClass.CONFIGURATION: (
        *(40013, 40125, 40164, 40243, 41002, 41004, 45064, 45087, 45094, 48003, 48004),
        *(50002, 50004, 50007, 53500, 65401, 65402, 89503, 89506, 89507),
    ),
    ErrorClass.FIX: (
        *(40002, 40004, 40005, 40006, 40007, 40008, 40009, 40016, 40018, 40029, 40032, 40033, 40035, 40097),
        *(40130, 40163, 41001, 41006, 42002, 43001, 43002, 44002, 45001, 45002, 45008, 45056, 45058, 45157),
        *(45162, 45166, 46001, 46003, 47001, 47002, 47003, 48005, 49003, 53502, 61450, 65301, 76001, 88012),
        1,
    ),
}


@pytest.mark.parametrize(("code", "kind"), [(code, kind) for kind, codes in MEANINGS.items() for code in codes])
def test_code_has_its_class(code: int, kind: ErrorClass) -> None:
    assert classify(code) is kind


@pytest.mark.parametrize("kind", [ErrorClass.DROP, ErrorClass.PERMISSION, ErrorClass.CONFIGURATION, ErrorClass.FIX])
def test_error_that_waiting_cannot_mend_is_permanent(kind: ErrorClass) -> None:
    assert WechatError(kind, 1, "words").permanent


@pytest.mark.parametrize(
    "kind",
    [ErrorClass.RETRY, ErrorClass.MINUTE, ErrorClass.DAY, ErrorClass.WINDOW, ErrorClass.UNKNOWN, ErrorClass.DUPLICATE],
)
def test_error_that_waiting_may_mend_is_not_permanent(kind: ErrorClass) -> None:
    assert not WechatError(kind, 1, "words").permanent
