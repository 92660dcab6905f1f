"""The access token: one for all processes, fetched by one of them, refreshed before it runs out.

Uses ``stable_token``, which gives the same token to everyone who asks, so that processes cannot kill each other's.
"""

import time
from collections.abc import Callable
from typing import Any

import requests

from wxbot.client.codes import classify, refusal
from wxbot.errors import ErrorClass, Remedy, WechatError
from wxbot.state import token as shared
from wxbot.state.connection import Redis
from wxbot.state.token import Token

EARLY = 600  # Seconds before its end at which a token is refreshed.
_TIMEOUT = (3.05, 10.0)  # Seconds to connect, and between two bytes of the answer.
_PATIENCE = 10.0  # Seconds to wait for another process that fetches the token.
_LOOK_AGAIN = 0.05
_FRESH = 1.0  # Seconds for which a token is taken as it was seen; WeChat refuses one that was replaced meanwhile.


class Tokens:
    def __init__(self, redis: Redis, base_url: str, app_id: str, secret: str, now: Callable[[], float]) -> None:
        self._redis = redis
        self._url = f"{base_url}/cgi-bin/stable_token"
        self._app_id = app_id
        self._secret = secret
        self._now = now
        self._seen: tuple[float, Token | None] = 0.0, None

    def current(self) -> str:
        """A token that is valid now. Raises WechatError when WeChat gives none, StateUnavailable without Redis."""
        since, kept = self._seen
        if kept is not None and time.monotonic() < since + _FRESH and kept.expires > self._now():
            return kept.value
        token = shared.read(self._redis)
        if token is not None and token.expires > self._now():
            self._seen = time.monotonic(), token
            return token.value
        return self._fetch_or_wait(rejected="")

    def refresh_early(self) -> bool:
        """Fetches the next token while the present one still holds; returns whether it did."""
        token = shared.read(self._redis)
        if token is not None and token.expires - self._now() > EARLY:
            return False
        with shared.lock(self._redis) as mine:
            if mine:
                self._fetch(rejected="")
            return mine

    def replace(self, rejected: str) -> str:
        """A token other than the one that WeChat has just refused."""
        self._seen = 0.0, None
        return self._fetch_or_wait(rejected)

    def _fetch_or_wait(self, rejected: str) -> str:
        ends = time.monotonic() + _PATIENCE
        while True:
            with shared.lock(self._redis) as mine:
                # Another process may have fetched it between our look and our lock.
                token = shared.read(self._redis)
                if token is not None and token.expires > self._now() and token.value != rejected:
                    return token.value
                if mine:
                    return self._fetch(rejected).value
            if time.monotonic() > ends:
                raise WechatError(ErrorClass.RETRY, None, "another process is still fetching the token")
            time.sleep(_LOOK_AGAIN)

    def _fetch(self, rejected: str) -> Token:
        answer = self._ask(force=False)
        if answer["access_token"] == rejected:
            answer = self._ask(force=True)
        token = Token(answer["access_token"], self._now() + int(answer["expires_in"]))
        shared.save(self._redis, token, self._now())
        return token

    def _ask(self, force: bool) -> dict[str, Any]:
        fields = {"grant_type": "client_credential", "appid": self._app_id, "secret": self._secret}
        try:
            response = requests.post(self._url, json={**fields, "force_refresh": force}, timeout=_TIMEOUT)
            answer = response.json()
        except (requests.RequestException, ValueError) as error:
            raise WechatError(ErrorClass.RETRY, None, f"no token: {type(error).__name__}") from None
        if "access_token" not in answer:
            code = int(answer.get("errcode", -1))
            # A refused credential at this door is a wrong secret, which no other token can mend.
            kind = ErrorClass.CONFIGURATION if classify(code) is ErrorClass.TOKEN else classify(code)
            refused = refusal(code, str(answer.get("errmsg", "no token")), kind)
            refused.remedy = Remedy.SECRET if classify(code) is ErrorClass.TOKEN else refused.remedy
            raise refused
        return dict(answer)
