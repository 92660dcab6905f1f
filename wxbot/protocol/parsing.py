"""A push as a value: which kind it is, what it says, and the name that all its deliveries share.

Names of events are compared without case, since the platform mixes them.
"""

import re
from collections.abc import Callable, Mapping

from wxbot.protocol.events import (
    AgentSession,
    Click,
    Consent,
    Consents,
    Event,
    LocationReport,
    LocationSelect,
    MassFinished,
    Pictures,
    PrivacyChange,
    PublishFinished,
    Qualification,
    Scan,
    ScanCode,
    Subscribe,
    TemplateFinished,
    UnknownEvent,
    Unsubscribe,
    View,
)
from wxbot.protocol.messages import (
    Head,
    Message,
    count_of,
    delivery_of,
    head_of,
    number_of,
    parse_message,
    text_of,
)
from wxbot.protocol.xml import Tree

_PLACE = re.compile(r"[0-9]{1,9}")
_SCENE_PREFIX = "qrscene_"


def _branch(tree: Tree, name: str) -> Tree:
    """The children below a node; empty when the node is missing, empty or a leaf."""
    value = tree.get(name)
    return value if isinstance(value, dict) else {}


def _rows(tree: Tree, name: str) -> list[Tree]:
    """The repeated nodes of a name; one of them comes as a list of one."""
    value = tree.get(name)
    rows = value if isinstance(value, list) else [value]
    return [row for row in rows if isinstance(row, dict)]


def _leaves(tree: Tree, name: str) -> list[str]:
    value = tree.get(name)
    leaves = value if isinstance(value, list) else [value]
    return [leaf for leaf in leaves if isinstance(leaf, str)]


def _subscribe(head: Head, tree: Tree) -> Event:
    scene = text_of(tree, "EventKey").removeprefix(_SCENE_PREFIX)
    return Subscribe(*head, scene=scene, ticket=text_of(tree, "Ticket"))


def _scan(head: Head, tree: Tree) -> Event:
    return Scan(*head, scene=text_of(tree, "EventKey"), ticket=text_of(tree, "Ticket"))


def _location(head: Head, tree: Tree) -> Event:
    latitude, longitude = number_of(tree, "Latitude"), number_of(tree, "Longitude")
    return LocationReport(*head, latitude=latitude, longitude=longitude, precision=number_of(tree, "Precision"))


def _view(head: Head, tree: Tree) -> Event:
    mini_program = _name(tree) == "view_miniprogram"
    return View(*head, url=text_of(tree, "EventKey"), menu_id=text_of(tree, "MenuId"), mini_program=mini_program)


def _scan_code(head: Head, tree: Tree) -> Event:
    info = _branch(tree, "ScanCodeInfo")
    return ScanCode(
        *head,
        key=text_of(tree, "EventKey"),
        scan_type=text_of(info, "ScanType"),
        result=text_of(info, "ScanResult"),
        waits=_name(tree) == "scancode_waitmsg",
    )


def _pictures(head: Head, tree: Tree) -> Event:
    items = _rows(_branch(_branch(tree, "SendPicsInfo"), "PicList"), "item")
    checksums = tuple(text_of(item, "PicMd5Sum") for item in items)
    return Pictures(*head, key=text_of(tree, "EventKey"), name=_name(tree), checksums=checksums)


def _location_select(head: Head, tree: Tree) -> Event:
    info = _branch(tree, "SendLocationInfo")
    return LocationSelect(
        *head,
        key=text_of(tree, "EventKey"),
        latitude=number_of(info, "Location_X"),
        longitude=number_of(info, "Location_Y"),
        scale=count_of(info, "Scale"),
        label=text_of(info, "Label"),
        place=text_of(info, "Poiname"),
    )


def _mass_finished(head: Head, tree: Tree) -> Event:
    items = _rows(_branch(_branch(tree, "ArticleUrlResult"), "ResultList"), "item")
    return MassFinished(
        *head,
        message_id=text_of(tree, "MsgID"),
        status=text_of(tree, "Status"),
        total=count_of(tree, "TotalCount"),
        filtered=count_of(tree, "FilterCount"),
        sent=count_of(tree, "SentCount"),
        failed=count_of(tree, "ErrorCount"),
        urls=tuple(text_of(item, "ArticleUrl") for item in items),
    )


def _template_finished(head: Head, tree: Tree) -> Event:
    return TemplateFinished(*head, message_id=text_of(tree, "MsgID"), status=text_of(tree, "Status"))


