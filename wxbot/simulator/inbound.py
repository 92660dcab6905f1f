"""What is pushed: messages and events as fields, and the key by which a receiver tells repeated deliveries."""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from wxbot.simulator.wire import Fields, Value, WireError, parse, render

_JOB_IDS = ("MsgID", "publish_id")
JOBS = {"masssendjobfinish", "templatesendjobfinish", "publishjobfinish", "subscribe_msg_sent_event"}


@dataclass(frozen=True)
class Inbound:
    """One push before it is signed. For raw XML the other fields are read from it, as far as that is possible."""

    xml: str
    from_user: str = ""
    create_time: int = 0
    type: str = ""
    msg_id: str = ""
    event: str = ""
    key: str = ""
    delivery_key: str = ""

    @property
    def is_job(self) -> bool:
        """Results of the account's own work, which no follower waits for."""
        return self.event.lower() in JOBS


def message(head: Fields, kind: str, fields: Fields, msg_id: int) -> Inbound:
    return raw(render({**head, "MsgType": kind, **fields, "MsgId": msg_id}))


def event(head: Fields, name: str, fields: Fields) -> Inbound:
    return raw(render({**head, "MsgType": "event", "Event": name, **fields}))


def raw(xml: str) -> Inbound:
    """XML as it is given; broken XML is pushed all the same."""
    try:
        root = parse(xml.encode(errors="replace"))
    except WireError:
        return Inbound(xml)
    created = root.findtext("CreateTime", "")
    return Inbound(
        xml=xml,
        from_user=root.findtext("FromUserName", ""),
        create_time=int(created) if created.isascii() and created.isdigit() else 0,
        type=root.findtext("MsgType", ""),
        msg_id=root.findtext("MsgId", ""),
        event=root.findtext("Event", ""),
        key=root.findtext("EventKey", ""),
        delivery_key=_delivery_key(root),
    )


def _delivery_key(root: Element) -> str:
    """An id alone can collide between followers, and a second alone between events."""
    if root.findtext("MsgType", "").lower() != "event":
        return "|".join(root.findtext(name, "") for name in ("MsgId", "FromUserName", "CreateTime"))
    parts = [root.findtext(name, "") for name in ("FromUserName", "CreateTime", "Event", "EventKey")]
    jobs = [node.text for node in root.iter() if node.tag in _JOB_IDS and node.text]
    return "|".join(parts + jobs)


def with_unknown_nodes(xml: str) -> str:
    """The same push with nodes that no receiver has ever seen, a nested one among them."""
    extra: Mapping[str, Value] = {"NewNode": "来自未来", "NewGroup": {"Inner": [1, 2], "Words": "x"}}
    return xml.replace("</xml>", render(extra)[len("<xml>") :])
