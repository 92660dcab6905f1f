"""Template messages: sent to one follower each, from the account's own templates; verified service accounts only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wxbot.client.api import Api


@dataclass(frozen=True, slots=True)
class Template:
    """``content`` names its fields as ``{{thing1.DATA}}``."""

    id: str
    title: str
    content: str
    example: str


@dataclass(frozen=True, slots=True)
class MiniProgram:
    """Where a tap leads; it goes before an address."""

    app_id: str
    path: str


def all_templates(api: Api) -> list[Template]:
    answer = api.call(lambda client: client.get("template/get_all_private_template"))
    return [
        Template(fields["template_id"], fields["title"], fields["content"], fields.get("example", ""))
        for fields in answer["template_list"]
    ]


def send(
    api: Api,
    openid: str,
    template_id: str,
    values: Mapping[str, str],
    client_msg_id: str,
    url: str = "",
    program: MiniProgram | None = None,
) -> str:
    """WeChat's number of the message, which its event names. Raises WechatError; UNKNOWN: it may have arrived.

    Nothing is repeated here. The caller may repeat it with the same ``client_msg_id`` within some minutes.
    """
    body: dict[str, Any] = {"touser": openid, "template_id": template_id, "client_msg_id": client_msg_id}
    if url:
        body["url"] = url
    body |= target(program) | {"data": data(values)}
    answer = api.call(lambda client: client.post("message/template/send", data=body), repeatable=False)
    return str(answer["msgid"])


def data(values: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What fills the fields, as both kinds of templates take it."""
    return {name: {"value": value} for name, value in values.items()}


def target(program: MiniProgram | None) -> dict[str, Any]:
    return {"miniprogram": {"appid": program.app_id, "pagepath": program.path}} if program else {}
