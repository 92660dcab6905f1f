"""The account's templates: what was fetched, what their fields are, and what may be filled in."""

import datetime as dt

import pytest

from tests.client.gateway import Gateway
from tests.client.refusals import code
from tests.services.drafts import NOON
from wxbot.client.api import Api
from wxbot.errors import WechatError
from wxbot.services import templates
from wxbot.services.findings import Code
from wxbot.services.templates import RULES
from wxbot.store.database import Database
from wxbot.store.templates import Kind, Template

LATER = NOON + dt.timedelta(hours=6)
CONTENT = "预约事项：{{thing1.DATA}}\n预约时间：{{time2.DATA}}\n状态 : {{phrase3.DATA}}"


def _template(content: str = CONTENT, example: str = "") -> Template:
    fixed = {"kind": Kind.TEMPLATE, "template_id": "T", "title": "预约提醒", "lasting": False}
    return Template(**fixed, content=content, example=example)


def _of(name: str) -> Template:
    return _template(f"字段：{{{{{name}.DATA}}}}")


def _told(template_id: str, title: str = "预约提醒") -> dict[str, str]:
    return {"template_id": template_id, "title": title, "content": CONTENT, "example": "预约事项：护照"}


def _notice(template_id: str, kind: int = 2) -> dict[str, object]:
    return {"priTmplId": template_id, "title": "活动通知", "content": CONTENT, "example": "", "type": kind}


def _fetch(database: Database, api: Api, gateway: Gateway, *answers: object) -> int:
    gateway.say(*answers)
    return templates.fetch(database, api, LATER)


def _known(database: Database) -> list[tuple[str, str, bool]]:
    with database.read() as db:
        return [(row.template_id, row.title, row.lasting) for kind in Kind for row in templates.of_kind(db, kind)]


def test_templates_of_both_kinds_are_taken_over(database: Database, strayed: Api, gateway: Gateway) -> None:
    answers = ({"template_list": [_told("A")]}, {"data": [_notice("B"), _notice("C", kind=3)]})
    assert _fetch(database, strayed, gateway, *answers) == 3
    assert _known(database) == [("A", "预约提醒", False), ("B", "活动通知", False), ("C", "活动通知", True)]


def test_template_that_vanished_is_offered_no_more_and_comes_back(
    database: Database, strayed: Api, gateway: Gateway
) -> None:
    _fetch(database, strayed, gateway, {"template_list": [_told("A"), _told("B")]}, {"data": []})
    _fetch(database, strayed, gateway, {"template_list": [_told("B", "新标题")]}, {"data": []})
    assert _known(database) == [("B", "新标题", False)]
    _fetch(database, strayed, gateway, {"template_list": [_told("A"), _told("B")]}, {"data": []})
    assert [known[0] for known in _known(database)] == ["A", "B"]


def test_vanished_template_is_still_found_by_its_id(database: Database, strayed: Api, gateway: Gateway) -> None:
    _fetch(database, strayed, gateway, {"template_list": [_told("A")]}, {"data": []})
    _fetch(database, strayed, gateway, {"template_list": []}, {"data": []})
    with database.read() as db:
        found = templates.find(db, Kind.TEMPLATE, "A")
    assert found is not None
    assert found.gone_at == LATER


def test_account_that_may_have_no_notices_keeps_its_template_messages(
    database: Database, strayed: Api, gateway: Gateway
) -> None:
    assert _fetch(database, strayed, gateway, {"template_list": [_told("A")]}, code(48001)) == 1


def test_platform_that_is_busy_costs_no_template(database: Database, strayed: Api, gateway: Gateway) -> None:
    _fetch(database, strayed, gateway, {"template_list": [_told("A")]}, {"data": []})
    with pytest.raises(WechatError):
        _fetch(database, strayed, gateway, code(-1))
    assert [known[0] for known in _known(database)] == ["A"]


def test_fields_come_in_order_with_what_stands_before_them() -> None:
    found = [(field.name, field.label, field.type) for field in templates.fields(_template())]
    assert found == [("thing1", "预约事项", "thing"), ("time2", "预约时间", "time"), ("phrase3", "状态", "phrase")]


def test_field_without_a_label_is_called_by_its_name() -> None:
    found = [field.label for field in templates.fields(_template("{{first.DATA}}\n课程：{{keyword1.DATA}}"))]
    assert found == ["first", "课程"]


