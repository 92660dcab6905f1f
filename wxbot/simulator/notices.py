"""The account's own notifications, and the public library that it takes them from."""

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from wxbot.simulator.errors import ApiError, require
from wxbot.simulator.message_templates import Template

MOST = 25
ONCE, LASTING = 2, 3


@dataclass(frozen=True)
class Notice:
    """``kind`` is ``ONCE``, where a yes is worth one message, or ``LASTING``, where it holds until it is withdrawn."""

    template: Template
    kind: int = ONCE
    english: str = ""

    @property
    def id(self) -> str:
        return self.template.id


@dataclass(frozen=True)
class Keyword:
    number: int
    name: str
    field: str
    example: str


@dataclass(frozen=True)
class Title:
    """One entry of the library: what the account picks two to five keywords of."""

    number: str
    title: str
    kind: int
    category: int
    keywords: tuple[Keyword, ...]


CATEGORIES: Mapping[int, str] = {616: "政务服务", 307: "公共安全"}
LIBRARY = (
    Title(
        "3021",
        "预约提醒",
        ONCE,
        616,
        (
            Keyword(1, "预约事项", "thing1", "护照换发"),
            Keyword(2, "预约时间", "time2", "2026年10月1日 09:00"),
            Keyword(3, "预约地点", "thing3", "领事大厅"),
            Keyword(4, "温馨提示", "thing4", "请携带证件"),
        ),
    ),
    Title(
        "3022",
        "受理结果通知",
        ONCE,
        616,
        (
            Keyword(1, "业务编号", "character_string1", "A20260001"),
            Keyword(2, "业务名称", "thing2", "公证认证"),
            Keyword(3, "受理结果", "phrase3", "已受理"),
        ),
    ),
    Title(
        "3023",
        "灾害预警通知",
        LASTING,
        307,
        (
            Keyword(1, "预警内容", "thing1", "台风来临请减少外出"),
            Keyword(2, "预警地区", "thing2", "九州地区"),
            Keyword(3, "发布时间", "time3", "2026年9月1日 18:00"),
        ),
    ),
)
SAMPLES = (
    Notice(
        Template(
            "TPL-SAFETY-0000000000000000000000000000001",
            "安全提醒通知",
            "提醒事项：{{thing1.DATA}}\n提醒地区：{{thing2.DATA}}\n发布时间：{{time3.DATA}}\n",
            "提醒事项：台风来临请减少外出\n提醒地区：九州地区\n发布时间：2026年9月1日 18:00\n",
        ),
        LASTING,
        "Safety notices",
    ),
    Notice(
        Template(
            "TPL-PROGRESS-00000000000000000000000000002",
            "办理进度提醒",
            "业务编号：{{character_string1.DATA}}\n业务名称：{{thing2.DATA}}\n当前状态：{{phrase3.DATA}}\n",
            "业务编号：A20260001\n业务名称：护照换发\n当前状态：已受理\n",
        ),
        ONCE,
        "Progress of an application",
    ),
    Notice(
        Template(
            "TPL-EVENT-0000000000000000000000000000003",
            "活动开始提醒",
            "活动名称：{{thing1.DATA}}\n开始时间：{{time2.DATA}}\n活动地点：{{thing3.DATA}}\n",
            "活动名称：使馆开放日\n开始时间：2026年10月1日 14:00\n活动地点：大使馆花园\n",
        ),
        ONCE,
        "Start of an event",
    ),
)


class Notices:
    def __init__(self) -> None:
        self._mine: dict[str, Notice] = {one.id: one for one in SAMPLES}
        self._lock = threading.Lock()

    def add(self, title: str, content: str, example: str = "", kind: int = ONCE) -> Notice:
        """Raises ApiError when there are too many."""
        with self._lock:
            require(len(self._mine) < MOST, 200012)
            new = Notice(Template(secrets.token_urlsafe(32), title, content, example), kind)
            self._mine[new.id] = new
            return new

    def delete(self, notice_id: str) -> None:
        """Raises ApiError."""
        with self._lock:
            require(self._mine.pop(notice_id, None) is not None, 40037)

    def get(self, notice_id: str) -> Notice:
        """Raises ApiError."""
        if notice_id not in self._mine:
            raise ApiError(40037)
        return self._mine[notice_id]

    def lasting(self, notice_id: str) -> bool:
        notice = self._mine.get(notice_id)
        return notice is not None and notice.kind == LASTING

    def all(self) -> tuple[Notice, ...]:
        with self._lock:
            return tuple(self._mine.values())
