"""Pushes as the platform writes them, and the way to read one."""

from dataclasses import replace

from wxbot.protocol import parsing
from wxbot.protocol.events import Event
from wxbot.protocol.messages import Head, Message
from wxbot.protocol.xml import parse

ACCOUNT = "gh_1a2b3c4d5e6f"
ALICE = "oAbCd1EfGh2IjKl3MnOp4QrSt5Uv"
BOB = "oZyXw9VuTs8RqPo7NmLk6JiHg5Fe"
CREATED = 1760000000

# The head of an expected value. Tests of what a push says leave its delivery out; ``test_deliveries`` looks at that.
HEAD: Head = (ACCOUNT, ALICE, CREATED, "")


def push(kind: str, nodes: str = "", *, follower: str = ALICE, created: int = CREATED) -> bytes:
    return (
        f"<xml><ToUserName><![CDATA[{ACCOUNT}]]></ToUserName><FromUserName><![CDATA[{follower}]]></FromUserName>"
        f"<CreateTime>{created}</CreateTime><MsgType><![CDATA[{kind}]]></MsgType>{nodes}</xml>"
    ).encode()


def event(name: str, nodes: str = "", *, follower: str = ALICE, created: int = CREATED) -> bytes:
    return push("event", f"<Event><![CDATA[{name}]]></Event>{nodes}", follower=follower, created=created)


def read(body: bytes) -> Message | Event:
    return parsing.parse(parse(body))


def said(body: bytes) -> Message | Event:
    """What was read, without its delivery."""
    return replace(read(body), delivery="")
