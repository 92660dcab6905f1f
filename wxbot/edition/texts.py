"""What of an item a citizen can read, and where its links lead: every text and address in its title and body."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel, HttpUrl

from wxbot.edition.kinds import Body

# Fields that nobody is shown: names for the machine, and how citizens put it rather than how the account does.
# Whatever a body has besides is read, so that a new field cannot be forgotten.
UNREAD = frozenset(
    {
        *("level", "region", "spot", "type", "choose", "match", "country", "category", "faq"),
        *("key", "url", "tag", "account", "media_id", "thumb_media_id"),
        *("conditions", "variants", "names"),
    }
)


@dataclass(frozen=True, slots=True)
class Text:
    """``field`` is its path: ``title``, ``text``, ``answers.0.text``."""

    field: str
    words: str


def texts(title: str, body: Body) -> Iterator[Text]:
    yield Text("title", title)
    for field, value in _leaves(body, "", UNREAD):
        if isinstance(value, str):
            yield Text(field, value)


def addresses(body: Body) -> Iterator[Text]:
    """The fields that hold an address; the links within texts are not among them."""
    for field, value in _leaves(body, "", frozenset()):
        if isinstance(value, HttpUrl) or (field.rpartition(".")[2] == "url" and value):
            yield Text(field, str(value))


def _leaves(value: object, path: str, without: frozenset[str]) -> Iterator[tuple[str, object]]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name not in without:
                yield from _leaves(getattr(value, name), f"{path}.{name}" if path else name, without)
    elif isinstance(value, tuple):
        for place, each in enumerate(value):
            yield from _leaves(each, f"{path}.{place}", without)
    elif value is not None:
        yield path, value
