"""The one way in which every call is made: with the shared token, a timeout, one retry at most, and a clear ending."""

import json
import threading
from collections.abc import Callable
from typing import Any, TypeVar

import requests
from urllib3.exceptions import NewConnectionError
from wechatpy.client import WeChatClient
from wechatpy.exceptions import WeChatException

from wxbot.client.codes import classify, refusal
from wxbot.client.token import Tokens
from wxbot.errors import ErrorClass, WechatError

T = TypeVar("T")

_TIMEOUT = (3.05, 10.0)  # Seconds to connect, and between two bytes of the answer.


class _Client(WeChatClient):  # type: ignore[misc]  # wechatpy ships no types.
    """wechatpy's client, told where the API is and never to retry by itself: its own retry has no end."""

    def __init__(self, base_url: str, app_id: str) -> None:
        super().__init__(app_id, "", timeout=_TIMEOUT, auto_retry=False)
        self.root = f"{base_url}/"  # For what does not lie below cgi-bin.
        self.API_BASE_URL = f"{base_url}/cgi-bin/"
        self.shared_token = ""
        # What the environment says of proxies and certificates is looked up once: that costs a fifth of a call.
        found = self._http.merge_environment_settings(self.root, {}, None, None, None)
        self._http.proxies, self._http.verify, self._http.trust_env = dict(found["proxies"]), found["verify"], False

    @property
    def access_token(self) -> str:
        return self.shared_token


class Api:
    """Threads may share it: each has a client, and so a connection, of its own."""

    def __init__(self, base_url: str, app_id: str, tokens: Tokens) -> None:
        self._base_url = base_url
        self._app_id = app_id
        self._tokens = tokens
        self._local = threading.local()

    def call(self, make: Callable[[Any], T], *, repeatable: bool = True) -> T:
        """What ``make`` returns when given wechatpy's client.

        Raises WechatError. ``repeatable`` says that doing the call twice does no harm: then a passing error is tried
        once more; otherwise a call without a clear answer ends as UNKNOWN.
        """
        try:
            return self._with_token(make, repeatable)
        except WechatError as error:
            if error.kind is not ErrorClass.RETRY or not repeatable:
                raise
            return self._with_token(make, repeatable)

    def _with_token(self, make: Callable[[Any], T], repeatable: bool) -> T:
        token = self._tokens.current()
        try:
            return self._once(make, token, repeatable)
        except WechatError as error:
            if error.kind is not ErrorClass.TOKEN:
                raise
        try:
            return self._once(make, self._tokens.replace(token), repeatable)
        except WechatError as error:
            if error.kind is not ErrorClass.TOKEN:
                raise
            message = "WeChat refuses a token that it has just given"
            raise WechatError(ErrorClass.CONFIGURATION, error.code, message, error.rid) from None

    def _once(self, make: Callable[[Any], T], token: str, repeatable: bool) -> T:
        client = self._client()
        client.shared_token = token
        try:
            answer = make(client)
        except WeChatException as error:
            raise _translated(error, repeatable) from None
        except requests.RequestException as error:
            raise _without_answer(type(error).__name__, repeatable or _never_left(error)) from None
        if _is_page(answer):
            raise _without_answer("a page that is not WeChat's", repeatable)
        return answer

    def _client(self) -> _Client:
        if not hasattr(self._local, "client"):
            self._local.client = _Client(self._base_url, self._app_id)
        client: _Client = self._local.client
        return client


def _is_page(answer: object) -> bool:
    """wechatpy hands on what is not JSON as it came: a file, or what something on the way has put in its place."""
    if not isinstance(answer, requests.Response) or "Content-Disposition" in answer.headers:
        return False
    kind = answer.headers.get("Content-Type", "")
    return not kind or kind.startswith(("text/", "application/json"))


def _never_left(error: requests.RequestException) -> bool:
    """Whether there was no connection, so that WeChat cannot have done anything."""
    cause = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(error, requests.ConnectTimeout) or isinstance(cause, NewConnectionError)


def _without_answer(what: str, repeatable: bool) -> WechatError:
    """A timeout or a reset leaves open whether WeChat did what was asked."""
    return WechatError(ErrorClass.RETRY if repeatable else ErrorClass.UNKNOWN, None, f"no answer: {what}")


def _translated(error: WeChatException, repeatable: bool) -> WechatError:
    if error.errcode is None:
        return _without_answer("an HTTP error", repeatable)
    code, message = int(error.errcode), str(error.errmsg)
    kind = classify(code)
    if kind is ErrorClass.RETRY and not repeatable:
        kind = ErrorClass.UNKNOWN  # "Busy" has been seen after the message had gone out.
    return refusal(code, message, kind, _answer(error))


def _answer(error: WeChatException) -> dict[str, Any]:
    """What came with the code: of a message that is there already, its number."""
    try:  # As wechatpy reads answers: WeChat lets characters through that JSON does not have.
        found = json.loads(error.response.content.decode("utf-8", "ignore"), strict=False)
    except (AttributeError, ValueError):
        return {}
    return dict(found) if isinstance(found, dict) else {}
