"""Subscription notices: one for each time that the follower has agreed; verified service accounts only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wxbot.client.api import Api
from wxbot.client.templates import MiniProgram, data, target

_LASTING = 3  # The type of a template that needs only one consent.


@dataclass(frozen=True, slots=True)
class Template:
    """As a template message's, and whether one consent holds for good."""

    id: str
    title: str
    content: str
    example: str
    lasting: bool


def all_templates(api: Api) -> list[Template]:
    answer = api.call(lambda client: client.get("wxaapi/newtmpl/gettemplate", api_base_url=client.root))
    return [
        Template(
            id=fields["priTmplId"],
            title=fields["title"],
            content=fields["content"],
            example=fields.get("example", ""),
            lasting=int(fields.get("type") or 0) == _LASTING,
        )
        for fields in answer["data"]
    ]


def send(
    api: Api,
    openid: str,
    template_id: str,
    values: Mapping[str, str],
    page: str = "",
    program: MiniProgram | None = None,
) -> str:
    """WeChat's number of the notice; empty where it gives none.

    Raises WechatError; WINDOW means that he has not agreed or that his consents are used up, UNKNOWN that it may have
    arrived. The call has no idempotency key, so one without an answer is never repeated.
    """
    body: dict[str, Any] = {"touser": openid, "template_id": template_id}
    if page:
        body["page"] = page
    body |= target(program) | {"data": data(values)}
    answer = api.call(lambda client: client.post("message/subscribe/bizsend", data=body), repeatable=False)
    return str(answer.get("msgid") or "")
