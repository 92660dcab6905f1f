"""What the wording check found, as sentences in the reader's language."""

from collections.abc import Callable, Mapping

from flask_babel import gettext as _

from wxbot.services.wording import Code, Finding

Words = Mapping[str, str]


def sentence(finding: Finding) -> str:
    """What is wrong and what to do about it; ``around`` and the note are shown beside it."""
    return _SENTENCES[finding.code](finding.words)


def _wording(words: Words) -> str:
    found, preferred = words["found"], words["preferred"]
    if not preferred:
        return str(_("“%(found)s” should not be used.", found=found))
    return str(_("“%(found)s” should be “%(preferred)s”.", found=found, preferred=preferred))


def _form(label: str, example: str) -> str:
    return str(
        _("“%(label)s” is not in the form that WeChat takes, such as %(example)s.", label=label, example=example)
    )


def _day_clash(words: Words) -> str:
    day, titles = words["at"], words["titles"]
    if not titles:
        return str(_("On %(day)s it would go out more often than WeChat allows.", day=day))
    return str(_("More would go out on %(day)s than WeChat allows, with: %(titles)s.", day=day, titles=titles))


def _frozen(words: Words) -> str:
    at, until = words["at"], words["until"]
    return str(
        _("Its time %(at)s lies in a freeze period, until %(until)s: somebody will be asked first.", at=at, until=until)
    )


def _listed(label: str) -> str:
    return str(
        _(
            "“%(label)s” takes only words of a list that stands with the template at mp.weixin.qq.com: "
            "see that this is one of them.",
            label=label,
        )
    )


_SENTENCES: Mapping[Code, Callable[[Words], str]] = {
    Code.WORDING: _wording,
    Code.ID_CARD: lambda w: _("%(found)s is the number of an ID card.", found=w["found"]),
    Code.BANK_CARD: lambda w: _("%(found)s is the number of a bank card.", found=w["found"]),
    Code.PASSPORT: lambda w: _("%(found)s looks like the number of a passport.", found=w["found"]),
    Code.PHONE: lambda w: _("%(found)s looks like somebody's phone number.", found=w["found"]),
    Code.MAIL: lambda w: _("%(found)s looks like somebody's e-mail address.", found=w["found"]),
    Code.LINK_INSECURE: lambda w: _("The link %(url)s does not begin with https.", url=w["url"]),
    Code.LINK_MALFORMED: lambda w: _("The link “%(url)s” is not a complete address.", url=w["url"]),
    Code.LINK_FOREIGN: lambda w: _("The link leads to %(host)s, which is not among the trusted hosts.", host=w["host"]),
    Code.LINK_DEAD: lambda w: _("The link %(url)s leads nowhere.", url=w["url"]),
    Code.LINK_PRIVATE: lambda w: _("The link %(url)s can only be opened inside a network.", url=w["url"]),
    Code.LINK_UNKNOWN: lambda w: _("Whether the link %(url)s works could not be told.", url=w["url"]),
    Code.TOO_LONG: lambda w: _("%(count)s characters; WeChat allows %(limit)s.", count=w["count"], limit=w["limit"]),
    Code.TOO_MANY_BYTES: lambda w: _("%(count)s bytes; WeChat allows %(limit)s.", count=w["count"], limit=w["limit"]),
    Code.MESSAGES: lambda w: _("Longer than one message: citizens read it in %(count)s parts.", count=w["count"]),
    Code.SAMPLE: lambda _w: _("This is marked as a sample."),
    Code.PLACE_UNKNOWN: lambda w: _("Nothing fills in %(place)s: it would be shown as it stands.", place=w["place"]),
    Code.FIELD_EMPTY: lambda w: _("“%(label)s” must be filled in.", label=w["label"]),
    Code.FIELD_UNKNOWN: lambda w: _("The template has no field %(name)s.", name=w["name"]),
    Code.FIELD_LISTED: lambda w: _listed(w["label"]),
    Code.FIELD_FORM: lambda w: _form(w["label"], w["example"]),
    Code.PLACE_MISSING: lambda w: _("The place %(place)s is missing.", place=w["place"]),
    Code.PLACE_EMPTY: lambda w: _("There is nothing to fill in for %(place)s.", place=w["place"]),
    Code.UNTRANSLATED: lambda _w: _("There is no version in this language: the Chinese one goes out."),
    Code.CUT: lambda w: _("Too long for WeChat: it goes out as “%(shown)s”.", shown=w["shown"]),
    Code.PAST: lambda w: _("Its time %(at)s is over: choose one that lies ahead.", at=w["at"]),
    Code.FROZEN: _frozen,
    Code.DAY_USED: lambda w: _(
        "What WeChat allows today is used up (%(used)s of %(limit)s).", used=w["used"], limit=w["limit"]
    ),
    Code.MONTH_USED: lambda w: _(
        "What WeChat allows this month is used up (%(used)s of %(limit)s).", used=w["used"], limit=w["limit"]
    ),
    Code.CALLS_USED: lambda w: _("All %(limit)s mass calls of today are used up.", limit=w["limit"]),
    Code.DAY_CLASH: _day_clash,
    Code.MONTH_CLASH: lambda w: _(
        "It would be one too many in the month of %(day)s: WeChat allows %(limit)s to everyone.",
        day=w["at"][:7],
        limit=w["limit"],
    ),
    Code.NOBODY: lambda _w: _("By what we know there is nobody yet who would get it."),
    Code.NOBODY_EVER: lambda _w: _("There is nobody who could ever get it: choose another audience."),
    Code.NOBODY_AGREED: lambda _w: _("None of them has agreed to this notice."),
    Code.PICTURE_LOST: lambda w: _("The picture %(url)s is not ours and is left out.", url=w["url"]),
}