def test_field_of_an_older_template_takes_anything() -> None:
    assert templates.check(_of("keyword1"), {"keyword1": "任意内容 1"}) == []


GOOD = [
    ("thing1", "护照办理预约（含加急）2026"),
    ("thing12", "好" * 20),
    ("phrase3", "预约成功了"),
    ("character_string4", "A-2026/118 #7"),
    ("number5", "118.50"),
    ("number5", "1" * 32),
    ("letter6", "ABCdef"),
    ("symbol7", "※！"),
    ("time8", "15:01"),
    ("time8", "2026年11月23日 15:01"),
    ("time8", "2026-11-23 15:01:30"),
    ("time8", "15:01~16:30"),
    ("date9", "2026年11月23日"),
    ("date9", "2026-11-23"),
    ("date9", "2026/11/23 08:00"),
    ("amount10", "¥100.00"),
    ("amount10", "100元"),
    ("phone_number11", "+86-10-66668888"),
    ("car_number12", "京AD12345"),
    ("car_number12", "粤A8Z888挂"),
    ("name13", "古丽·买买提"),
]
WRONG = [
    ("thing1", "好" * 21, Code.TOO_LONG),
    ("phrase3", "预约已经成功", Code.TOO_LONG),
    ("phrase3", "OK", Code.FIELD_FORM),
    ("character_string4", "编号118", Code.FIELD_FORM),
    ("character_string4", "A" * 33, Code.TOO_LONG),
    ("number5", "1" * 33, Code.TOO_LONG),
    ("number5", "一百", Code.FIELD_FORM),
    ("number5", "１２", Code.FIELD_FORM),
    ("time8", "25:01", Code.FIELD_FORM),
    ("time8", "下午三点", Code.FIELD_FORM),
    ("date9", "11月23日", Code.FIELD_FORM),
    ("amount10", "一百元", Code.FIELD_FORM),
    ("phone_number11", "1" * 18, Code.TOO_LONG),
    ("phone_number11", "转 8001", Code.FIELD_FORM),
    ("car_number12", "京AD123456", Code.TOO_LONG),
    ("name13", "好" * 11, Code.TOO_LONG),
    ("name13", "张三2", Code.FIELD_FORM),
    ("const14", "", Code.FIELD_EMPTY),
    ("thing1", "  ", Code.FIELD_EMPTY),
]


@pytest.mark.parametrize(("name", "value"), GOOD)
def test_value_of_its_type_is_taken(name: str, value: str) -> None:
    assert templates.check(_of(name), {name: value}) == []


@pytest.mark.parametrize(("name", "value", "complaint"), WRONG)
def test_value_that_wechat_would_refuse_is_found(name: str, value: str, complaint: Code) -> None:
    (finding,) = templates.check(_of(name), {name: value})
    assert (finding.code, finding.field, finding.blocks) == (complaint, f"values.{name}", True)


def test_word_of_a_list_that_only_wechat_has_is_to_be_looked_up_unless_it_is_its_example() -> None:
    template = _template("业务：{{thing1.DATA}}\n状态：{{const2.DATA}}", example="业务：护照\n状态：已办结\n")
    assert templates.check(template, {"thing1": "护照", "const2": "已办结"}) == []
    (finding,) = templates.check(template, {"thing1": "护照", "const2": "办完了"})
    assert (finding.code, finding.field, finding.blocks) == (Code.FIELD_LISTED, "values.const2", False)
    assert templates.fields(template)[1].rule.example == "已办结"


@pytest.mark.parametrize("kind", [kind for kind, rule in RULES.items() if rule.example])
def test_example_of_a_type_is_one(kind: str) -> None:
    assert templates.check(_of(f"{kind}1"), {f"{kind}1": RULES[kind].example}) == []


def test_every_field_must_be_filled_and_no_other() -> None:
    found = templates.check(_template(), {"thing1": "护照", "thing9": "x"})
    assert [(finding.code, finding.field) for finding in found] == [
        (Code.FIELD_EMPTY, "values.time2"),
        (Code.FIELD_EMPTY, "values.phrase3"),
        (Code.FIELD_UNKNOWN, "values.thing9"),
    ]
