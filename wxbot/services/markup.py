"""An item's HTML as WeChat takes it into an article: styles beside every element, no link that WeChat would cut.

WeChat strips classes, style sheets, scripts, links to other hosts and pictures from elsewhere. So a link becomes its
words with a number that leads to a list of addresses below; a picture of ours is named by its file, and uploaded later.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from wxbot.edition import markdown

NAMED = "media:"  # How the HTML names a picture until it is uploaded; the file's name follows.

_KEPT_HOST = "mp.weixin.qq.com"  # The only host that articles may link to.
_FILE = re.compile(r"/media/([0-9a-f]{64}\.(?:jpg|png))\Z", re.ASCII)
_ALONE = ("br", "hr", "img")
_NUMBER = "ref"  # The name of a layout's style for the number behind a link's words.


@dataclass(frozen=True, slots=True)
class Link:
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Body:
    """``files`` are the pictures that it names, ``lost`` the addresses of those that it cannot show."""

    html: str
    links: tuple[Link, ...] = ()
    files: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def body(text: str, styles: Mapping[str, str], public_url: str, holds: Callable[[str], bool]) -> Body:
    """The Markdown as an article's body; ``holds`` says whether we have a file of that name."""
    writer = _Writer(styles, public_url, holds)
    writer.feed(markdown.render(text))
    writer.close()
    made = writer.made
    return Body("".join(made.parts), tuple(made.links), tuple(dict.fromkeys(made.files)), tuple(made.lost))


def placed(html: str, files: Iterable[str], address_of: Callable[[str], str]) -> str:
    """The HTML with an address in each named file's place."""
    for file in files:
        html = html.replace(f'src="{NAMED}{file}"', f'src="{address_of(file)}"')
    return html


@dataclass(slots=True)
class _Made:
    parts: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


class _Writer(HTMLParser):
    """Reads what ``markdown.render`` made, which is clean and whole, and writes it anew."""

    def __init__(self, styles: Mapping[str, str], public_url: str, holds: Callable[[str], bool]) -> None:
        super().__init__(convert_charrefs=True)
        self._styles, self._public_url, self._holds = styles, public_url, holds
        self._address = ""  # Of the link that is open.
        self._words: list[str] = []
        self.made = _Made()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        match tag:
            case "a":
                self._open(given.get("href", ""))
            case "img":
                self._picture(given.get("src", ""), given.get("alt", ""))
            case _:
                self._write(f"<{tag}{self._style(tag)}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._close()
        elif tag not in _ALONE:
            self._write(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        self._write(escape(data, quote=False))

    def _write(self, part: str) -> None:
        self.made.parts.append(part)

    def _style(self, tag: str) -> str:
        return f' style="{escape(self._styles[tag])}"' if tag in self._styles else ""

    def _open(self, address: str) -> None:
        self._address, self._words = self._public_url + address if address.startswith("/") else address, []
        if self._stays():
            self._write(f'<a href="{escape(self._address)}"{self._style("a")}>')

    def _close(self) -> None:
        words = "".join(self._words).strip()
        if self._stays():
            self._write("</a>")
        elif urlsplit(self._address).scheme in ("http", "https") and words != self._address:
            self._refer(Link(words, self._address))

    def _stays(self) -> bool:
        return urlsplit(self._address).hostname == _KEPT_HOST

    def _refer(self, link: Link) -> None:
        if link not in self.made.links:
            self.made.links.append(link)
        self._write(f"<sup{self._style(_NUMBER)}>[{self.made.links.index(link) + 1}]</sup>")

    def _picture(self, address: str, words: str) -> None:
        found = _FILE.match(address.removeprefix(self._public_url))
        if found is None or not self._holds(found[1]):
            self.made.lost.append(address)
            return
        self.made.files.append(found[1])
        self._write(f'<img src="{NAMED}{found[1]}" alt="{escape(words)}"{self._style("img")}>')
