"""How a push is wrapped for its way: signed, sealed with the key of the account, or wrong on purpose."""

import secrets
from dataclasses import dataclass, replace

from wxbot.simulator.settings import Settings
from wxbot.simulator.wire import encrypt, render, seal, signature


@dataclass(frozen=True)
class PushOptions:
    """Ways in which a push can be wrong on purpose; ``mode`` and ``deliveries`` override the settings.

    ``age`` is how many seconds ago the push claims to have been signed. ``old_key`` is not wrong: for a while after
    a change the platform still seals with the key before.
    """

    mode: str = ""
    deliveries: int = 0
    wrong_app_id: bool = False
    bad_padding: bool = False
    bad_signature: bool = False
    bad_msg_signature: bool = False
    old_key: bool = False
    age: float = 0.0

    @property
    def forged(self) -> bool:
        """Whether the account should refuse it; then nobody waits for an answer in a chat."""
        wrong = (self.wrong_app_id, self.bad_padding, self.bad_signature, self.bad_msg_signature)
        return any(wrong) or self.age != 0


def settings_for(settings: Settings, options: PushOptions) -> Settings:
    """The settings with the key that this push is sealed with. Raises ValueError when there is none before."""
    if not options.old_key:
        return settings
    if not settings.previous_aes_key:
        raise ValueError("there is no key before the present one")
    return replace(settings, aes_key=settings.previous_aes_key)


def wrapped(
    xml: str, openid: str, mode: str, settings: Settings, options: PushOptions, now: float, nonce: str
) -> tuple[str, dict[str, str]]:
    """The body and the query of one delivery."""
    timestamp = str(int(now - options.age))
    signed = signature(settings.token, timestamp, nonce)
    query = {"signature": _spoiled(signed) if options.bad_signature else signed, "timestamp": timestamp, "nonce": nonce}
    if settings.openid_in_query and openid:
        query["openid"] = openid
    if mode == "plain":
        return xml, query
    sealed = _sealed(xml, settings, options)
    signed = signature(settings.token, timestamp, nonce, sealed)
    query |= {"encrypt_type": "aes", "msg_signature": _spoiled(signed) if options.bad_msg_signature else signed}
    return _envelope(xml, sealed, mode, settings), query


def _sealed(xml: str, settings: Settings, options: PushOptions) -> str:
    if options.bad_padding:
        return encrypt(b"\xff" * 64, settings.aes_key)
    app_id = settings.app_id[::-1] if options.wrong_app_id else settings.app_id
    return seal(xml, settings.aes_key, app_id)


def _envelope(xml: str, sealed: str, mode: str, settings: Settings) -> str:
    """Compat mode holds the plain nodes and the ciphertext in one document."""
    if mode == "compat":
        return xml.replace("</xml>", render({"Encrypt": sealed})[len("<xml>") :])
    return render({"ToUserName": settings.gh_id, "Encrypt": sealed})


def _spoiled(signed: str) -> str:
    return ("1" if signed[0] == "0" else "0") + signed[1:]


def new_nonce() -> str:
    return str(secrets.randbelow(900_000_000) + 100_000_000)
