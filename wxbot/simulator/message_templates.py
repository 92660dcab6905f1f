"""Templates of messages: the account's own, what may stand in their fields, and which sends were repeats."""

import re
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from wxbot.simulator.errors import ApiError, require

MOST = 25
_IDEMPOTENT = 600
_FIELD = re.compile(r"\{\{(\w+)\.DATA\}\}")
_KIND = re.compile(r"([a-z_]+?)\d+")


@dataclass(frozen=True)
class Template:
    """``content`` has a line for each field, such as ``时间：{{time2.DATA}}``."""

    id: str
    title: str
    content: str
    example: str = ""
    primary: str = "政府与公共事业"
    deputy: str = "公共事业"

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(_FIELD.findall(self.content))

    def lines(self, values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """Each line's words and its value; the old opening and closing lines are no longer shown."""
        rows = []
        for line in self.content.splitlines():
            found = _FIELD.search(line)
            if found and found.group(1) not in ("first", "remark"):
                label = line[: found.start()].strip().rstrip("：:")
                rows.append((label, values.get(found.group(1), "")))
        return tuple(rows)


SAMPLES = (
    Template(
        "TMPL-EVENT-00000000000000000000000000000001",
        "活动开始提醒",
        "活动名称：{{thing1.DATA}}\n开始时间：{{time2.DATA}}\n活动地点：{{thing3.DATA}}\n备注：{{thing4.DATA}}\n",
        "活动名称：使馆开放日\n开始时间：2026年10月1日 14:00\n活动地点：大使馆花园\n备注：请携带证件\n",
    ),
    Template(
        "TMPL-PROGRESS-00000000000000000000000000002",
        "办理进度通知",
        "业务编号：{{character_string1.DATA}}\n业务名称：{{thing2.DATA}}\n当前状态：{{phrase3.DATA}}\n"
        "更新时间：{{time4.DATA}}\n",
        "业务编号：A20260001\n业务名称：护照换发\n当前状态：已受理\n更新时间：2026年10月1日 09:00\n",
    ),
    Template(
        "TMPL-SAFETY-00000000000000000000000000000003",
        "安全提醒通知",
        "提醒事项：{{thing1.DATA}}\n提醒地区：{{thing2.DATA}}\n发布时间：{{time3.DATA}}\n联系电话：{{phone_number4.DATA}}\n",
        "提醒事项：台风来临请减少外出\n提醒地区：九州地区\n发布时间：2026年9月1日 18:00\n联系电话：+86-10-12308\n",
    ),
)


def _length(most: int) -> Callable[[str], bool]:
    return lambda value: len(value) <= most


def _matching(pattern: str) -> Callable[[str], bool]:
    shape = re.compile(pattern)
    return lambda value: shape.fullmatch(value) is not None


_DATE = r"(\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})"
_TIME = r"\d{1,2}:\d{2}(:\d{2})?"
_MOMENT = rf"({_DATE}|({_DATE} ?)?{_TIME})"
# What each kind of field takes; the number after the kind only tells fields apart.
_KINDS: Mapping[str, Callable[[str], bool]] = {
    "thing": _length(20),
    "phrase": _matching(r"[\u4e00-\u9fff]{1,5}"),
    "character_string": _matching(r"[\x21-\x7e]{1,32}"),
    "letter": _matching(r"[A-Za-z]{1,32}"),
    "symbol": _length(5),
    "number": _matching(r"-?(?=.{1,32}$)\d+(\.\d+)?"),
    "amount": _matching(r"[^\d\s]{0,3}\d{1,10}(\.\d+)?元?"),
    "phone_number": _matching(r"[\d+() -]{1,17}"),
    "car_number": _length(8),
    "name": _length(10),
    "const": _length(20),
    "time": _matching(rf"{_MOMENT}( ?[~～] ?{_MOMENT})?"),
    "date": _matching(rf"{_DATE}( {_TIME})?( ?[~～] ?{_DATE}( {_TIME})?)?"),
}


def values_of(fields: tuple[str, ...], data: object) -> dict[str, str]:
    """What the fields say. Raises ApiError with the name of a field that is empty or of another kind."""
    require(isinstance(data, Mapping), 47003)
    assert isinstance(data, Mapping)
    found = {name: _value(data.get(name)) for name in fields}
    for name, value in found.items():
        kind = _KIND.fullmatch(name)
        check = _KINDS.get(kind.group(1)) if kind else None
        if check and not value:
            raise ApiError(47003, f"argument invalid! data.{name}.value is emtpy")
        if check and not check(value):
            raise ApiError(47003, f"argument invalid! data.{name}.value invalid")
    return found


def _value(given: object) -> str:
    value = given.get("value") if isinstance(given, Mapping) else None
    return str(value) if isinstance(value, str | int | float) else ""


class Templates:
    def __init__(self) -> None:
        self._mine: dict[str, Template] = {one.id: one for one in SAMPLES}
        self._sent: dict[tuple[str, str], tuple[int, float]] = {}
        self._lock = threading.Lock()

    def add(self, title: str, content: str, example: str = "") -> Template:
        """Raises ApiError when there are too many."""
        with self._lock:
            require(len(self._mine) < MOST, 45026)
            new = Template(secrets.token_urlsafe(32), title, content, example)
            self._mine[new.id] = new
            return new

    def delete(self, template_id: str) -> None:
        """Raises ApiError."""
        with self._lock:
            require(self._mine.pop(template_id, None) is not None, 40037)

    def get(self, template_id: str) -> Template:
        """Raises ApiError."""
        if template_id not in self._mine:
            raise ApiError(40037)
        return self._mine[template_id]

    def all(self) -> tuple[Template, ...]:
        with self._lock:
            return tuple(self._mine.values())

    def take(self, openid: str, client_id: str, msg_id: int, now: float) -> int:
        """Books a send. The id of the earlier one when it is a repeat within ten minutes, else the new one."""
        if not client_id:
            return msg_id
        with self._lock:
            earlier, at = self._sent.get((openid, client_id), (0, float("-inf")))
            if now - at < _IDEMPOTENT:
                return earlier
            self._sent[openid, client_id] = (msg_id, now)
            return msg_id
