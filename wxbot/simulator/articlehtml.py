"""What the platform leaves of an article's body: no scripts, no styles but inline ones, no pictures from elsewhere."""

from html import escape
from html.parser import HTMLParser

_DROPPED = {"script", "style", "iframe", "object", "embed", "form", "noscript", "title", "head", "template"}
_LONE = {"link", "meta", "base", "input", "button", "textarea", "select", "html", "body"}
_VOID = {"br", "hr", "img", "col", "wbr", "source"}
_LOST = {"class", "id"}
_ADDRESSES = {"href", "src", "data-src", "poster"}


class _Cleaner(HTMLParser):
    def __init__(self, home: str) -> None:
        super().__init__(convert_charrefs=True)
        self._home = home
        self._inside = 0
        self.parts: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            self._inside += 1
        if self._inside or tag in _LONE or tag in _DROPPED:
            return
        kept = {name: value or "" for name, value in attrs if _may_stay(name, value or "")}
        if tag == "img" and not kept.get("src", kept.get("data-src", "")).startswith(f"{self._home}/"):
            return
        attributes = [f' {name}="{escape(value)}"' for name, value in kept.items()]
        self.parts.append(f"<{tag}{''.join(attributes)}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self._inside = max(0, self._inside - 1)
        elif not self._inside and tag not in _LONE and tag not in _VOID:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.parts.append(escape(data, quote=False))
            self.words.append(data)


def _may_stay(name: str, value: str) -> bool:
    if name.startswith("on") or name in _LOST:
        return False
    return name not in _ADDRESSES or not value.strip().lower().startswith(("javascript:", "data:", "vbscript:"))


def cleaned(html: str, home: str) -> str:
    """``home`` is the platform's own address, where pictures may come from."""
    return "".join(_cleaned(html, home).parts)


def beginning(html: str, length: int) -> str:
    """The first words, without any markup."""
    return " ".join("".join(_cleaned(html, "").words).split())[:length]


def _cleaned(html: str, home: str) -> _Cleaner:
    cleaner = _Cleaner(home)
    cleaner.feed(html)
    cleaner.close()
    return cleaner
