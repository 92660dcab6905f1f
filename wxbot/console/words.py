"""The console's words: English as it stands in the code, Chinese from the files in ``words/``, one for each noun.

They are read as they are, so that there is no compiling before a start and nothing binary in the repository.
"""

import io
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Domain, get_locale

from wxbot.services import (
    audiences,
    broadcasts,
    calendar,
    canned,
    casework,
    composing,
    compositions,
    freezing,
    groups,
    lists,
    occurrences,
    preferences,
    previews,
    published,
    staff,
    starting,
    uploading,
    wordings,
)
from wxbot.services.roles import Role

FOLDER = Path(__file__).parent / "words"

# Values that pages show by ``_(value)``: nothing else names them, so they are named here for who looks for words.
SPOKEN: tuple[str, ...] = (
    *(*Role, *preferences.REASONS, *staff.REASONS, *wordings.REASONS),
    *(*audiences.REASONS, *compositions.REASONS, *freezing.REASONS, *occurrences.REASONS, broadcasts.BLOCKED),
    *(*starting.Asked, *lists.REASONS, *groups.Why),
    *(*composing.REASONS, *uploading.REASONS, *previews.REASONS, *published.REASONS),
    *(*casework.Why, *canned.Why, *calendar.Why),
)


def catalog(language: str) -> Catalog:
    """All nouns' words together. Two files that say the same differently are a mistake that a test finds."""
    whole = Catalog(locale=language)
    for path in sorted(FOLDER.glob(f"*.{language}.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and message.string:
                    whole[message.id] = message
    return whole


@cache
def _translations(language: str) -> Translations | NullTranslations:
    whole = catalog(language)
    if not len(whole):
        return NullTranslations()
    file = io.BytesIO()
    write_mo(file, whole)
    file.seek(0)
    return Translations(file)


class Words(Domain):
    def get_translations(self) -> Translations | NullTranslations:
        locale = get_locale()
        return _translations(locale.language if locale is not None else "en")
