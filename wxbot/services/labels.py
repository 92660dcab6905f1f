"""What the account and its sections are called: standing phrases, as citizens read them everywhere."""

from collections.abc import Mapping

from wxbot.edition.edition import LANGUAGES
from wxbot.edition.kinds import Kind
from wxbot.services import Db, items

# What a section is headed by, as a standing phrase; in the order in which the menu has them.
SECTIONS: Mapping[Kind, str] = {
    Kind.NEWS: "label-news",
    Kind.SPEECH: "label-speeches",
    Kind.REPORT: "label-embassies",
    Kind.NOTICE: "label-notices",
    Kind.FAQ: "label-consular",
    Kind.MISSION: "label-missions",
    Kind.KNOWLEDGE: "label-knowledge",
    Kind.EVENT: "label-events",
    Kind.CALL: "label-calls",
}


def phrase(db: Db, slug: str, language: str) -> str:
    """The standing phrase that is live, in Chinese where there is no other; empty where nobody wrote it."""
    for spoken in dict.fromkeys((language, LANGUAGES[0])):
        revision = items.live_revision(db, Kind.PHRASE, slug, spoken)
        if revision is not None:
            return str(revision.body.get("text", ""))
    return ""


def section(db: Db, kind: Kind, language: str) -> str:
    """What a section is called; its plain name until somebody words it."""
    return phrase(db, SECTIONS[kind], language) or kind.value.capitalize()


def account(db: Db, language: str) -> str:
    return phrase(db, "page-site-name", language)
