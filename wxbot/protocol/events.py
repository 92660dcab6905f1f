"""The events that WeChat pushes, as values."""

from dataclasses import dataclass

from wxbot.protocol.messages import Incoming


@dataclass(frozen=True, slots=True)
class Subscribe(Incoming):
    scene: str  # Of the QR code that led here, without the prefix; empty for a plain follow.
    ticket: str


@dataclass(frozen=True, slots=True)
class Unsubscribe(Incoming):
    pass


@dataclass(frozen=True, slots=True)
class Scan(Incoming):
    scene: str
    ticket: str


@dataclass(frozen=True, slots=True)
class LocationReport(Incoming):
    latitude: float
    longitude: float
    precision: float


@dataclass(frozen=True, slots=True)
class Click(Incoming):
    key: str


@dataclass(frozen=True, slots=True)
class View(Incoming):
    """A page or a mini program was opened from the menu; the client shows no reply to it."""

    url: str
    menu_id: str
    mini_program: bool


@dataclass(frozen=True, slots=True)
class ScanCode(Incoming):
    """A code was scanned from a menu button; with ``waits`` the client waits for our answer."""

    key: str
    scan_type: str
    result: str
    waits: bool


@dataclass(frozen=True, slots=True)
class Pictures(Incoming):
    """Pictures were picked from a menu button; each follows as an image message of its own."""

    key: str
    name: str
    checksums: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LocationSelect(Incoming):
    """A place was picked from a menu button; a location message follows."""

    key: str
    latitude: float
    longitude: float
    scale: int
    label: str
    place: str


@dataclass(frozen=True, slots=True)
class MassFinished(Incoming):
    message_id: str
    status: str
    total: int
    filtered: int
    sent: int
    failed: int
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TemplateFinished(Incoming):
    message_id: str
    status: str


@dataclass(frozen=True, slots=True)
class PublishFinished(Incoming):
    publish_id: str
    status: int
    article_id: str
    urls: tuple[str, ...]
    failed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Consent:
    """One line of a notification popup, of a change of mind, or of a notice that was sent."""

    template_id: str
    accepted: bool
    message_id: str
    error_code: str
    error_status: str


@dataclass(frozen=True, slots=True)
class Consents(Incoming):
    name: str  # popup, change or sent
    entries: tuple[Consent, ...]


@dataclass(frozen=True, slots=True)
class AgentSession(Incoming):
    """A session at WeChat's own customer-service desk began, ended or changed hands."""

    name: str  # create, close or switch
    account_name: str
    former_account_name: str


@dataclass(frozen=True, slots=True)
class PrivacyChange(Incoming):
    """A follower changed or withdrew what he had allowed; withdrawing must be acted on."""

    openid: str
    revoked: bool
    details: str


@dataclass(frozen=True, slots=True)
class Qualification(Incoming):
    """The account's own verification or naming passed, failed or runs out; staff must hear of it."""

    name: str
    expires: int
    failed: int
    reason: str


@dataclass(frozen=True, slots=True)
class UnknownEvent(Incoming):
    name: str
    key: str


Event = (
    Subscribe
    | Unsubscribe
    | Scan
    | LocationReport
    | Click
    | View
    | ScanCode
    | Pictures
    | LocationSelect
    | MassFinished
    | TemplateFinished
    | PublishFinished
    | Consents
    | AgentSession
    | PrivacyChange
    | Qualification
    | UnknownEvent
)
