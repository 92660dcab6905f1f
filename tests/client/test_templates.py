"""Template messages: the account's templates, and one message to one follower."""

from tests.client.gateway import Gateway
from tests.client.refusals import code, failure
from wxbot.client import templates
from wxbot.client.api import Api
from wxbot.client.templates import MiniProgram, Template
from wxbot.errors import ErrorClass, Remedy

FIELDS = {"template_id": "T", "title": "通知", "content": "主题：{{thing1.DATA}}", "example": "主题：会议"}


def send(api: Api) -> str:
    return templates.send(api, "oAlice", "T", {"thing1": "会议"}, "0123")


def test_templates_of_the_account_are_listed(gateway: Gateway, strayed: Api) -> None:
    gateway.say({"template_list": [{**FIELDS, "primary_industry": "政府", "deputy_industry": "行政"}]})
    assert templates.all_templates(strayed) == [Template("T", "通知", "主题：{{thing1.DATA}}", "主题：会议")]
    assert gateway.paths == ["/cgi-bin/template/get_all_private_template"]


def test_message_carries_the_callers_id(gateway: Gateway, strayed: Api) -> None:
    gateway.say({"errcode": 0, "errmsg": "ok", "msgid": 3530000000000000001})
    assert send(strayed) == "3530000000000000001"
    assert gateway.paths == ["/cgi-bin/message/template/send"]
    assert gateway.asked == {
        "touser": "oAlice",
        "template_id": "T",
        "client_msg_id": "0123",
        "data": {"thing1": {"value": "会议"}},
    }


def test_message_leads_to_an_address_or_a_mini_program(gateway: Gateway, strayed: Api) -> None:
    gateway.say({"msgid": 1})
    program = MiniProgram("wx1", "pages/home")
    templates.send(strayed, "oAlice", "T", {}, "0123", "https://example.org/a", program)
    assert gateway.asked["url"] == "https://example.org/a"
    assert gateway.asked["miniprogram"] == {"appid": "wx1", "pagepath": "pages/home"}


def test_message_without_an_answer_is_unknown_and_not_repeated(gateway: Gateway, strayed: Api) -> None:
    assert failure(lambda: send(strayed)).kind is ErrorClass.UNKNOWN
    assert len(gateway.calls) == 1


def test_template_that_is_gone_stops_the_whole_run(gateway: Gateway, strayed: Api) -> None:
    gateway.say(code(40037))
    error = failure(lambda: send(strayed))
    assert (error.kind, error.remedy, error.account_wide) == (ErrorClass.PERMISSION, Remedy.TEMPLATE, True)


def test_stranger_costs_only_his_own_message(gateway: Gateway, strayed: Api) -> None:
    gateway.say(code(43004))
    error = failure(lambda: send(strayed))
    assert (error.kind, error.account_wide) == (ErrorClass.DROP, False)


def test_field_that_is_wrong_is_named(gateway: Gateway, strayed: Api) -> None:
    gateway.say(code(47003, "argument invalid! data.thing1.value is emtpy"))
    error = failure(lambda: send(strayed))
    assert (error.kind, error.places) == (ErrorClass.FIX, {"field": "thing1"})
