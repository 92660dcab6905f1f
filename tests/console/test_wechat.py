"""What a refusal of WeChat's means for staff: every one has its sentence, and those that can be mended say how."""

import pytest

from wxbot.console.wechat import sentence
from wxbot.errors import ErrorClass, Remedy, WechatError


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
