"""What an article says beside its text, as short lines: who spoke, when and where something is, how urgent it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from wxbot.edition.kinds import Article, Call, Event, Notice, Report, Speech
from wxbot.services import Db, dates, labels
from wxbot.services.items import Draft
from wxbot.services.sites import Site


@dataclass(frozen=True, slots=True)
class Fact:
    """Without a label the words say it alone."""

    label: str
    words: str


def facts(db: Db, draft: Draft, site: Site) -> tuple[Fact, ...]:
    match draft.body:
        case Speech(speaker=speaker, office=office, occasion=occasion):
            return (Fact("", f"{speaker} · {office}"), Fact("", occasion))
        case Report(mission=mission):
            return (Fact("", mission),)
        case Notice():
            return tuple(_notice(db, draft, draft.body, site))
        case Event():
            return tuple(_event(db, draft.language, draft.body, site))
        case Call(closes=closes):
            words = labels.phrase(db, "page-how-to-take-part", draft.language)
            until = Fact(_label(db, "open-until", draft.language), dates.until(closes, draft.language))
            return (until, Fact(_label(db, "take-part", draft.language), words))
    return ()


def day(draft: Draft) -> str:
    """An article's date; one about something to come says when that is among its facts."""
    if not isinstance(draft.body, Article) or isinstance(draft.body, Event | Call):
        return ""
    return dates.day(draft.body.date, draft.language)


def when(event: Event, language: str, site: Site, local: str) -> str:
    """From when until when by the clocks of the place, which is said where these are not the account's."""
    words = dates.span(event.opens, event.closes, language)
    away = event.opens.utcoffset() != event.opens.astimezone(site.zone).utcoffset()
    return f"{words} {local}".strip() if away else words


def _label(db: Db, slug: str, language: str) -> str:
    return labels.phrase(db, f"page-{slug}", language)


def _notice(db: Db, draft: Draft, notice: Notice, site: Site) -> Iterator[Fact]:
    level = labels.phrase(db, f"level-{notice.level}", draft.language)
    yield Fact("", f"{level} · {' · '.join(notice.countries)}")
    if notice.valid_to is not None:
        until = dates.until(site.local(notice.valid_to), draft.language)
        yield Fact("", labels.phrase(db, "page-valid-to", draft.language).replace("{day}", until))


def _event(db: Db, language: str, event: Event, site: Site) -> Iterator[Fact]:
    yield Fact(_label(db, "when", language), when(event, language, site, _label(db, "local-time", language)))
    yield Fact(_label(db, "where", language), event.place)
    yield Fact(_label(db, "getting-there", language), event.getting_there)
    if event.admission:
        yield Fact(_label(db, "admission", language), event.admission)
