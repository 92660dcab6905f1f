"""The menu: checked by bytes before anything is sent, then published as WeChat takes it."""

from typing import Any

import pytest

from tests.rig.account import ROOT
from tests.services.post import follower
from wxbot.client import tags as client_tags
from wxbot.client.api import Api
from wxbot.edition.kinds import Menu
from wxbot.errors import ContentError, ErrorClass, WechatError
from wxbot.services import files, menus, tags
from wxbot.simulator.server import Simulator

PUBLIC_URL = "https://account.example"


def _menu(*buttons: dict[str, Any], tag: str = "") -> Menu:
    return Menu.model_validate({"buttons": buttons, "tag": tag})


def _click(name: str = "护照", key: str = "news") -> dict[str, Any]:
    return {"name": name, "type": "click", "key": key}


def _view(url: str, name: str = "网页") -> dict[str, Any]:
    return {"name": name, "type": "view", "url": url}


def _above(*buttons: dict[str, Any], name: str = "服务") -> dict[str, Any]:
    return {"name": name, "buttons": buttons}


def _knows(key: str) -> bool:
    return key != "nowhere"


def _address(count: int) -> str:
    return "https://" + "a" * (count - 8)


@pytest.mark.parametrize(
    ("fits", "breaks", "complaint"),
    [
        (_click("护照护照护a"), _click("护照护照护照"), "16 bytes"),
        (_above(_click("护" * 20)), _above(_click("护" * 20 + "a")), "60 bytes"),
        (_above(_click(), name="a" * 16), _above(_click(), name="a" * 17), "16 bytes"),
        (_click(key="k" * 128), _click(key="k" * 129), "128 bytes"),
        (_click(key="护" * 42), _click(key="护" * 43), "128 bytes"),
        (_view(_address(1024)), _view(_address(1025)), "1024 bytes"),
        (_above(_view(_address(1024))), _above(_view(_address(1025))), "1024 bytes"),
    ],
)
def test_limit_is_checked_by_bytes(fits: dict[str, Any], breaks: dict[str, Any], complaint: str) -> None:
    menus.check(_menu(fits), _knows)
    with pytest.raises(ContentError, match=complaint):
        menus.check(_menu(breaks), _knows)


def test_button_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(ContentError, match=r"护照.*'nowhere'"):
        menus.check(_menu(_click(key="nowhere")), _knows)


def test_button_below_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(ContentError, match=r"护照.*'nowhere'"):
        menus.check(_menu(_above(_click(), _click(key="nowhere"))), _knows)


def test_third_level_is_refused() -> None:
    with pytest.raises(ContentError, match="two levels"):
        menus.check(_menu(_above(_above(_click()))), _knows)


def test_place_for_the_accounts_address_is_filled() -> None:
    (button,) = menus.payload(_menu(_view("{public_url}/news")), PUBLIC_URL)
    assert button == {"type": "view", "name": "网页", "url": "https://account.example/news"}


def test_keys_are_those_of_every_level() -> None:
    menu = _menu(_click(key="news"), _above(_click(key="faq"), _view("https://example.org/")))
    assert list(menus.keys(menu)) == ["news", "faq"]


def test_menu_is_published_as_it_is_written(api: Api, wechat: Simulator) -> None:
    menu = _menu(_click("动态", "news"), _above(_click("护照", "consular/passport"), _view("{public_url}/news")))
    menus.publish(api, [menu], PUBLIC_URL, _knows)
    first, second = wechat.menu.buttons
    assert (first["name"], first["key"]) == ("动态", "news")
    assert [button["name"] for button in second["sub_button"]] == ["护照", "网页"]
    assert second["sub_button"][1]["url"] == "https://account.example/news"


def test_delivered_menus_can_be_published(api: Api, wechat: Simulator) -> None:
    delivered = [draft.body for draft in files.read(ROOT) if isinstance(draft.body, Menu)]
    menus.publish(api, delivered, PUBLIC_URL, _knows)
    (english,) = wechat.menu.conditional
    assert (len(wechat.menu.buttons), len(english.buttons)) == (3, 3)


def test_next_menu_replaces_the_former(api: Api, wechat: Simulator) -> None:
    for name in ("Former", "Newer"):
        menus.publish(api, [_menu(_click(name))], PUBLIC_URL, _knows)
    assert [button["name"] for button in wechat.menu.buttons] == ["Newer"]


