"""Publishing, reading and removing the menu."""

from collections.abc import Mapping
from typing import Any

from wxbot.simulator.api.call import OK, Answer, Call, Endpoint
from wxbot.simulator.menus import Button, checked


def create(call: Call) -> Answer:
    call.state.menu.publish(checked(call.json()))
    return OK


def get(call: Call) -> Answer:
    return {"menu": {"button": list(call.state.menu.get())}}


def delete(call: Call) -> Answer:
    call.state.menu.delete()
    return OK


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
    Endpoint("/cgi-bin/get_current_selfmenu_info", "GET", "menu", self_menu),
)
