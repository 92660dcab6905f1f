"""WeChat's side of the wire for tests that knock on the webhook themselves, independent of the code under test."""

import hashlib
import itertools
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

import requests
from wechatpy.crypto import WeChatCrypto

from tests.rig.account import ACCOUNT, ALICE, APP_ID, TOKEN

_ids = itertools.count(24_800_000_000_000_001)


def sign(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def query(timestamp: float | None = None, nonce: str = "486452656", token: str = TOKEN) -> dict[str, str]:
    stamp = str(int(time.time() if timestamp is None else timestamp))
    return {"signature": sign(token, stamp, nonce), "timestamp": stamp, "nonce": nonce}


def text_xml(words: str, openid: str = ALICE, message_id: int | None = None, created: int | None = None) -> str:
    inside = words.replace("]]>", "]]]]><![CDATA[>")
    return (
        f"<xml><ToUserName><![CDATA[{ACCOUNT}]]></ToUserName><FromUserName><![CDATA[{openid}]]></FromUserName>"
        f"<CreateTime>{created or int(time.time())}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{inside}]]></Content><MsgId>{message_id or next(_ids)}</MsgId></xml>"
    )


def event_xml(name: str, key: str = "", openid: str = ALICE, created: int | None = None, more: str = "") -> str:
    return (
        f"<xml><ToUserName><![CDATA[{ACCOUNT}]]></ToUserName><FromUserName><![CDATA[{openid}]]></FromUserName>"
        f"<CreateTime>{created or int(time.time())}</CreateTime><MsgType><![CDATA[event]]></MsgType>"
        f"<Event><![CDATA[{name}]]></Event><EventKey><![CDATA[{key}]]></EventKey>{more}</xml>"
    )


@dataclass
class Wire:
    """Posts to one webhook, in plaintext or with a key; a new connection for every request, as many machines would."""

    url: str
    aes_key: str = ""
    session: requests.Session = field(default_factory=requests.Session)

    def post(self, xml: str | bytes, **changes: str) -> requests.Response:
        """``changes`` replace parts of the query."""
        if self.aes_key:
            return self.post_sealed(xml if isinstance(xml, str) else xml.decode(), **changes)
        body = xml.encode() if isinstance(xml, str) else xml
        return requests.post(f"{self.url}/wechat?{urlencode({**query(), **changes})}", data=body, timeout=15)

    def post_sealed(self, xml: str, **changes: str) -> requests.Response:
        plain = query()
        crypto = WeChatCrypto(TOKEN, self.aes_key, APP_ID)
        sealed = crypto.encrypt_message(xml, plain["nonce"], plain["timestamp"])
        signature = sealed.split("<MsgSignature><![CDATA[")[1].split("]]>")[0]
        words = {**plain, "encrypt_type": "aes", "msg_signature": signature, **changes}
        return requests.post(f"{self.url}/wechat?{urlencode(words)}", data=sealed.encode(), timeout=15)

    def say(self, words: str, openid: str = ALICE) -> str:
        """What a text is answered with, in plaintext."""
        return self.post(text_xml(words, openid)).text
