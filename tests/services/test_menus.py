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
from wxbot.services.menus import Signed
from wxbot.services.sketches import Account
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


ACCOUNT = Account(PUBLIC_URL, _knows)


def _send(api: Api, *found: Menu) -> list[str]:
    """Sends them as if they were live; returns the tags whose menu WeChat took."""
    live = [Signed(f"menu-{place}", "zh", "Menu", 1, menu) for place, menu in enumerate(found)]
    sent: list[str] = []
    menus.send(api, menus.buttons_of(menus.pack(live, ACCOUNT)), sent.append)
    return sent


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
    menus.check(_menu(fits), ACCOUNT)
    with pytest.raises(ContentError, match=complaint):
        menus.check(_menu(breaks), ACCOUNT)


def test_button_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(ContentError, match=r"护照.*'nowhere'"):
        menus.check(_menu(_click(key="nowhere")), ACCOUNT)


def test_button_below_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(ContentError, match=r"护照.*'nowhere'"):
        menus.check(_menu(_above(_click(), _click(key="nowhere"))), ACCOUNT)


def test_third_level_is_refused() -> None:
    with pytest.raises(ContentError, match="two levels"):
        menus.check(_menu(_above(_above(_click()))), ACCOUNT)


def test_place_for_the_accounts_address_is_filled() -> None:
    (button,) = menus.payload(_menu(_view("{public_url}/news")), PUBLIC_URL)
    assert button == {"type": "view", "name": "网页", "url": "https://account.example/news"}


def test_keys_are_those_of_every_level() -> None:
    menu = _menu(_click(key="news"), _above(_click(key="faq"), _view("https://example.org/")))
    assert list(menus.keys(menu)) == ["news", "faq"]


def test_menu_is_published_as_it_is_written(api: Api, wechat: Simulator) -> None:
    menu = _menu(_click("动态", "news"), _above(_click("护照", "consular/passport"), _view("{public_url}/news")))
    _send(api, menu)
    first, second = wechat.menu.buttons
    assert (first["name"], first["key"]) == ("动态", "news")
    assert [button["name"] for button in second["sub_button"]] == ["护照", "网页"]
    assert second["sub_button"][1]["url"] == "https://account.example/news"


def test_delivered_menus_can_be_published(api: Api, wechat: Simulator) -> None:
    delivered = [draft.body for draft in files.read(ROOT) if isinstance(draft.body, Menu)]
    _send(api, *delivered)
    (english,) = wechat.menu.conditional
    assert (len(wechat.menu.buttons), len(english.buttons)) == (3, 3)


def test_next_menu_replaces_the_former(api: Api, wechat: Simulator) -> None:
    for name in ("Former", "Newer"):
        _send(api, _menu(_click(name)))
    assert [button["name"] for button in wechat.menu.buttons] == ["Newer"]


def _seen_by(wechat: Simulator, openid: str) -> list[str]:
    """The buttons on a follower's phone."""
    return [str(button["name"]) for button in wechat.menu.seen_by(wechat.followers.get(openid))[1]]


def _tag(api: Api, openid: str) -> None:
    client_tags.put_on(api, tags.tag_id(api, "english"), [openid])


def test_menu_with_a_tag_is_seen_by_those_who_have_it(api: Api, wechat: Simulator, alice: str) -> None:
    bob = follower(wechat, "oBob")
    _send(api, _menu(_click("News"), tag="english"), _menu(_click("动态")))
    _tag(api, bob)
    assert (_seen_by(wechat, alice), _seen_by(wechat, bob)) == (["动态"], ["News"])


def test_next_menu_with_a_tag_replaces_the_former(api: Api, wechat: Simulator, alice: str) -> None:
    _tag(api, alice)
    for name in ("Former", "Newer"):
        _send(api, _menu(_click("动态")), _menu(_click(name), tag="english"))
    assert _seen_by(wechat, alice) == ["Newer"]
    assert len(wechat.menu.conditional) == 1


def test_menu_whose_tag_lost_its_file_goes(api: Api, wechat: Simulator, alice: str) -> None:
    _tag(api, alice)
    default = _menu(_click("动态"))
    _send(api, default, _menu(_click("News"), tag="english"))
    _send(api, default)
    assert _seen_by(wechat, alice) == ["动态"]


def test_former_menu_with_a_tag_stays_until_the_next_one_is_there(api: Api, wechat: Simulator, alice: str) -> None:
    _tag(api, alice)
    default = _menu(_click("动态"))
    _send(api, default, _menu(_click("Former"), tag="english"))
    wechat.faults.refuse("/cgi-bin/menu/addconditional", 45009)
    with pytest.raises(WechatError):
        _send(api, default, _menu(_click("Newer"), tag="english"))
    assert _seen_by(wechat, alice) == ["Former"]


def test_tag_of_a_menu_is_made_once(api: Api, wechat: Simulator) -> None:
    for _ in range(2):
        _send(api, _menu(_click()), _menu(_click("News"), tag="english"))
    assert [tag.name for tag in client_tags.all_tags(api)].count("english") == 1


@pytest.mark.parametrize("labels", [["english"], ["", ""], ["", "english", ""]])
def test_menus_without_exactly_one_for_everyone_are_not_sent(api: Api, wechat: Simulator, labels: list[str]) -> None:
    with pytest.raises(ContentError, match="exactly one menu must be for everyone"):
        _send(api, *(_menu(_click(), tag=label) for label in labels))
    assert wechat.ledger.calls == ()


def test_two_menus_for_one_tag_are_not_sent(api: Api, wechat: Simulator) -> None:
    with pytest.raises(ContentError, match="more than one menu is for the tag english"):
        _send(api, *(_menu(_click(), tag=label) for label in ("", "english", "english")))
    assert wechat.ledger.calls == ()


def test_no_menu_at_all_is_not_sent(api: Api, wechat: Simulator) -> None:
    with pytest.raises(ContentError, match="no menu is live"):
        _send(api)
    assert wechat.ledger.calls == ()


def test_what_wechat_took_is_told_as_it_goes(api: Api, wechat: Simulator) -> None:
    assert _send(api, _menu(_click("News"), tag="english"), _menu(_click())) == ["", "english"]


def test_wrong_menu_with_a_tag_keeps_the_others_from_being_sent(api: Api, wechat: Simulator) -> None:
    wrong = _menu(_click(key="nowhere"), tag="english")
    with pytest.raises(ContentError, match="'nowhere'"):
        _send(api, _menu(_click()), wrong)
    assert wechat.ledger.calls == ()


def test_wrong_menu_is_not_sent(api: Api, wechat: Simulator) -> None:
    with pytest.raises(ContentError):
        _send(api, _menu(_click(key="nowhere")))
    assert wechat.ledger.calls == ()


def test_address_that_is_too_long_only_once_it_is_filled_is_not_sent(api: Api, wechat: Simulator) -> None:
    url = "{public_url}/" + "a" * (1024 - len("{public_url}/"))
    with pytest.raises(ContentError, match="1024 bytes"):
        _send(api, _menu(_view(url)))
    assert wechat.ledger.calls == ()


def test_refusal_of_wechats_is_passed_on(api: Api, wechat: Simulator) -> None:
    wechat.change(kind="subscription")
    with pytest.raises(WechatError) as raised:
        _send(api, _menu(_click()))
    assert raised.value.kind is ErrorClass.PERMISSION
