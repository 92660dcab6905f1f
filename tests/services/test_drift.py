"""A menu that somebody changes elsewhere is noticed, and shown beside what was published."""

import pytest

from tests.services.drafts import NOON
from tests.services.publishing import ACCOUNT, click, publish, sign
from wxbot.client import menu as api_menu
from wxbot.client import tags as api_tags
from wxbot.client.api import Api
from wxbot.errors import WechatError
from wxbot.services import alarms, drift, publications
from wxbot.services.drift import Line, Row
from wxbot.services.menus import Buttons
from wxbot.simulator.server import Simulator
from wxbot.store.database import Database


@pytest.fixture
def published(sqlite: Database, api: Api) -> Database:
    """One menu for everyone and one for a tag."""
    sign(sqlite, "动态")
    sign(sqlite, "News", tag="english")
    publish(sqlite, api)
    return sqlite


def _rings(database: Database) -> bool:
    with database.read() as db:
        return publications.DRIFT in [alarm.name for alarm in alarms.ringing(db)]


def _button(name: str, key: str = "news") -> Buttons:
    return [click(name, key)]


def test_menu_that_is_as_it_was_published_rings_no_alarm(published: Database, api: Api) -> None:
    assert drift.watch(published, api, NOON) == []
    assert not _rings(published)


def test_delivered_menus_come_back_as_they_were_sent(loaded: Database, api: Api, wechat: Simulator) -> None:
    publish(loaded, api)
    assert drift.watch(loaded, api, NOON) == []


def test_menu_that_was_changed_elsewhere_rings_until_it_is_as_before(published: Database, api: Api) -> None:
    api_menu.create(api, _button("Changed"))
    assert drift.watch(published, api, NOON) == [""]
    assert _rings(published)
    api_menu.create(api, _button("动态"))
    assert drift.watch(published, api, NOON) == []
    assert not _rings(published)


def test_key_that_was_changed_elsewhere_is_noticed(published: Database, api: Api) -> None:
    api_menu.create(api, _button("动态", "speeches"))
    assert drift.watch(published, api, NOON) == [""]


def test_publishing_again_silences_the_alarm(published: Database, api: Api) -> None:
    api_menu.create(api, _button("Changed"))
    drift.watch(published, api, NOON)
    publish(published, api)
    assert not _rings(published)


def test_menu_that_was_deleted_elsewhere_is_noticed(published: Database, api: Api) -> None:
    api_menu.delete(api)
    assert drift.watch(published, api, NOON) == ["", "english"]


def test_menu_for_a_tag_that_was_deleted_elsewhere_is_noticed(published: Database, api: Api) -> None:
    ((menu_id, _),) = api_menu.conditional(api)
    api_menu.delete_conditional(api, menu_id)
    assert drift.watch(published, api, NOON) == ["english"]


def test_second_menu_for_a_tag_is_noticed(published: Database, api: Api) -> None:
    (tag,) = [tag for tag in api_tags.all_tags(api) if tag.name == "english"]
    api_menu.add_conditional(api, _button("Other"), tag.id)
    assert len(drift.watch(published, api, NOON)) == 2


def test_menu_of_the_website_is_seen_as_phones_show_it(published: Database, api: Api, wechat: Simulator) -> None:
    """Its buttons have types of their own, and the other call does not know them."""
    wechat.menu.publish_on_website(({"type": "text", "name": "网站菜单", "value": "您好"},))
    assert drift.shown(api)[""] == [{"type": "text", "name": "网站菜单", "value": "您好"}]
    assert "" in drift.watch(published, api, NOON)


def test_account_that_never_published_here_rings_no_alarm(sqlite: Database, api: Api) -> None:
    api_menu.create(api, _button("Old"))
    assert drift.watch(sqlite, api, NOON) == []


def test_refused_publication_leaves_the_one_before_as_what_phones_should_show(
    published: Database, api: Api, wechat: Simulator
) -> None:
    wechat.faults.refuse("/cgi-bin/menu/create", 45009)
    with pytest.raises(WechatError):
        publish(published, api)
    assert drift.watch(published, api, NOON) == []
    api_menu.create(api, _button("Changed"))
    assert drift.watch(published, api, NOON) == [""]


def test_after_half_a_publication_nobody_knows_what_phones_should_show(
    published: Database, api: Api, wechat: Simulator
) -> None:
    wechat.faults.refuse("/cgi-bin/menu/addconditional", 45009)
    with pytest.raises(WechatError):
        publish(published, api)
    api_menu.create(api, _button("Changed"))
    assert drift.watch(published, api, NOON) == []


def test_wechat_that_does_not_answer_neither_rings_nor_silences(
    published: Database, api: Api, wechat: Simulator
) -> None:
    api_menu.create(api, _button("Changed"))
    drift.watch(published, api, NOON)
    wechat.faults.refuse("/cgi-bin/menu/get", 45009)
    assert drift.watch(published, api, NOON) == []
    assert _rings(published)


def test_earlier_publication_that_was_sent_again_is_what_phones_should_show(published: Database, api: Api) -> None:
    sign(published, "Newer")
    publish(published, api)
    publications.repeat(published, api, ACCOUNT, 1, "director li", NOON)
    assert drift.watch(published, api, NOON) == []


def test_menus_are_compared_line_by_line() -> None:
    below = {"name": "服务", "sub_button": [click("护照", "faq"), click("签证", "visa")]}
    after = {"name": "服务", "sub_button": [click("签证", "visa"), click("电话", "hotline")]}
    rows = drift.compare([click(), below], [click(), after])
    passport, visa, phone = (
        Line(1, name, "click", key) for name, key in (("护照", "faq"), ("签证", "visa"), ("电话", "hotline"))
    )
    assert rows[2:] == [Row(passport, None), Row(visa, visa), Row(None, phone)]
    assert [row.differs for row in rows] == [False, False, True, False, True]


def test_button_that_does_something_else_is_one_line_that_differs() -> None:
    (row,) = drift.compare([click("动态", "news")], [click("动态", "speeches")])
    assert row == Row(Line(0, "动态", "click", "news"), Line(0, "动态", "click", "speeches"))
