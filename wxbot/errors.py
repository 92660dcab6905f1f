"""Every error that the project raises on purpose, as one tree.

WxbotError
├── SettingsError         a setting is missing or wrong; the process must not start
├── ContentError          a delivered file or an item's body does not fit its kind
├── RuleError             what somebody asked for is against a rule, or comes too late
│   ├── ConflictError         somebody else saved a newer revision meanwhile
│   └── OutdatedError         something happened to it since it was read
├── ProtocolError         what came in through the webhook is not a message of WeChat's
│   ├── SignatureError        not signed by WeChat, or not for us
│   ├── StaleError            signed once, but too long ago: a replay
│   └── MalformedError        signed, but not the XML that the contract describes
├── LimitError            a reply that WeChat would refuse
├── SealError             what was sealed cannot be opened with the keys that are set
├── Unavailable           a part that we need does not answer now
│   ├── StateUnavailable      Redis
│   └── StoreUnavailable      the SQL database
└── WechatError           WeChat's API refused a call, or gave no clear answer
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class WxbotError(Exception):
    """The root: catching it catches nothing that is a fault of the code."""


class SettingsError(WxbotError):
    """One sentence that names the setting and says what it should be."""


class ContentError(WxbotError):
    """One sentence that names the file or the item and the field that is wrong."""


class RuleError(WxbotError):
    """One sentence that says which rule; ``why`` is that sentence, from the list of whoever raises it.

    ``places`` fill its ``%(names)s``; both are kept apart, so that the sentence can be said in another language.
    """

    def __init__(self, why: str, **places: object) -> None:
        super().__init__(why % places if places else why)
        self.why = why
        self.places = places


class ConflictError(RuleError):
    """What was saved began from a revision that is not the newest any more; ``newest`` is that one's number."""

    def __init__(self, newest: int) -> None:
        super().__init__("somebody saved a newer revision meanwhile")
        self.newest = newest


class OutdatedError(RuleError):
    """What is there now must be read before it is changed."""


class ProtocolError(WxbotError):
    """The request did not come from WeChat, or is not what WeChat sends."""


class SignatureError(ProtocolError):
    """The signature, the message signature or the app id inside the ciphertext is wrong."""


class StaleError(ProtocolError):
    """The timestamp lies outside the freshness window."""


class MalformedError(ProtocolError):
    """The body is not the XML that the contract describes."""


class LimitError(WxbotError):
    """The reply breaks one of the platform's limits."""


class SealError(WxbotError):
    """None of the keys opens it: the key that sealed it is not among the settings any more."""


class Unavailable(WxbotError):
    """A part of ours does not answer now; the caller goes on without it or says so."""


class StateUnavailable(Unavailable):
    """Redis does not answer, or the breaker says that it did not a moment ago."""


class StoreUnavailable(Unavailable):
    """The SQL database does not answer within the time allowed."""


class ErrorClass(StrEnum):
    """What an error code of WeChat's means for the caller; the class decides what happens next."""

    TOKEN = "token"  # noqa: S105 - the name of a class of errors, not a secret
    RETRY = "retry"
    MINUTE = "minute"
    DAY = "day"
    WINDOW = "window"
    DROP = "drop"
    DUPLICATE = "duplicate"
    PERMISSION = "permission"
    CONFIGURATION = "configuration"
    FIX = "fix"
    UNKNOWN = "unknown"
    PENDING = "pending"  # An administrator is asked on his phone; until he has answered, nothing is sent again.


class Remedy(StrEnum):
    """What staff can do about an error; the console has a sentence for each."""

    VERIFICATION = "verification"  # The account's kind may not do it, or its verification has run out.
    ACCOUNT_KIND = "account-kind"
    DAY_QUOTA = "day-quota"
    MASS_QUOTA = "mass-quota"
    SLOWER = "slower"
    ADDRESS = "address"  # The caller's address, ``ip``, is to be put on the list at WeChat.
    ADDRESS_CONFIRM = "address-confirm"  # An administrator has to allow it, or has refused a moment ago.
    CONFIRM = "confirm"
    SECRET = "secret"  # noqa: S105 - the name of a remedy, not a secret
    SECRET_FROZEN = "secret-frozen"  # noqa: S105
    AGREEMENT = "agreement"
    BANNED = "banned"
    FROZEN = "frozen"
    PUNISHED = "punished"
    RETIRED = "retired"
    COMMENTS = "comments"
    SERVICE_DESK = "service-desk"
    TEMPLATE = "template"
    TEMPLATE_BANNED = "template-banned"
    FIELD = "field"  # The template's field called ``field``.
    CONSENT = "consent"
    ARTICLE = "article"
    MEDIA = "media"
    WEBSITE = "website"


class WechatError(WxbotError):
    """A call to WeChat's API that did not succeed.

    ``code`` is WeChat's errcode, or None when no answer came (then ``kind`` is UNKNOWN: the call may have
    been carried out). ``rid`` is WeChat's request id for its support desk, or empty. ``remedy`` says what staff can do
    where that is known, with ``places`` to fill its sentence; ``answer`` is what else WeChat said.
    """

    def __init__(
        self,
        kind: ErrorClass,
        code: int | None,
        message: str,
        rid: str = "",
        *,
        remedy: Remedy | None = None,
        places: Mapping[str, str] | None = None,
        answer: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{message} (errcode {code}, {kind})")
        self.kind = kind
        self.code = code
        self.message = message
        self.rid = rid
        self.remedy = remedy
        self.places = dict(places or {})
        self.answer = dict(answer or {})

    @property
    def permanent(self) -> bool:
        """Whether the same call would fail again however long one waits."""
        return self.kind in {ErrorClass.DROP, ErrorClass.PERMISSION, ErrorClass.CONFIGURATION, ErrorClass.FIX}

    @property
    def account_wide(self) -> bool:
        """Whether it would be the same for every follower: a run stops, and staff are told what to do."""
        return self.kind in {ErrorClass.PERMISSION, ErrorClass.CONFIGURATION, ErrorClass.DAY, ErrorClass.PENDING}
