"""Article layouts: files of ``wxbot/layouts`` that staff choose among and fill with an item.

A layout is one file: what it is called and its words in both languages, the styles of the body's elements, and below
them the HTML. Everything is styled where it stands, since WeChat strips classes, style sheets and scripts.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from wxbot.edition.edition import LANGUAGES
from wxbot.errors import ContentError
from wxbot.services.facts import Fact
from wxbot.services.markup import Link

FOLDER = Path(__file__).parent.parent / "layouts"
NONE = "choose one of the layouts"

_SPOKEN = ("name", "about")
_WORDS = "words.yaml"  # What layouts say alike.

_DASHES = re.compile(r"^---\n", re.MULTILINE)
_BLANK = re.compile(r">[^\S\n]*\n\s*<")  # Lines between two elements; WeChat would keep them, and show some.
_HOUSE = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@dataclass(frozen=True, slots=True)
class Related:
    """Another item, as a line says it."""

    title: str
    day: str


@dataclass(frozen=True, slots=True)
class Slots:
    """What fills a layout. ``headline`` is the item's whole title, ``card`` what WeChat shows above the article.

    ``cover`` is the address of the picture as the HTML is to name it; ``body`` is clean HTML.
    """

    headline: str
    card: str
    section: str
    day: str
    summary: str
    facts: tuple[Fact, ...]
    intro: tuple[str, ...]
    cover: str
    body: Markup
    links: tuple[Link, ...]
    source: str
    related: tuple[Related, ...]
    account: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything but its name and template is by language; ``styles`` then by element."""

    name: str
    names: Mapping[str, str]
    about: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    styles: Mapping[str, Mapping[str, str]]
    template: Template

    def fill(self, slots: Slots, language: str) -> str:
        """The article's HTML."""
        places: dict[str, Any] = {name: getattr(slots, name) for name in Slots.__slots__}
        html = self.template.render(**places, style=self.styles[language], say=self.words[language])
        return _BLANK.sub("><", html).strip()


@cache
def everything() -> Mapping[str, Layout]:
    """The layouts by name, in the order in which they are offered."""
    alike = yaml.safe_load((FOLDER / _WORDS).read_text(encoding="utf-8"))
    found = [_read(path, alike) for path in sorted(FOLDER.glob("*.html"))]
    return {layout.name: layout for layout in found}


def named(name: str) -> Layout:
    """Raises ContentError."""
    if name not in everything():
        raise ContentError(f"layout: {NONE}")
    return everything()[name]


def _read(path: Path, alike: Mapping[str, Mapping[str, str]]) -> Layout:
    """``alike`` are the words of every layout, by language."""
    parts = _DASHES.split(path.read_text(encoding="utf-8"), 2)
    head = yaml.safe_load(parts[1]) if len(parts) == 3 else {}
    try:
        names, about = ({spoken: head[field][spoken] for spoken in LANGUAGES} for field in _SPOKEN)
        given = head["styles"]
    except KeyError as missing:
        raise ContentError(f"{path.name}: {missing} is missing") from None
    words = {spoken: {**alike[spoken], **head.get("words", {}).get(spoken, {})} for spoken in LANGUAGES}
    styles = {spoken: {**given["both"], **given.get(spoken, {})} for spoken in LANGUAGES}
    return Layout(path.stem, names, about, words, styles, _HOUSE.from_string(parts[2]))
