"""What one simulated account is and where its bot lives; read once from the environment, replaced as a whole later."""

import os
import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

MODES = ("plain", "compat", "safe")
LOCATION_REPORTS = ("off", "enter", "always")
KINDS = ("subscription", "subscription-verified", "service", "service-verified", "sandbox")
_KEY_LENGTH = 43
_TOKEN_LENGTHS = range(40, 513)


@dataclass(frozen=True)
class Settings:
    """An empty ``mode`` means safe when there is an AES key, else plain. Port 0 takes a free one.

    ``location_report`` says when followers tell where they are: never, when they enter the chat, or every few seconds
    while they are in it. ``previous_aes_key`` is filled when the key is changed. ``job_delay`` is how many seconds
    sending and publishing take; with ``mass_confirmation`` a message to everyone waits for an administrator.
    """

    port: int = 8001
    webhook_url: str = "http://127.0.0.1:8000/wechat"
    token: str = "simulator"  # noqa: S105 - It protects nothing outside this machine.
    app_id: str = "wx5f1a2b3c4d5e6f70"
    app_secret: str = "0123456789abcdef0123456789abcdef"  # noqa: S105 - As above.
    aes_key: str = ""
    mode: str = ""
    kind: str = "service-verified"
    trace_url: str = ""
    account_name: str = "外交小助手"
    gh_id: str = "gh_5f1a2b3c4d5e"
    deadline: float = 5.0
    interval: float = 5.0
    deliveries: int = 3
    openid_in_query: bool = True
    same_nonce: bool = False
    allowed_ips: tuple[str, ...] = ()
    secret_frozen: bool = False
    token_length: int = 157
    unicode_escapes_refused: bool = True
    previous_aes_key: str = ""
    location_report: str = "off"
    agents_online: bool = True
    job_delay: float = 0.2
    mass_confirmation: bool = False

    def __post_init__(self) -> None:
        mode = self.mode or ("safe" if self.aes_key else "plain")
        object.__setattr__(self, "mode", mode)
        _require(mode in MODES, f"the mode must be one of {', '.join(MODES)}")
        _require(self.kind in KINDS, f"the account kind must be one of {', '.join(KINDS)}")
        _require(
            not self.aes_key or len(self.aes_key) == _KEY_LENGTH, f"the AES key must have {_KEY_LENGTH} characters"
        )
        _require(bool(self.aes_key) or mode == "plain", f"the mode {mode} needs an AES key")
        _require(
            self.location_report in LOCATION_REPORTS,
            f"the location report must be one of {', '.join(LOCATION_REPORTS)}",
        )
        _require(self.token_length in _TOKEN_LENGTHS, "the token length must be between 40 and 512")
        _require(self.deliveries > 0 and self.deadline > 0, "there must be a delivery and a deadline")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Raises ValueError with one sentence when a value cannot be used."""
        given = {name: environ[variable] for name, variable in _VARIABLES.items() if environ.get(variable)}
        port = environ.get("SIMULATOR_PORT") or "8001"
        _require(port.isascii() and port.isdigit() and int(port) < 65536, "SIMULATOR_PORT must be a port number")
        return replace(cls(port=int(port)), mode=given.pop("mode", ""), **given)  # type: ignore[arg-type]

    def changed(self, changes: Mapping[str, object]) -> "Settings":
        """A copy with the changes. Raises ValueError for unknown names and for values of another type."""
        kinds = {field.name: type(getattr(self, field.name)) for field in fields(self)}
        values = {name: _cast(name, value, kinds) for name, value in changes.items()}
        if "aes_key" in values and "mode" not in values:
            values["mode"] = ""
        if self.aes_key and values.get("aes_key", self.aes_key) != self.aes_key:
            values.setdefault("previous_aes_key", self.aes_key)
        return replace(self, **values)  # type: ignore[arg-type]

    def with_key(self, aes_key: str = "") -> "Settings":
        """A copy with another AES key, a random one when none is given, and the mode as it is. Raises ValueError."""
        return self.changed({"aes_key": aes_key or new_aes_key(), "mode": self.mode if self.aes_key else ""})


_VARIABLES = {
    "webhook_url": "SIMULATOR_WEBHOOK_URL",
    "token": "WECHAT_TOKEN",
    "app_id": "WECHAT_APP_ID",
    "app_secret": "WECHAT_APP_SECRET",
    "aes_key": "WECHAT_ENCODING_AES_KEY",
    "mode": "SIMULATOR_MODE",
    "kind": "WECHAT_ACCOUNT_KIND",
    "trace_url": "TRACE_URL",
    "account_name": "SIMULATOR_ACCOUNT_NAME",
}


def new_aes_key() -> str:
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(_KEY_LENGTH))


def _require(fine: bool, sentence: str) -> None:
    if not fine:
        raise ValueError(sentence)


def _cast(name: str, value: object, kinds: Mapping[str, type]) -> object:
    _require(name in kinds and name != "port", f"there is no setting {name!r} to change")
    kind = kinds[name]
    if kind is tuple and isinstance(value, list):
        return tuple(str(part) for part in value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    _require(type(value) is kind, f"{name} must be a {kind.__name__}")
    return value
