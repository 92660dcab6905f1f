"""What can be chosen in a form of an item: countries, the categories of questions, questions."""

from collections.abc import Iterator

from flask_babel import gettext as _

from wxbot.console.bodies import DraftForm
from wxbot.console.desk import Desk
from wxbot.edition import countries
from wxbot.edition.edition import LANGUAGES, Edition
from wxbot.edition.kinds import Kind

Choices = list[tuple[str, str]]

_CATEGORY = "category-"  # Standing phrases that name a category begin so.


def offer(form: DraftForm, our: Desk, language: str) -> None:
    """Fills in what depends on what is live, and keeps a value that is not on offer any more."""
    for name, choices in (
        ("country", _countries),
        ("category", _categories),
        ("faq", _questions),
    ):
        if name in form:
            found = choices(our, language)
            own = form[name].data
            form[name].choices = found if own in dict(found) or not own else [(own, own), *found]


def _countries(our: Desk, _language: str) -> Choices:
    return countries_of(our)


def countries_of(our: Desk) -> Choices:
    named = [(code, countries.name(code, our.language)) for code in countries.CODES]
    # Chinese is sorted by pronunciation: the standard's table of signs has the common ones in that order.
    encoding = "gb18030" if our.language == LANGUAGES[0] else "utf-8"
    return [("", _("Choose")), *sorted(named, key=lambda each: each[1].encode(encoding))]


def _categories(our: Desk, _language: str) -> Choices:
    edition = our.runtime.edition
    slugs = dict.fromkeys(_category_slugs(edition))
    return [("", _("Choose")), *((slug, edition.phrase(_CATEGORY + slug, our.language) or slug) for slug in slugs)]


def _category_slugs(edition: Edition) -> Iterator[str]:
    for language in LANGUAGES:
        yield from edition.shelf(Kind.FAQ, language).categories
        for phrase in edition.shelf(Kind.PHRASE, language).lives:
            if phrase.slug.startswith(_CATEGORY) and "{" not in phrase.body.text:
                yield phrase.slug.removeprefix(_CATEGORY)


def _questions(our: Desk, language: str) -> Choices:
    edition = our.runtime.edition
    lives = edition.shelf(Kind.FAQ, language).lives or edition.shelf(Kind.FAQ, LANGUAGES[0]).lives
    return [("", _("None")), *((live.slug, live.title) for live in lives)]
