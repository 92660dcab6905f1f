"""Publishing, reading and removing the menus."""

from collections.abc import Mapping
from typing import Any

from wxbot.simulator.api.call import OK, Answer, Call, Endpoint, text
from wxbot.simulator.errors import require
from wxbot.simulator.matchrules import rule_of
from wxbot.simulator.menus import Button, ConditionalMenu, checked


def create(call: Call) -> Answer:
    call.state.menu.publish(checked(call.json()))
    return OK


def get(call: Call) -> Answer:
    """The list of conditional menus is there only when there are any."""
    menu = call.state.menu
    found = {"menu": {"button": list(menu.get()), "menuid": int(menu.id)}}
    special = [_conditional(one) for one in menu.conditional]
    return {**found, "conditionalmenu": special} if special else found


def _conditional(one: ConditionalMenu) -> Mapping[str, Any]:
    return {"button": list(one.buttons), "matchrule": one.rule.as_json(), "menuid": int(one.id)}


def delete(call: Call) -> Answer:
    call.state.menu.delete()
    return OK


def add_conditional(call: Call) -> Answer:
    body = call.json()
    rule = rule_of(body.get("matchrule"))
    return {"menuid": call.state.menu.add_conditional(checked(body), rule)}


def delete_conditional(call: Call) -> Answer:
    menu_id = call.json().get("menuid")
    call.state.menu.delete_conditional(str(menu_id))
    return OK


def try_match(call: Call) -> Answer:
    """What a follower would see; people are known here by their openid only."""
    follower = call.state.followers.get(text(call.json(), "user_id", 65302))
    require(follower is not None and follower.following, 65302)
    call.state.menu.get()
    return {"button": list(call.state.menu.seen_by(follower)[1])}


def self_menu(call: Call) -> Answer:
    buttons = [_nested(button) for button in call.state.menu.buttons]
    return {"is_menu_open": 1 if buttons else 0, "selfmenu_info": {"button": buttons}}


def _nested(button: Button) -> Mapping[str, Any]:
    """This one answer wraps the lower level in a list of its own."""
    rest = {name: value for name, value in button.items() if name != "sub_button"}
    below = button["sub_button"]
    return {**rest, "sub_button": {"list": [_nested(one) for one in below]}} if below else rest


ENDPOINTS = (
    Endpoint("/cgi-bin/menu/create", "POST", "menu", create),
    Endpoint("/cgi-bin/menu/get", "GET", "menu", get),
    Endpoint("/cgi-bin/menu/delete", "GET", "menu", delete),
    Endpoint("/cgi-bin/menu/addconditional", "POST", "conditional menu", add_conditional),
    Endpoint("/cgi-bin/menu/delconditional", "POST", "conditional menu", delete_conditional),
    Endpoint("/cgi-bin/menu/trymatch", "POST", "conditional menu", try_match),
    Endpoint("/cgi-bin/get_current_selfmenu_info", "GET", "menu", self_menu),
)
