"""Pushes that a webhook should survive: forged, stale, broken, or from a future that nobody told it of."""

from collections.abc import Callable, Mapping

from wxbot.simulator.inbound import event, message, raw
from wxbot.simulator.post import Letter
from wxbot.simulator.world import World
from wxbot.simulator.wrapping import PushOptions

_ONCE = 1
_STALE = 3600.0
_BOMB = (
    '<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY file SYSTEM "file:///etc/hostname">]>'
)

# What is wrong with the wrapping; the message inside is an ordinary one.
_WRAPPINGS: Mapping[str, PushOptions] = {
    "old_key": PushOptions(old_key=True),
    "wrong_app_id": PushOptions(wrong_app_id=True, deliveries=_ONCE),
    "bad_padding": PushOptions(bad_padding=True, deliveries=_ONCE),
    "bad_signature": PushOptions(bad_signature=True, deliveries=_ONCE),
    "bad_msg_signature": PushOptions(bad_msg_signature=True, deliveries=_ONCE),
    "stale": PushOptions(age=_STALE, deliveries=_ONCE),
}
# What only a sealed push can get wrong.
SEALED = ("old_key", "wrong_app_id", "bad_padding", "bad_msg_signature")


def letter(world: World, openid: str, kind: str) -> Letter:
    """Raises ValueError for a kind that there is not, or that cannot be in the present mode."""
    if kind not in KINDS:
        raise ValueError(f"there is no hostile push {kind!r}")
    if kind in SEALED and world.settings.mode == "plain":
        raise ValueError(f"{kind} needs a mode that seals")
    if kind in _WRAPPINGS:
        if kind == "old_key" and not world.settings.previous_aes_key:
            raise ValueError("there is no key before the present one")
        return Letter(raw(_words(world, openid)), options=_WRAPPINGS[kind])
    return Letter(raw(_CONTENTS[kind](world, openid)), options=PushOptions(deliveries=_ONCE))


def _words(world: World, openid: str) -> str:
    return message(world.head(openid), "text", {"Content": "hello"}, world.next_msg_id(openid)).xml


def _unknown_event(world: World, openid: str) -> str:
    return event(world.head(openid), "event_of_the_future", {"Seed": {"Inner": [1, 2]}}).xml


def _unknown_type(world: World, openid: str) -> str:
    return message(world.head(openid), "hologram", {"Cube": "x"}, world.next_msg_id(openid)).xml


def _entities(world: World, openid: str) -> str:
    return _BOMB + _words(world, openid).replace("<![CDATA[hello]]>", "&b;&file;")


def _broken(world: World, openid: str) -> str:
    return _words(world, openid)[:-20]


def _no_sender(world: World, _openid: str) -> str:
    return _words(world, "")


def _deep(world: World, openid: str) -> str:
    nested = "<n>" * 2000 + "</n>" * 2000
    return _words(world, openid).replace("</xml>", f"{nested}</xml>")


_CONTENTS: Mapping[str, Callable[[World, str], str]] = {
    "unknown_event": _unknown_event,
    "unknown_type": _unknown_type,
    "broken_xml": _broken,
    "entities": _entities,
    "no_sender": _no_sender,
    "deep_nesting": _deep,
}
KINDS = (*_WRAPPINGS, *_CONTENTS)
FORGED = tuple(kind for kind, options in _WRAPPINGS.items() if options.forged)
