"""What followers do, as the platform writes it and as it must be read; results of jobs are in ``job_samples``."""

from tests.protocol.samples import HEAD, event
from wxbot.protocol.events import (
    AgentSession,
    Click,
    Event,
    LocationReport,
    LocationSelect,
    Pictures,
    PrivacyChange,
    Qualification,
    Scan,
    ScanCode,
    Subscribe,
    UnknownEvent,
    Unsubscribe,
    View,
)


def key(words: str) -> str:
    return f"<EventKey><![CDATA[{words}]]></EventKey>"


def scanned(kind: str, result: str) -> str:
    return (
        f"<ScanCodeInfo><ScanType><![CDATA[{kind}]]></ScanType><ScanResult><![CDATA[{result}]]></ScanResult>"
        "</ScanCodeInfo>"
    )


TICKET = "<Ticket><![CDATA[gQExample]]></Ticket>"
SUMS = ("0cc175b9c0f1b6a831c399e269772661", "92eb5ffee6ae2fec3ad71c777531578f")
ITEMS = "".join(f"<item><PicMd5Sum><![CDATA[{checksum}]]></PicMd5Sum></item>" for checksum in SUMS)
PICTURES = f"<SendPicsInfo><Count>2</Count><PicList>{ITEMS}</PicList></SendPicsInfo>"
PLACE = (
    "<SendLocationInfo><Location_X><![CDATA[31.23]]></Location_X><Location_Y><![CDATA[121.47]]></Location_Y>"
    "<Scale><![CDATA[15]]></Scale><Label><![CDATA[人民广场]]></Label><Poiname><![CDATA[]]></Poiname></SendLocationInfo>"
)
REPORT = "<Latitude>31.230416</Latitude><Longitude>121.473701</Longitude><Precision>30.000000</Precision>"
MENU = "<MenuId>208379533</MenuId>"
PAGE = "https://example.org/"
DESK = "<KfAccount><![CDATA[desk1@acct]]></KfAccount>"
HANDED_ON = "<FromKfAccount><![CDATA[desk1@acct]]></FromKfAccount><ToKfAccount><![CDATA[desk2@acct]]></ToKfAccount>"
FAILED = "<FailTime>1760000000</FailTime><FailReason><![CDATA[by time]]></FailReason>"
EXPIRES = "<ExpiredTime>1760000000</ExpiredTime>"
OWNER = "<OpenID><![CDATA[oOwner]]></OpenID><AppID><![CDATA[wx1]]></AppID><RevokeInfo>1</RevokeInfo>"

ACTIONS: dict[str, tuple[bytes, Event]] = {
    "subscribe": (event("subscribe", key("")), Subscribe(*HEAD, scene="", ticket="")),
    "subscribe by code": (
        event("subscribe", key("qrscene_desk-12") + TICKET),
        Subscribe(*HEAD, scene="desk-12", ticket="gQExample"),
    ),
    "subscribe after payment": (
        event("subscribe", key("last_trade_no_7")),
        Subscribe(*HEAD, scene="last_trade_no_7", ticket=""),
    ),
    "unsubscribe": (event("unsubscribe", key("")), Unsubscribe(*HEAD)),
    "scan": (event("SCAN", key("desk-12") + TICKET), Scan(*HEAD, scene="desk-12", ticket="gQExample")),
    "location report": (
        event("LOCATION", REPORT),
        LocationReport(*HEAD, latitude=31.230416, longitude=121.473701, precision=30.0),
    ),
    "click": (event("CLICK", key("HELP")), Click(*HEAD, key="HELP")),
    "view": (event("VIEW", key(PAGE) + MENU), View(*HEAD, url=PAGE, menu_id="208379533", mini_program=False)),
    "view_miniprogram": (
        event("view_miniprogram", key("pages/home/index") + MENU),
        View(*HEAD, url="pages/home/index", menu_id="208379533", mini_program=True),
    ),
    "scancode_push": (
        event("scancode_push", key("K1") + scanned("qrcode", "https://example.org/t/9")),
        ScanCode(*HEAD, key="K1", scan_type="qrcode", result="https://example.org/t/9", waits=False),
    ),
    "scancode_waitmsg": (
        event("scancode_waitmsg", key("K2") + scanned("barcode", "EAN_13,6901234567892")),
        ScanCode(*HEAD, key="K2", scan_type="barcode", result="EAN_13,6901234567892", waits=True),
    ),
    **{
        name: (event(name, key("K3") + PICTURES), Pictures(*HEAD, key="K3", name=name, checksums=SUMS))
        for name in ("pic_sysphoto", "pic_photo_or_album", "pic_weixin")
    },
    "location_select": (
        event("location_select", key("K4") + PLACE),
        LocationSelect(*HEAD, key="K4", latitude=31.23, longitude=121.47, scale=15, label="人民广场", place=""),
    ),
    "kf_create_session": (
        event("kf_create_session", DESK),
        AgentSession(*HEAD, name="create", account_name="desk1@acct", former_account_name=""),
    ),
    "kf_close_session": (
        event("kf_close_session", DESK),
        AgentSession(*HEAD, name="close", account_name="desk1@acct", former_account_name=""),
    ),
    "kf_switch_session": (
        event("kf_switch_session", HANDED_ON),
        AgentSession(*HEAD, name="switch", account_name="desk2@acct", former_account_name="desk1@acct"),
    ),
    "user_info_modified": (
        event("user_info_modified", OWNER),
        PrivacyChange(*HEAD, openid="oOwner", revoked=False, details="1"),
    ),
    "user_authorization_revoke": (
        event("user_authorization_revoke", OWNER),
        PrivacyChange(*HEAD, openid="oOwner", revoked=True, details="1"),
    ),
    **{
        name: (event(name, EXPIRES), Qualification(*HEAD, name=name, expires=1760000000, failed=0, reason=""))
        for name in ("qualification_verify_success", "naming_verify_success", "annual_renew", "verify_expired")
    },
    **{
        name: (event(name, FAILED), Qualification(*HEAD, name=name, expires=0, failed=1760000000, reason="by time"))
        for name in ("qualification_verify_fail", "naming_verify_fail")
    },
    "event of tomorrow": (event("beam_me_up", key("K9")), UnknownEvent(*HEAD, name="beam_me_up", key="K9")),
}