def _publish_finished(head: Head, tree: Tree) -> Event:
    info = _branch(tree, "PublishEventInfo")
    return PublishFinished(
        *head,
        publish_id=text_of(info, "publish_id"),
        status=count_of(info, "publish_status"),
        article_id=text_of(info, "article_id"),
        urls=tuple(text_of(item, "article_url") for item in _rows(_branch(info, "article_detail"), "item")),
        failed=tuple(int(place) for place in _leaves(info, "fail_idx") if _PLACE.fullmatch(place)),
    )


def _consent(row: Tree) -> Consent:
    return Consent(
        template_id=text_of(row, "TemplateId"),
        accepted=text_of(row, "SubscribeStatusString").lower() == "accept",
        message_id=text_of(row, "MsgID"),
        error_code=text_of(row, "ErrorCode"),
        error_status=text_of(row, "ErrorStatus"),
    )


def _consents(head: Head, tree: Tree) -> Event:
    name = _name(tree).removeprefix("subscribe_msg_").removesuffix("_event")
    return Consents(*head, name=name, entries=tuple(_consent(row) for row in _consent_rows(tree)))


def _consent_rows(tree: Tree) -> list[Tree]:
    """The platform's own sample nests the change event under the popup's name, so any of the three is accepted."""
    wrappers = ("SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent", "SubscribeMsgSentEvent")
    return [row for wrapper in wrappers for row in _rows(_branch(tree, wrapper), "List")]


def _agent_session(head: Head, tree: Tree) -> Event:
    name = _name(tree).removeprefix("kf_").removesuffix("_session")
    current = text_of(tree, "ToKfAccount") or text_of(tree, "KfAccount")
    return AgentSession(*head, name=name, account_name=current, former_account_name=text_of(tree, "FromKfAccount"))


def _privacy_change(head: Head, tree: Tree) -> Event:
    revoked = _name(tree) == "user_authorization_revoke"
    return PrivacyChange(*head, openid=text_of(tree, "OpenID"), revoked=revoked, details=text_of(tree, "RevokeInfo"))


def _qualification(head: Head, tree: Tree) -> Event:
    return Qualification(
        *head,
        name=_name(tree),
        expires=count_of(tree, "ExpiredTime"),
        failed=count_of(tree, "FailTime"),
        reason=text_of(tree, "FailReason"),
    )


_KINDS: Mapping[str, Callable[[Head, Tree], Event]] = {
    "subscribe": _subscribe,
    "unsubscribe": lambda head, _tree: Unsubscribe(*head),
    "scan": _scan,
    "location": _location,
    "click": lambda head, tree: Click(*head, key=text_of(tree, "EventKey")),
    "view": _view,
    "view_miniprogram": _view,
    "scancode_push": _scan_code,
    "scancode_waitmsg": _scan_code,
    "pic_sysphoto": _pictures,
    "pic_photo_or_album": _pictures,
    "pic_weixin": _pictures,
    "location_select": _location_select,
    "masssendjobfinish": _mass_finished,
    "templatesendjobfinish": _template_finished,
    "publishjobfinish": _publish_finished,
    "subscribe_msg_popup_event": _consents,
    "subscribe_msg_change_event": _consents,
    "subscribe_msg_sent_event": _consents,
    "kf_create_session": _agent_session,
    "kf_close_session": _agent_session,
    "kf_switch_session": _agent_session,
    "user_info_modified": _privacy_change,
    "user_authorization_revoke": _privacy_change,
    "qualification_verify_success": _qualification,
    "qualification_verify_fail": _qualification,
    "naming_verify_success": _qualification,
    "naming_verify_fail": _qualification,
    "annual_renew": _qualification,
    "verify_expired": _qualification,
}


def _name(tree: Tree) -> str:
    return text_of(tree, "Event").strip().lower()


def _delivery(tree: Tree) -> str:
    """Sender and second alone would merge two events of one second; job events need their job's id as well."""
    parts = [text_of(tree, name) for name in ("FromUserName", "CreateTime", "Event", "EventKey")]
    jobs = [text_of(tree, "MsgID"), text_of(_branch(tree, "PublishEventInfo"), "publish_id")]
    # A message's own id where there is one; a change of mind has only its template's.
    jobs += [text_of(row, "MsgID") or text_of(row, "TemplateId") for row in _consent_rows(tree)]
    return delivery_of(*parts, *(job for job in jobs if job))


def parse(tree: Tree) -> Message | Event:
    """The message or event in the tree. Raises MalformedError when one of the common nodes is missing or wrong."""
    if text_of(tree, "MsgType").strip().lower() != "event":
        return parse_message(tree)
    head = head_of(tree, _delivery(tree))
    build = _KINDS.get(_name(tree))
    return build(head, tree) if build else UnknownEvent(*head, name=_name(tree), key=text_of(tree, "EventKey"))
