"""The menu editor's form: read from what a browser sends, moved about without a script, and told with what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask_babel import lazy_gettext as _

from wxbot.services.sketches import BELOW_MAX, TOP_MAX, Finding, Sketch, Trouble

TYPES: Mapping[str, object] = {
    "click": _("Answers in the chat"),
    "view": _("Opens a page"),
    "location_select": _("Asks for a place"),
    "pic_photo_or_album": _("Photo or album"),
    "pic_sysphoto": _("Takes a photo"),
    "pic_weixin": _("Picture from the album"),
    "scancode_waitmsg": _("Scans a code"),
}
_FIELDS = ("name", "type", "key", "url")

Buttons = tuple[Sketch, ...]


def read(form: Mapping[str, str]) -> Buttons:
    """The buttons that the form has, in order; a button is there when its name is, even an empty one."""
    columns = [_button(form, f"{column}") for column in range(TOP_MAX) if f"b-{column}-name" in form]
    return tuple(columns)


def _button(form: Mapping[str, str], place: str) -> Sketch:
    rows = [f"{place}-{row}" for row in range(BELOW_MAX)] if "-" not in place else []
    below = tuple(_button(form, row) for row in rows if f"b-{row}-name" in form)
    name, kind, key, url = (form.get(f"b-{place}-{field}", "").strip() for field in _FIELDS)
    return Sketch(name, below=below) if below else Sketch(name, kind, key, url)


def moved(buttons: Buttons, act: str) -> Buttons:
    """After one of the form's own buttons was pressed: ``add``, ``remove``, ``up``, ``down``, ``left`` or ``right``."""
    name, *numbers = act.split("-")
    place = tuple(int(number) for number in numbers if number.isascii() and number.isdecimal())
    if name == "add":
        return _added(buttons, place)
    if not 1 <= len(place) <= 2 or not _is_there(buttons, place):
        return buttons
    if len(place) == 1:
        return _column_moved(buttons, name, place[0])
    return _row_moved(buttons, name, *place)


def _is_there(buttons: Buttons, place: tuple[int, ...]) -> bool:
    if place[0] >= len(buttons):
        return False
    return len(place) == 1 or place[1] < len(buttons[place[0]].below)


def _added(buttons: Buttons, place: tuple[int, ...]) -> Buttons:
    new = Sketch(type="click")
    if not place:
        return (*buttons, new) if len(buttons) < TOP_MAX else buttons
    if not _is_there(buttons, place[:1]) or len(buttons[place[0]].below) >= BELOW_MAX:
        return buttons
    return _with(buttons, place[0], (*buttons[place[0]].below, new))


def _with(buttons: Buttons, column: int, below: Sequence[Sketch]) -> Buttons:
    """With other buttons below one; it does nothing itself while there are any."""
    former = buttons[column]
    changed = Sketch(former.name, below=tuple(below)) if below else replace(former, type="click", below=())
    return (*buttons[:column], changed, *buttons[column + 1 :])


def _column_moved(buttons: Buttons, name: str, column: int) -> Buttons:
    if name == "remove":
        return (*buttons[:column], *buttons[column + 1 :])
    other = column + {"left": -1, "right": 1}.get(name, 0)
    return _swapped(buttons, column, other)


def _row_moved(buttons: Buttons, name: str, column: int, row: int) -> Buttons:
    below = buttons[column].below
    if name in ("up", "down"):
        return _with(buttons, column, _swapped(below, row, row + (1 if name == "down" else -1)))
    without = _with(buttons, column, (*below[:row], *below[row + 1 :]))
    if name == "remove":
        return without
    other = column + {"left": -1, "right": 1}.get(name, 0)
    if other == column or not 0 <= other < len(buttons) or len(buttons[other].below) >= BELOW_MAX:
        return buttons
    return _with(without, other, (*buttons[other].below, below[row]))


def _swapped(buttons: Buttons, one: int, other: int) -> Buttons:
    if not 0 <= other < len(buttons):
        return buttons
    changed = list(buttons)
    changed[one], changed[other] = changed[other], changed[one]
    return tuple(changed)


_SENTENCES: Mapping[tuple[Trouble, str], object] = {
    (Trouble.EMPTY, "name"): _("The button needs a name."),
    (Trouble.EMPTY, "type"): _("Choose what the button does, or put buttons below it."),
    (Trouble.EMPTY, "key"): _("Choose what is answered."),
    (Trouble.EMPTY, "url"): _("The address is missing."),
    (Trouble.EMPTY, "button"): _("A menu needs a button."),
    (Trouble.TOO_LONG, "name"): _(
        "The name has %(count)d bytes; WeChat takes %(limit)d, which is %(signs)d characters."
    ),
    (Trouble.TOO_LONG, "key"): _("The key has %(count)d bytes; WeChat takes %(limit)d."),
    (Trouble.TOO_LONG, "url"): _("The address has %(count)d bytes; WeChat takes %(limit)d."),
    (Trouble.TOO_MANY, "button"): _("%(count)d buttons; WeChat takes %(limit)d."),
    (Trouble.UNKNOWN_TYPE, "type"): _("WeChat knows no such button."),
    (Trouble.UNKNOWN_KEY, "key"): _("No section answers “%(words)s”."),
    (Trouble.NO_ADDRESS, "url"): _("An address begins with https://."),
}
_OF_MENU: Mapping[Trouble, object] = {
    Trouble.TOO_DEEP: _("A menu has two levels."),
    Trouble.TOO_MANY_DOMAINS: _("The menu of a tag may link to %(limit)d hosts; this one links to %(count)d."),
}


def sentence(finding: Finding) -> str:
    """What is wrong, in the reader's language."""
    said = _SENTENCES.get((finding.trouble, finding.field)) or _OF_MENU[finding.trouble]
    places = {"count": finding.count, "limit": finding.limit, "words": finding.words, "signs": finding.limit // 3}
    return str(said) % places
