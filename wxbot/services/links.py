"""Links in what citizens read: which there are, and whether each is one that the account would give out."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from wxbot.client import links
from wxbot.client.links import Verdict
from wxbot.edition.kinds import Article, Body
from wxbot.edition.texts import Text, addresses, texts
from wxbot.services.findings import Code, Finding

# Hosts that need nobody's trust: the government's, WeChat's own pages, the United Nations'. Subdomains are meant too.
KNOWN_HOSTS = ("gov.cn", "mp.weixin.qq.com", "un.org")
_MOST = 50  # Links of one item that are asked.

_BARE = r"https?://[^\s<>\"'）)，。；、\]】》]+"
_LINK = re.compile(rf"\]\((?P<markdown>[^)\n]*)\)|href=[\"'](?P<html>[^\"'\n]*)[\"']|(?P<bare>{_BARE})", re.IGNORECASE)
_SPOKEN = ("tel:", "mailto:", "weixin:")  # They open no page.
_PATH = re.compile(r"/[^/\\\s]\S*$|/$")
_FILLED = "{"  # The machine puts an address of ours there.


@dataclass(frozen=True, slots=True)
class Link:
    field: str
    url: str

    @property
    def parts(self) -> SplitResult | None:
        """None where it is no address that a browser would open as it looks."""
        try:
            parts = urlsplit(self.url)
            valid = bool(parts.hostname and "." in parts.hostname and parts.port != 0)
        except ValueError:
            return None
        hides = parts.username is not None or re.search(r"[\s\\]", self.url)
        return parts if valid and not hides and parts.scheme.lower() in ("http", "https") else None


def of_text(text: Text) -> Iterator[Link]:
    for found in _LINK.finditer(text.words):
        url = (found["markdown"] or found["html"] or found["bare"] or "").strip()
        title = re.fullmatch(r"(\S+) +[\"'].*[\"']", url)  # Markdown's title stands behind the address.
        url = title[1] if title else url
        if not url.startswith(_FILLED) and not url.lower().startswith(_SPOKEN):
            yield Link(text.field, url)


def of_item(title: str, body: Body) -> list[Link]:
    own = [Link(address.field, address.words) for address in addresses(body) if "{" not in address.words]
    said = [link for text in texts(title, body) for link in of_text(text)]
    # On a page of ours an address may be a mere path; a chat opens none of those.
    return own + [link for link in said if not (isinstance(body, Article) and _PATH.match(link.url))]


def findings(link: Link, hosts: Collection[str]) -> Iterator[Finding]:
    parts = link.parts
    if parts is None:
        yield Finding(False, link.field, Code.LINK_MALFORMED, {"url": link.url})
        return
    if parts.scheme.lower() != "https":
        yield Finding(False, link.field, Code.LINK_INSECURE, {"url": link.url})
    host = (parts.hostname or "").rstrip(".")
    if not is_trusted(host, hosts):
        yield Finding(False, link.field, Code.LINK_FOREIGN, {"url": link.url, "host": host})


def without(words: str) -> str:
    """The words with blanks in the addresses' place, so that every other sign stays where it was."""
    return re.sub(_BARE, lambda found: " " * len(found[0]), words)


def is_trusted(host: str, trusted: Collection[str]) -> bool:
    """Whether the host is one of them or below one of them."""
    names = (*KNOWN_HOSTS, *(name.strip().lower().lstrip("*.") for name in trusted))
    return any(name and (host == name or host.endswith(f".{name}")) for name in names)


def ask(found: Sequence[Link], within: bool = False) -> dict[str, Verdict]:
    """What the addresses answer, each asked once. ``within`` allows addresses of this machine and its network."""
    urls = list(dict.fromkeys(link.url for link in found if link.parts is not None))
    return links.ask(urls[:_MOST], within)
