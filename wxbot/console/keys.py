"""What a key leads to, in the reader's words: sections call themselves by their first word, items by their title."""

from collections.abc import Iterator
from dataclasses import dataclass

from wxbot.console.desk import Desk
from wxbot.dispatch.decisions import Section
from wxbot.edition.edition import ARTICLES, LANGUAGES
from wxbot.edition.kinds import Kind
from wxbot.edition.normalise import has_cjk, normalise

# The kinds that a button or a tapped line can lead to.
LINKED = (Kind.FAQ, *ARTICLES, Kind.MISSION, Kind.AUTOREPLY, Kind.EMERGENCY)


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    label: str
    kind: str = ""  # Empty for a section.


def section_label(section: Section, language: str) -> str:
    """The section's first word in the language; else any of its words, else its key."""
    own = [word for word in section.words if has_cjk(word) == (language == LANGUAGES[0])]
    label = next(iter((*own, *section.words)), section.key)
    return label[:1].upper() + label[1:]


def sections(our: Desk) -> list[Choice]:
    found = our.runtime.decider.sections
    return [Choice(section.key, section_label(section, our.language)) for section in found]


def label(our: Desk, key: str) -> str:
    """What the key is called; empty where it leads nowhere that has a name."""
    name = key.partition("@")[0]
    for section in our.runtime.decider.sections:
        if section.key == name:
            return section_label(section, our.language)
    kind, _, slug = name.partition("/")
    return title(our, kind, slug.partition("/")[0])


def title(our: Desk, kind: str, slug: str) -> str:
    """Of an item that citizens see, or saw; in the reader's language where there is one."""
    if kind not in set(Kind):
        return ""
    for language in dict.fromkeys((our.language, *LANGUAGES)):
        live = our.runtime.edition.shelf(Kind(kind), language).by_slug.get(slug)
        if live is not None:
            return live.title
    return ""


def search(our: Desk, words: str, limit: int) -> list[Choice]:
    """Sections and items whose name has these words in it; without words the sections alone."""
    plain = normalise(words).plain
    found = [choice for choice in sections(our) if plain in choice.label.casefold() or plain in choice.key]
    for choice in _items(our, plain) if plain else ():
        if len(found) >= limit:
            break
        found.append(choice)
    return found[:limit]


def _items(our: Desk, plain: str) -> Iterator[Choice]:
    for kind in LINKED:
        for language in dict.fromkeys((our.language, *LANGUAGES)):
            shelf = our.runtime.edition.shelf(kind, language)
            for live in shelf.lives:
                if plain in live.title.casefold() and live.shown(our.now):
                    yield Choice(live.key, live.title, kind)
