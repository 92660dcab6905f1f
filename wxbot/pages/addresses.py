"""Where a page is: its path, what its query says beside the language, and the languages in which it exists."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from wxbot.edition.edition import LANGUAGES

# How HTML names the languages.
TAGS = {"zh": "zh-CN", "en": "en"}


def local(path: str, language: str, **query: str | int | None) -> str:
    """The address within the site; parts of the query that are None are left out."""
    said = {"lang": language, **{name: value for name, value in query.items() if value is not None}}
    return f"{path}?{urlencode(said)}"


@dataclass(frozen=True, slots=True)
class Address:
    """``path`` is empty for a page that is nowhere, such as the one that says so."""

    path: str = ""
    query: dict[str, str | int | None] = field(default_factory=dict)
    languages: tuple[str, ...] = LANGUAGES

    def within(self, language: str) -> str:
        return local(self.path, language, **self.query)

    def canonical(self, language: str) -> str:
        """The page itself, or where it is not translated the one whose words it shows."""
        return self.within(language if language in self.languages else self.languages[0])
