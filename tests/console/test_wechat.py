"""What a refusal of WeChat's means for staff: every one has its sentence, and those that can be mended say how."""

import pytest

from tests.services.drafts import NOON
from wxbot.console import alarms
from wxbot.console.wechat import sentence, told
from wxbot.errors import ContentError, ErrorClass, Remedy, WechatError
from wxbot.services import broadcasts
from wxbot.services.alarms import Ringing


@pytest.mark.parametrize("kind", ErrorClass)
def test_every_class_of_errors_has_a_sentence(kind: ErrorClass) -> None:
    assert sentence(WechatError(kind, 1, "words")).endswith(". (errcode 1)")


@pytest.mark.parametrize("remedy", Remedy)
def test_every_remedy_has_a_sentence(remedy: Remedy) -> None:
    said = sentence(WechatError(ErrorClass.FIX, 1, "words", remedy=remedy, places={"ip": "x", "field": "x"}))
    assert said.endswith(". (errcode 1)")
    assert "%(" not in said


def test_address_that_is_missing_from_the_list_is_named() -> None:
    places = {"ip": "203.0.113.7"}
    error = WechatError(ErrorClass.CONFIGURATION, 40164, "words", remedy=Remedy.ADDRESS, places=places)
    assert "203.0.113.7" in sentence(error)


def test_alarm_about_the_list_of_addresses_says_which_is_missing() -> None:
    details = {"code": 40164, "remedy": "address", "places": {"ip": "203.0.113.7"}}
    said = alarms.sentence(Ringing("wechat-refuses", NOON, details))
    assert said == "Add the server's address 203.0.113.7 to the IP whitelist at mp.weixin.qq.com. (errcode 40164)"


@pytest.mark.parametrize(
    ("remedy", "told"),
    [
        (Remedy.MASS_QUOTA, "Mass messages go out again from 2026-12-01 00:00 at the latest, Beijing time."),
        (Remedy.DAY_QUOTA, "It is allowed again from 2026-12-01 00:00, Beijing time."),
    ],
)
def test_used_up_quota_says_when_it_is_free_again(remedy: Remedy, told: str) -> None:
    details = {"title": "Morning", "kind": "day", "code": 45028, "remedy": remedy.value, "places": {}}
    details |= {"message": "has no masssend quota", "free_at": "2026-11-30T16:00:00+00:00"}
    said = alarms.sentence(Ringing("broadcast-stopped/7", NOON, details))
    assert said.startswith("The broadcast “Morning” was stopped")
    assert said.endswith(f"{told} (errcode 45028)")
    assert "has no masssend quota" not in said


def test_error_of_ours_is_told_without_the_field_that_it_names() -> None:
    kept = broadcasts.told(ContentError("files: a picture's file is gone"))
    assert told(kept) == "a picture's file is gone"


def test_error_without_a_remedy_is_told_by_its_class_and_not_in_wechats_words() -> None:
    kept = broadcasts.told(WechatError(ErrorClass.DAY, 43100, "change template too frequently"))
    assert told(kept) == "WeChat takes no more of this today. Try again tomorrow. (errcode 43100)"


def test_alarm_without_a_remedy_says_whom_to_ask() -> None:
    said = alarms.sentence(Ringing("wechat-refuses", NOON, {"code": 45064, "remedy": "", "places": {}}))
    assert said == "The account's settings at WeChat do not allow this. Ask whoever runs the server. (errcode 45064)"
