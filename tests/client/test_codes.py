"""What each of WeChat's codes means for us, as its documentation and its users tell."""

import pytest

from wxbot.client.codes import classify, refusal
from wxbot.errors import ErrorClass, Remedy, WechatError

MEANINGS: dict[ErrorClass, tuple[int, ...]] = {
    ErrorClass.TOKEN: (40001, 40014, 42001),
    ErrorClass.RETRY: (-1, 45102, 61503, 9500002),
    ErrorClass.MINUTE: (45011, 45061, 45066, 53501),
    ErrorClass.DAY: (43100, 45009, 45028, 48006),
    ErrorClass.WINDOW: (43101, 45015, 45047),
    ErrorClass.DROP: (40003, 43004, 43019, 46004, 48002, 50005),
    ErrorClass.DUPLICATE: (45065,),
    ErrorClass.PERMISSION: (40037, 40200, 43116, 45103, 48001, 48008, 65400, 88000, 88005, 88011),
    ErrorClass.PENDING: (89501, 89502, 89504, 89505),
    ErrorClass.CONFIGURATION: (
        *(40013, 40125, 40164, 40243, 41002, 41004, 45064, 45087, 45094, 48003, 48004),
        *(50002, 50004, 50007, 53500, 65401, 65402, 89503, 89506, 89507),
    ),
    ErrorClass.FIX: (
        *(40002, 40004, 40005, 40006, 40007, 40008, 40009, 40016, 40018, 40029, 40032, 40033, 40035, 40097),
        *(45067, 53503, 53504, 53505, 53600, 61500, 61501),
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
    [
        *(ErrorClass.RETRY, ErrorClass.MINUTE, ErrorClass.DAY, ErrorClass.WINDOW),
        *(ErrorClass.UNKNOWN, ErrorClass.DUPLICATE, ErrorClass.PENDING),
    ],
)
def test_error_that_waiting_may_mend_is_not_permanent(kind: ErrorClass) -> None:
    assert not WechatError(kind, 1, "words").permanent


@pytest.mark.parametrize(
    "code", [40037, 40164, 40243, 43116, 45009, 45028, 45087, 48001, 48003, 48004, 50002, 53500, 89501, 89503]
)
def test_error_that_everybody_would_meet_stops_a_run_and_names_a_remedy(code: int) -> None:
    error = refusal(code, "words")
    assert error.account_wide
    assert error.remedy is not None


@pytest.mark.parametrize("code", [-1, 40003, 43004, 43101, 45011, 45015, 45047, 45065, 46004, 47003, 48002, 9500002])
def test_error_about_one_follower_or_one_moment_stops_nobody_else(code: int) -> None:
    assert not refusal(code, "words").account_wide


@pytest.mark.parametrize(
    ("words", "ip"),
    [
        ("invalid ip 203.0.113.7, not in whitelist rid: 61725984-6126f6f9-040f19c4", "203.0.113.7"),
        ("invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist", "203.0.113.7"),
        ("invalid ip ::ffff:203.0.113.7, not in whitelist", "203.0.113.7"),
        ("invalid ip 2001:db8::7, not in whitelist", "2001:db8::7"),
        ("access denied", ""),
    ],
)
def test_address_that_is_not_on_the_list_is_told(words: str, ip: str) -> None:
    error = refusal(40164, words)
    assert (error.remedy, error.places) == (Remedy.ADDRESS, {"ip": ip})


def test_field_of_a_template_that_is_wrong_is_told() -> None:
    error = refusal(47003, "argument invalid! data.thing3.value is emtpy rid: 61725984-6126f6f9-040f19c4")
    assert (error.remedy, error.places) == (Remedy.FIELD, {"field": "thing3"})
    assert error.rid == "61725984-6126f6f9-040f19c4"
