"""Tables drawn as SVG, without a script and without another host: lines for days, bars for what comes most."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

import pygal
from pygal.style import Style

from wxbot.console.tables import Table

_BARS = 10
_FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
_STYLE = Style(
    background="transparent",
    plot_background="transparent",
    foreground="#33413c",
    foreground_strong="#33413c",
    foreground_subtle="#8a9691",
    colors=("#1f6f5c", "#d08b2c", "#7a8f88"),
    font_family=_FONT,
    label_font_size=15,
    major_label_font_size=15,
    legend_font_size=15,
    value_font_size=15,
    guide_stroke_dasharray="2,4",
    major_guide_stroke_dasharray="2,4",
)
_DOTTED = 40  # Days: with more of them the dots hide the lines.
_NAME = 16  # Signs, of which a Chinese one has the room of two.
_MARGIN, _LAST_DAY, _WIDER = 8, 26, 7  # Pixels: around a chart, right of its last day, of each Chinese sign.
_LATIN = "\u02ff"
_LABELS = 6  # Days that are named below the lines.


def draw(table: Table) -> bytes:
    chart = _lines(table) if table.daily else _bars(table)
    chart.add_xml_filter(_without_scripts)
    drawn: bytes = chart.render()
    return drawn


def _without_scripts(picture: Element) -> Element:
    """pygal writes its settings for a script of its own into every chart; here nothing reads them."""
    for parent in list(picture.iter()):
        for child in [each for each in parent if str(each.tag).rpartition("}")[2] == "script"]:
            parent.remove(child)
    return picture


def _common(height: int) -> dict[str, object]:
    return {
        "style": _STYLE,
        "js": [],
        "width": 640,
        "height": height,
        "margin": _MARGIN,
        "explicit_size": True,
        "truncate_label": -1,
        "value_formatter": lambda value: f"{value:.0f}",
    }


def _lines(table: Table) -> pygal.Line:
    days = [str(row[0])[5:] for row in table.rows]
    chart = pygal.Line(
        **_common(300),
        margin_right=_LAST_DAY,
        show_minor_x_labels=False,
        legend_at_bottom=True,
        show_dots=len(days) < _DOTTED,
        max_scale=6,
    )
    chart.x_labels = days
    chart.x_labels_major = days[:: -max(1, len(days) // _LABELS)]
    for place, name in enumerate(table.columns[1:], 1):
        chart.add(str(name), [row[place] for row in table.rows])
    return chart


def _bars(table: Table) -> pygal.HorizontalBar:
    rows = list(reversed(table.rows[:_BARS]))
    names = [_short(str(row[0])) for row in rows]
    chart = pygal.HorizontalBar(
        **_common(320), margin_left=_room(names), show_legend=False, print_values=True, max_scale=6
    )
    chart.x_labels = names
    chart.add(str(table.columns[1]), [row[1] for row in rows])
    return chart


def _room(names: Sequence[str]) -> int:
    """pygal takes every sign for a narrow one; Chinese names need the difference."""
    return _MARGIN + _WIDER * max((sum(sign > _LATIN for sign in name) for name in names), default=0)


def _short(name: str) -> str:
    """What has room beside the bars; the table has it whole."""
    room, kept = _NAME, ""
    for sign in name:
        room -= 2 if sign > _LATIN else 1
        if room < 0:
            return f"{kept}…"
        kept += sign
    return name
