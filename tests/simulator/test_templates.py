from typing import Any

import pytest

from tests.simulator.account import Account
from tests.simulator.sending import results
from wxbot.simulator.message_templates import SAMPLES
from wxbot.simulator.server import Simulator

EVENT = SAMPLES[0]
DATA = {"thing1": "开放日", "time2": "2026年10月1日 14:00", "thing3": "花园", "thing4": "请带证件"}


def send(account: Account, openid: str = "oAlice", changes: dict[str, str] | None = None, **more: Any) -> Any:
    data = {name: {"value": value} for name, value in {**DATA, **(changes or {})}.items()}
    body = {"touser": openid, "template_id": EVENT.id, "data": data, **more}
    return account.call("message/template/send", body)


@pytest.fixture(autouse=True)
def _alice(wechat: Simulator) -> None:
    wechat.follow("oAlice")


def test_message_is_in_the_chat_and_its_result_is_told(wechat: Simulator, account: Account) -> None:
    answer = send(account, url="https://127.0.0.1/x")
    assert (answer["errcode"], answer["errmsg"]) == (0, "ok")
    bubble = wechat.chat("oAlice")[-1].bubble
    assert (bubble.title, bubble.url) == ("活动开始提醒", "https://127.0.0.1/x")
    assert bubble.lines[0] == ("活动名称", "开放日")
    told = results(wechat, "TEMPLATESENDJOBFINISH")[0]
    assert (told.findtext("MsgID"), told.findtext("Status")) == (str(answer["msgid"]), "success")
    assert told.findtext("FromUserName") == "oAlice"


def test_mini_program_wins_over_the_page(wechat: Simulator, account: Account) -> None:
    send(account, url="https://127.0.0.1/x", miniprogram={"appid": "wx1", "pagepath": "pages/a"})
    assert wechat.chat("oAlice")[-1].bubble.url == ""


def test_same_id_sends_once_within_ten_minutes(wechat: Simulator, account: Account) -> None:
    wechat.follow("oBob")
    first = send(account, client_msg_id="one")
    assert send(account, client_msg_id="one") == first
    assert send(account, "oBob", client_msg_id="one")["msgid"] != first["msgid"]
    assert len(wechat.arrivals.of("oAlice")) == 1
    wechat.clock.advance(601)
    assert send(account, client_msg_id="one")["msgid"] != first["msgid"]
    assert wechat.arrivals.twice() == ("oAlice",)
    assert len(results(wechat, "TEMPLATESENDJOBFINISH", 3)) == 3


def test_who_takes_no_messages_gets_none_and_the_account_hears_of_it(wechat: Simulator, account: Account) -> None:
    wechat.mute("oAlice")
    assert send(account)["errcode"] == 0
    assert results(wechat, "TEMPLATESENDJOBFINISH")[0].findtext("Status") == "failed:user block"
    assert wechat.arrivals.of("oAlice") == ()


def test_platform_itself_can_fail(wechat: Simulator, account: Account) -> None:
    wechat.faults.set(send_failures=1)
    send(account)
    send(account)
    told = results(wechat, "TEMPLATESENDJOBFINISH", 2)
    assert sorted(one.findtext("Status", "") for one in told) == ["failed: system failed", "success"]


def test_only_followers_can_be_reached(wechat: Simulator, account: Account) -> None:
    assert send(account, "oStranger")["errcode"] == 40003
    wechat.unfollow("oAlice")
    assert send(account)["errcode"] == 43004


@pytest.mark.parametrize("template", ["unknown", "TPL-SAFETY-0000000000000000000000000000001"])
def test_unknown_template_and_that_of_a_notification_are_refused(template: str, account: Account) -> None:
    assert send(account, template_id=template)["errcode"] == 40037


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"thing1": ""}, "data.thing1.value is emtpy"),
        ({"thing1": "长" * 21}, "data.thing1.value invalid"),
        ({"time2": "tomorrow"}, "data.time2.value invalid"),
    ],
)
def test_fields_are_checked_by_their_kind(changes: dict[str, str], words: str, account: Account) -> None:
    answer = send(account, changes=changes)
    assert answer["errcode"] == 47003
    assert words in answer["errmsg"]


@pytest.mark.parametrize(
    ("field", "fine", "wrong"),
    [
        ("phrase1", "已受理", "Received"),
        ("character_string1", "A-2026_001", "编号一"),
        ("number1", "12.5", "twelve"),
        ("amount1", "¥100.50", "much"),
        ("phone_number1", "+86-10-12308", "1" * 18),
        ("car_number1", "京A12345", "京A12345678"),
        ("name1", "王小明", "长" * 11),
        ("date1", "2026年10月1日", "01/10"),
        ("time1", "2026-10-01 09:00:00", "nine"),
    ],
)
def test_every_kind_of_field_has_its_rule(
    field: str, fine: str, wrong: str, wechat: Simulator, account: Account
) -> None:
    template = wechat.templates.add("t", f"x：{{{{{field}.DATA}}}}\n")
    codes = [send(account, changes={field: value}, template_id=template.id)["errcode"] for value in (fine, wrong)]
    assert codes == [0, 47003]


def test_old_opening_and_closing_lines_are_not_shown(wechat: Simulator, account: Account) -> None:
    content = "{{first.DATA}}\n时间：{{keyword1.DATA}}\n{{remark.DATA}}"
    template = wechat.templates.add("t", content)
    send(account, changes={"first": "您好", "keyword1": "现在", "remark": "再见"}, template_id=template.id)
    assert wechat.chat("oAlice")[-1].bubble.lines == (("时间", "现在"),)


def test_own_templates_are_listed_added_and_deleted(account: Account) -> None:
    listed = account.call("template/get_all_private_template")["template_list"]
    assert [one["template_id"] for one in listed] == [one.id for one in SAMPLES]
    added = account.call("template/api_add_template", {"template_id_short": "OPENTM400000001"})["template_id"]
    assert account.call("template/del_private_template", {"template_id": added})["errcode"] == 0
    assert account.call("template/del_private_template", {"template_id": added})["errcode"] == 40037
    assert account.call("template/api_add_template", {"template_id_short": "nonsense"})["errcode"] == 40037
    assert account.call("template/get_industry")["primary_industry"]["first_class"]


def test_account_has_25_templates_at_most(wechat: Simulator, account: Account) -> None:
    for _ in range(25 - len(SAMPLES)):
        wechat.templates.add("t", "x：{{thing1.DATA}}")
    assert account.call("template/api_add_template", {"template_id_short": "OPENTM400000001"})["errcode"] == 45026


@pytest.mark.parametrize("kind", ["subscription", "subscription-verified", "service"])
def test_other_accounts_have_no_templates(kind: str, wechat: Simulator, account: Account) -> None:
    wechat.change(kind=kind)
    assert send(account)["errcode"] == 48001
