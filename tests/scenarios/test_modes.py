"""Plaintext, compatible and safe mode, and the change of a key, against one running account."""

import pytest

from tests.rig.account import AES_KEY, PREVIOUS_AES_KEY
from tests.rig.wire import Wire, text_xml
from tests.scenarios.conftest import Stack


@pytest.fixture(autouse=True)
def back_to_safe(account: Stack) -> object:
    yield
    account.wechat.change(aes_key=AES_KEY, mode="safe")


@pytest.mark.parametrize("mode", ["compat", "safe"])
def test_encrypted_modes_are_answered_encrypted(account: Stack, alice: str, mode: str) -> None:
    account.wechat.change(mode=mode)
    push = account.wechat.text(alice, "护照丢了")
    assert push.deliveries[0].sealed
    assert "报警" in push.shown[0].text


def test_a_push_with_the_previous_key_is_answered_with_it(account: Stack, alice: str) -> None:
    account.wechat.change(aes_key=PREVIOUS_AES_KEY, mode="safe")
    assert "报警" in account.wechat.text(alice, "护照丢了").shown[0].text


def test_plaintext_is_refused_where_a_key_is_configured(account: Stack, alice: str) -> None:
    response = Wire(account.web.url).post(text_xml("护照丢了", alice))
    assert response.status_code == 403
    assert "报警" not in response.text


def test_an_account_without_a_key_is_served_in_plaintext(plain: Stack, alice: str) -> None:
    push = plain.wechat.text(alice, "护照丢了")
    assert (push.mode, push.deliveries[0].sealed) == ("plain", False)
    assert "报警" in push.shown[0].text
