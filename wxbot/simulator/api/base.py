"""Tokens, addresses, quotas and request ids."""

import hmac
from collections.abc import Mapping
from typing import Any

from wxbot.simulator.api.call import OK, Answer, Call, Endpoint, text
from wxbot.simulator.errors import ApiError, require

BAD_ADDRESS = 40164
_GRANT = "client_credential"


def token(call: Call) -> Answer:
    _check_credentials(call, call.query)
    minted, life = call.state.tokens.plain(call.now, call.world.settings.token_length)
    return {"access_token": minted, "expires_in": life}


def stable_token(call: Call) -> Answer:
    body = call.json()
    _check_credentials(call, body)
    force = body.get("force_refresh") is True
    current, life = call.state.tokens.stable(call.now, call.world.settings.token_length, force)
    return {"access_token": current, "expires_in": life}


def _check_credentials(call: Call, given: Mapping[str, Any]) -> None:
    settings = call.world.settings
    require(given.get("grant_type") == _GRANT, 40002)
    _check_application(call, text(given, "appid", 41002), text(given, "secret", 41004))
    require(not settings.secret_frozen, 40243)
    if settings.allowed_ips and call.ip not in settings.allowed_ips:
        raise ApiError(BAD_ADDRESS, bad_address(call.ip))


def bad_address(ip: str) -> str:
    return f"invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist"


def _check_application(call: Call, app_id: str, secret: str) -> None:
    require(app_id == call.world.settings.app_id, 40013)
    require(hmac.compare_digest(secret.encode(), call.world.settings.app_secret.encode()), 40125)


def callback_ips(_call: Call) -> Answer:
    return {"ip_list": ["127.0.0.1"]}


def clear_quota(call: Call) -> Answer:
    require(text(call.json(), "appid", 41002) == call.world.settings.app_id, 40013)
    call.state.quotas.clear(call.now)
    return OK


def clear_quota_by_secret(call: Call) -> Answer:
    given: Mapping[str, Any] = call.query if call.query.get("appid") else call.json()
    _check_application(call, text(given, "appid", 41002), text(given, "appsecret", 41004))
    call.state.quotas.clear(call.now)
    return OK


def get_quota(call: Call) -> Answer:
    path = _known_path(call)
    quota = call.state.quotas.of(path, call.now, call.kind == "sandbox")
    rate = {"call_count": quota.minutely, "refresh_second": 60}
    left = max(0, quota.daily - quota.used)
    return {**OK, "quota": {"daily_limit": quota.daily, "used": quota.used, "remain": left}, "rate_limit": rate}


def clear_one_quota(call: Call) -> Answer:
    call.state.quotas.clear(call.now, _known_path(call))
    return OK


def _known_path(call: Call) -> str:
    path = text(call.json(), "cgi_path", 76021)
    require(path.startswith("/cgi-bin/"), 76021)
    return path


def get_rid(call: Call) -> Answer:
    return {**OK, "request": call.state.rids.find(text(call.json(), "rid", 76002), call.now)}


ENDPOINTS = (
    Endpoint("/cgi-bin/token", "GET", "base", token, token=False),
    Endpoint("/cgi-bin/stable_token", "POST", "base", stable_token, token=False),
    Endpoint("/cgi-bin/getcallbackip", "GET", "base", callback_ips),
    Endpoint("/cgi-bin/get_api_domain_ip", "GET", "base", callback_ips),
    Endpoint("/cgi-bin/clear_quota", "POST", "base", clear_quota),
    Endpoint("/cgi-bin/clear_quota/v2", "POST", "base", clear_quota_by_secret, token=False),
    Endpoint("/cgi-bin/openapi/quota/get", "POST", "base", get_quota),
    Endpoint("/cgi-bin/openapi/quota/clear", "POST", "base", clear_one_quota),
    Endpoint("/cgi-bin/openapi/rid/get", "POST", "base", get_rid),
)
