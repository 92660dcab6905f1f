"""Subscription notices: the account's templates, and one notice to a follower who has agreed."""

from tests.client.gateway import Gateway
from tests.client.refusals import code, failure
from wxbot.client import notices
from wxbot.client.api import Api
from wxbot.client.notices import Template
from wxbot.client.templates import MiniProgram
from wxbot.errors import ErrorClass, Remedy

FIELDS = {"priTmplId": "T", "title": "通知", "content": "主题:{{thing1.DATA}}\n", "example": "主题:会议\n"}


def send(api: Api) -> str:
    return notices.send(api, "oAlice", "T", {"thing1": "会议"})


def test_templates_of_the_account_are_listed(gateway: Gateway, strayed: Api) -> None:
    gateway.say({"errcode": 0, "errmsg": "ok", "data": [{**FIELDS, "type": 2}, {**FIELDS, "type": 3}]})
    once, lasting = notices.all_templates(strayed)
    assert once == Template("T", "通知", "主题:{{thing1.DATA}}\n", "主题:会议\n", lasting=False)
    assert lasting.lasting
    assert gateway.paths == ["/wxaapi/newtmpl/gettemplate"]


def test_notice_is_sent_by_the_accounts_own_path(gateway: Gateway, strayed: Api) -> None:
    gateway.say(code(0))
    assert send(strayed) == ""
    assert gateway.paths == ["/cgi-bin/message/subscribe/bizsend"]
    assert gateway.asked == {"touser": "oAlice", "template_id": "T", "data": {"thing1": {"value": "会议"}}}


def test_notice_leads_to_a_page_or_a_mini_program(gateway: Gateway, strayed: Api) -> None:
    gateway.say({"errcode": 0, "msgid": 1700827132819554304})
    program = MiniProgram("wx1", "pages/home")
    assert notices.send(strayed, "oAlice", "T", {}, "https://example.org/a", program) == "1700827132819554304"
    assert gateway.asked["page"] == "https://example.org/a"
    assert gateway.asked["miniprogram"] == {"appid": "wx1", "pagepath": "pages/home"}


def test_follower_who_has_not_agreed_costs_only_his_own_notice(gateway: Gateway, strayed: Api) -> None:
    gateway.say(code(43101, "user refuse to accept the msg"))
    error = failure(lambda: send(strayed))
    assert (error.kind, error.remedy, error.account_wide) == (ErrorClass.WINDOW, Remedy.CONSENT, False)


def test_banned_template_stops_the_whole_run(gateway: Gateway, strayed: Api) -> None:
    gateway.say(code(43116))
    error = failure(lambda: send(strayed))
    assert (error.remedy, error.account_wide) == (Remedy.TEMPLATE_BANNED, True)


def test_notice_without_an_answer_is_unknown_and_not_repeated(gateway: Gateway, strayed: Api) -> None:
    assert failure(lambda: send(strayed)).kind is ErrorClass.UNKNOWN
    assert len(gateway.calls) == 1
