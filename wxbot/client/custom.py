"""Customer-service messages. The call has no idempotency key, so one without an answer is never repeated."""

from typing import Any

from wxbot.client.api import Api


def send(api: Api, openid: str, message: dict[str, Any]) -> None:
    """``message`` as ``protocol.custom`` makes it. Raises WechatError; UNKNOWN means that it may have arrived."""
    body = {"touser": openid, **message}
    api.call(lambda client: client.post("message/custom/send", data=body), repeatable=False)


def typing(api: Api, openid: str, on: bool) -> None:
    body = {"touser": openid, "command": "Typing" if on else "CancelTyping"}
    api.call(lambda client: client.post("message/custom/typing", data=body))
