"""Every setting, read once from the environment or ``.env``. A wrong one stops the process with one clear sentence."""

from enum import StrEnum
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from wxbot.errors import SettingsError
from wxbot.hours import Hours
from wxbot.protocol.crypto import AesKey

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class AccountKind(StrEnum):
    """What the account is; it decides what the platform lets it do."""

    SUBSCRIPTION = "subscription"
    SUBSCRIPTION_VERIFIED = "subscription-verified"
    SERVICE = "service"
    SERVICE_VERIFIED = "service-verified"
    SANDBOX = "sandbox"

    @property
    def may_send(self) -> bool:
        """Whether customer-service messages are allowed."""
        return self not in (AccountKind.SUBSCRIPTION, AccountKind.SERVICE)


def _url(*schemes: str) -> AfterValidator:
    def check(value: str) -> str:
        try:
            parts = urlsplit(value)
        except ValueError:
            raise ValueError("is not an address") from None  # Python's own words would show it, password and all.
        if parts.scheme not in schemes:
            raise ValueError(f"must begin with one of {', '.join(f'{scheme}://' for scheme in schemes)}")
        if parts.scheme in ("http", "https") and not parts.hostname:
            raise ValueError("must name a host")
        return value.rstrip("/")

    return AfterValidator(check)


def _aes_key(value: SecretStr) -> SecretStr:
    if value.get_secret_value():
        try:
            AesKey.parse(value.get_secret_value())
        except SettingsError as error:
            raise ValueError(str(error)) from None
    return value


def _fernet_keys(value: SecretStr) -> SecretStr:
    for key in value.get_secret_value().split(","):
        try:
            Fernet(key.strip())
        except ValueError:
            raise ValueError(
                "must hold Fernet keys (32 bytes in URL-safe base64), newest first, commas between"
            ) from None
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError):
        raise ValueError("must name a time zone, such as Asia/Shanghai") from None
    return value


def _hours(value: str) -> str:
    Hours.parse(value)
    return value


HttpAddress = Annotated[str, _url("http", "https")]
Days = Annotated[int, Field(ge=7, le=36500)]
Secret = Annotated[SecretStr, Field(min_length=16)]
EncodingAesKey = Annotated[SecretStr, AfterValidator(_aes_key)]


class Settings(BaseSettings):
    """Field names in upper case are the names in the environment."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True)

    wechat_token: Annotated[SecretStr, Field(min_length=3, max_length=32)]
    wechat_app_id: Annotated[str, Field(min_length=1)]
    wechat_app_secret: Annotated[SecretStr, Field(min_length=1)]
    wechat_encoding_aes_key: EncodingAesKey = SecretStr("")
    wechat_previous_aes_key: EncodingAesKey = SecretStr("")
    wechat_api_base_url: HttpAddress = "https://api.weixin.qq.com"
    wechat_account_kind: AccountKind = AccountKind.SERVICE_VERIFIED
    wechat_freshness: Annotated[int, Field(ge=10, le=800)] = 300

    database_url: Annotated[str, _url("sqlite", "postgresql")]
    redis_url: Annotated[str, _url("redis", "rediss", "unix")]
    public_url: HttpAddress
    secret_key: Secret
    fernet_keys: Annotated[SecretStr, AfterValidator(_fernet_keys)]
    openid_hash_key: Secret
    account_time_zone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    media_dir: str = "var/media"
    person_handover: bool = False  # Whether who asks for a person is handed to WeChat's desk in office hours.
    office_hours: Annotated[str, AfterValidator(_hours)] = "Mon-Fri 09:00-17:30"

    journal_keep_days: Days = 365  # What followers wrote and were answered.
    figures_keep_days: Days = 1830  # Counts by day, which name nobody.
    outbox_keep_days: Days = 180  # Customer-service messages that went out or were refused.
    sends_keep_days: Days = 180  # What each follower got of a broadcast; how many got what stays.

    staff_second_factor: Literal["required", "optional"] = "required"

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    web_workers: Annotated[int, Field(ge=1, le=64)] = 2
    web_threads: Annotated[int, Field(ge=2, le=256)] = 16
    push_concurrency: Annotated[int, Field(ge=1, le=512)] = 64  # Calls that one process makes at the same time.
    push_rate: Annotated[int, Field(ge=1, le=100_000)] = 1000  # Calls a second of all processes together.
    flood_limit: Annotated[int, Field(ge=1)] = 30
    clock_url: str = ""

    @model_validator(mode="after")
    def _clock_only_in_simulation(self) -> "Settings":
        if self.clock_url and not self.simulated:
            raise ValueError("CLOCK_URL is only for a simulator: WECHAT_API_BASE_URL must then be on this machine")
        return self

    @model_validator(mode="after")
    def _previous_key_has_a_successor(self) -> "Settings":
        if self.wechat_previous_aes_key.get_secret_value() and not self.wechat_encoding_aes_key.get_secret_value():
            raise ValueError("WECHAT_PREVIOUS_AES_KEY is the key before WECHAT_ENCODING_AES_KEY, which must be set too")
        return self

    @property
    def simulated(self) -> bool:
        """Whether the API is on this machine, and so cannot be WeChat's."""
        return urlsplit(self.wechat_api_base_url).hostname in _LOOPBACK

    @property
    def aes_keys(self) -> tuple[AesKey, ...]:
        """The current key first."""
        given = (self.wechat_encoding_aes_key.get_secret_value(), self.wechat_previous_aes_key.get_secret_value())
        return tuple(AesKey.parse(key) for key in given if key)

    @property
    def celery_url(self) -> str:
        """REDIS_URL as Celery spells it: it knows a socket by another scheme."""
        return (
            "redis+socket" + self.redis_url.removeprefix("unix")
            if self.redis_url.startswith("unix:")
            else self.redis_url
        )

    @property
    def limiter_url(self) -> str:
        """REDIS_URL as Flask-Limiter spells it."""
        return f"redis+{self.redis_url}" if self.redis_url.startswith("unix:") else self.redis_url


def load() -> Settings:
    """Raises SettingsError with a sentence that names every setting that is missing or wrong."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None


def _sentence(error: ValidationError) -> str:
    """Names only, never values: a secret may be among them."""
    missing = [str(e["loc"][0]).upper() for e in error.errors() if e["type"] == "missing"]
    wrong = [_complaint(e["loc"], e["msg"]) for e in error.errors() if e["type"] != "missing"]
    parts = [f"{', '.join(missing)} must be set in the environment or in .env"] if missing else []
    return "; ".join(parts + wrong) + "."


def _complaint(place: tuple[int | str, ...], message: str) -> str:
    words = message.removeprefix("Value error, ")
    return f"{str(place[0]).upper()}: {words}" if place else words
