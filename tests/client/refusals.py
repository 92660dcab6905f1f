"""What a refused call raises."""

from collections.abc import Callable

import pytest

from wxbot.errors import WechatError


def failure(call: Callable[[], object]) -> WechatError:
    with pytest.raises(WechatError) as failed:
        call()
    return failed.value


def code(number: int, words: str = "words", **more: object) -> dict[str, object]:
    """As WeChat says no."""
    return {"errcode": number, "errmsg": f"{words} rid: 61725984-6126f6f9-040f19c4", **more}