def _seen_by(wechat: Simulator, openid: str) -> list[str]:
    """The buttons on a follower's phone."""
    return [str(button["name"]) for button in wechat.menu.seen_by(wechat.followers.get(openid))[1]]


def _tag(api: Api, openid: str) -> None:
    client_tags.put_on(api, tags.tag_id(api, "english"), [openid])


def test_menu_with_a_tag_is_seen_by_those_who_have_it(api: Api, wechat: Simulator, alice: str) -> None:
    bob = follower(wechat, "oBob")
    menus.publish(api, [_menu(_click("News"), tag="english"), _menu(_click("动态"))], PUBLIC_URL, _knows)
    _tag(api, bob)
    assert (_seen_by(wechat, alice), _seen_by(wechat, bob)) == (["动态"], ["News"])


def test_next_menu_with_a_tag_replaces_the_former(api: Api, wechat: Simulator, alice: str) -> None:
    _tag(api, alice)
    for name in ("Former", "Newer"):
        menus.publish(api, [_menu(_click("动态")), _menu(_click(name), tag="english")], PUBLIC_URL, _knows)
    assert _seen_by(wechat, alice) == ["Newer"]
    assert len(wechat.menu.conditional) == 1


def test_menu_whose_tag_lost_its_file_goes(api: Api, wechat: Simulator, alice: str) -> None:
    _tag(api, alice)
    default = _menu(_click("动态"))
    menus.publish(api, [default, _menu(_click("News"), tag="english")], PUBLIC_URL, _knows)
    menus.publish(api, [default], PUBLIC_URL, _knows)
    assert _seen_by(wechat, alice) == ["动态"]


def test_former_menu_with_a_tag_stays_until_the_next_one_is_there(api: Api, wechat: Simulator, alice: str) -> None:
    _tag(api, alice)
    default = _menu(_click("动态"))
    menus.publish(api, [default, _menu(_click("Former"), tag="english")], PUBLIC_URL, _knows)
    wechat.faults.refuse("/cgi-bin/menu/addconditional", 45009)
    with pytest.raises(WechatError):
        menus.publish(api, [default, _menu(_click("Newer"), tag="english")], PUBLIC_URL, _knows)
    assert _seen_by(wechat, alice) == ["Former"]


def test_tag_of_a_menu_is_made_once(api: Api, wechat: Simulator) -> None:
    for _ in range(2):
        menus.publish(api, [_menu(_click()), _menu(_click("News"), tag="english")], PUBLIC_URL, _knows)
    assert [tag.name for tag in client_tags.all_tags(api)].count("english") == 1


@pytest.mark.parametrize("labels", [[], ["english"], ["", ""], ["", "english", ""]])
def test_menus_without_exactly_one_for_everyone_are_not_sent(api: Api, wechat: Simulator, labels: list[str]) -> None:
    with pytest.raises(ContentError, match="exactly one menu must be for everyone"):
        menus.publish(api, [_menu(_click(), tag=label) for label in labels], PUBLIC_URL, _knows)
    assert wechat.ledger.calls == ()


def test_wrong_menu_with_a_tag_keeps_the_others_from_being_sent(api: Api, wechat: Simulator) -> None:
    wrong = _menu(_click(key="nowhere"), tag="english")
    with pytest.raises(ContentError, match="'nowhere'"):
        menus.publish(api, [_menu(_click()), wrong], PUBLIC_URL, _knows)
    assert wechat.ledger.calls == ()


def test_wrong_menu_is_not_sent(api: Api, wechat: Simulator) -> None:
    with pytest.raises(ContentError):
        menus.publish(api, [_menu(_click(key="nowhere"))], PUBLIC_URL, _knows)
    assert wechat.ledger.calls == ()


def test_address_that_is_too_long_only_once_it_is_filled_is_not_sent(api: Api, wechat: Simulator) -> None:
    url = "{public_url}/" + "a" * (1024 - len("{public_url}/"))
    with pytest.raises(ContentError, match="1024 bytes"):
        menus.publish(api, [_menu(_view(url))], PUBLIC_URL, _knows)
    assert wechat.ledger.calls == ()


def test_refusal_of_wechats_is_passed_on(api: Api, wechat: Simulator) -> None:
    wechat.change(kind="subscription")
    with pytest.raises(WechatError) as raised:
        menus.publish(api, [_menu(_click())], PUBLIC_URL, _knows)
    assert raised.value.kind is ErrorClass.PERMISSION
