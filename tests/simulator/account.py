"""The account's side of the API, as thin as a test needs it."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests

from wxbot.simulator.server import Simulator


class Account:
    """Calls the API with a fresh token; ``call`` answers the JSON, ``raw`` the response."""

    def __init__(self, wechat: Simulator, session: requests.Session) -> None:
        self.wechat = wechat
        self.session = session
        self.token = self.fetch()["access_token"]

    def fetch(self, **changes: str) -> Any:
        settings = self.wechat.settings
        query = {"grant_type": "client_credential", "appid": settings.app_id, "secret": settings.app_secret}
        return self.session.get(f"{self.wechat.url}/cgi-bin/token", params=query | changes).json()

    def stable(self, force: bool = False) -> Any:
        settings = self.wechat.settings
        body = {"grant_type": "client_credential", "appid": settings.app_id, "secret": settings.app_secret}
        return self.call("stable_token", {**body, "force_refresh": force})

    def raw(
        self, path: str, body: object = None, files: Mapping[str, Any] | None = None, /, **query: str
    ) -> requests.Response:
        """GET without a body, POST with one; bytes go as they are, everything else as JSON with real characters."""
        url, params = f"{self.wechat.url}/cgi-bin/{path}", {"access_token": self.token, **query}
        if body is None and files is None:
            return self.session.get(url, params=params)
        if files is not None:
            return self.session.post(url, params=params, files=files, data=body if isinstance(body, dict) else None)
        data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        return self.session.post(url, params=params, data=data)

    def call(self, path: str, body: object = None, **query: str) -> Any:
        return self.raw(path, body, None, **query).json()

    def upload(self, kind: str, content: bytes, path: str = "media/upload", **form: str) -> Any:
        files = {"media": ("file", content)}
        return self.raw(path, form, files, type=kind).json()

    def wait(self, seconds: float) -> None:
        """So much time passes, and a new token is fetched, since the old one may have died meanwhile."""
        self.wechat.clock.advance(seconds)
        self.token = self.fetch()["access_token"]

    def say(self, openid: str, words: str) -> Any:
        return self.call("message/custom/send", {"touser": openid, "msgtype": "text", "text": {"content": words}})


@contextmanager
def account_of(wechat: Simulator) -> Iterator[Account]:
    with requests.Session() as session:
        session.trust_env = False
        yield Account(wechat, session)
