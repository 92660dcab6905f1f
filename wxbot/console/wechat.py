"""What a refusal of WeChat's means for staff: a sentence that says what to do, or else one for its class."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from wxbot.errors import ErrorClass, Remedy, StateUnavailable, WechatError
from wxbot.services.syncs import BEIJING

_SENTENCES: Mapping[ErrorClass, object] = {
    ErrorClass.TOKEN: _("WeChat did not accept the account's key. Try again in a minute."),
    ErrorClass.RETRY: _("WeChat is busy. Try again in a minute."),
    ErrorClass.MINUTE: _("That was too often within a minute. Try again a little later."),
    ErrorClass.DAY: _("WeChat takes no more of this today. Try again tomorrow."),
    ErrorClass.WINDOW: _("WeChat does not allow this now."),
    ErrorClass.DROP: _("WeChat does not know this follower any more."),
    ErrorClass.DUPLICATE: _("WeChat has done this already."),
    ErrorClass.PERMISSION: _("WeChat does not allow this kind of account to do that."),
    ErrorClass.CONFIGURATION: _("The account's settings at WeChat do not allow this. Ask whoever runs the server."),
    ErrorClass.FIX: _("WeChat refused this as wrong."),
    ErrorClass.UNKNOWN: _("WeChat gave no clear answer. Look whether it was done before trying again."),
    ErrorClass.PENDING: _("WeChat waits for an administrator's consent. Do not send it again."),
}
_REMEDIES: Mapping[Remedy, object] = {
    Remedy.VERIFICATION: _(
        "The account may not do this. See at mp.weixin.qq.com whether its verification is still valid."
    ),
    Remedy.ACCOUNT_KIND: _("This kind of account cannot do this."),
    Remedy.DAY_QUOTA: _("WeChat takes no more of this today. Try again tomorrow."),
    Remedy.MASS_QUOTA: _("WeChat takes no more mass messages of this account in this period."),
    Remedy.SLOWER: _("WeChat asks for a pause. Try again a few minutes later."),
    Remedy.ADDRESS: _("Add the server's address %(ip)s to the IP whitelist at mp.weixin.qq.com."),
    Remedy.ADDRESS_CONFIRM: _(
        "An administrator must allow the server's address on his phone. If he refused, he can be asked again in an "
        "hour, after errcode 89506 in a day."
    ),
    Remedy.CONFIRM: _("An administrator must confirm on his phone within 30 minutes. Do not send it again."),
    Remedy.SECRET: _("WeChat does not accept the app id or the secret. Ask whoever runs the server."),
    Remedy.SECRET_FROZEN: _("The account's secret is frozen. An administrator can release it at mp.weixin.qq.com."),
    Remedy.AGREEMENT: _("An administrator must accept the broadcast agreement at mp.weixin.qq.com once."),
    Remedy.BANNED: _("WeChat has banned the account from this. The notice at mp.weixin.qq.com says why."),
    Remedy.FROZEN: _("WeChat has frozen the account. See the notice at mp.weixin.qq.com."),
    Remedy.PUNISHED: _(
        "WeChat has blocked the account's customer-service messages. See the notice at mp.weixin.qq.com."
    ),
    Remedy.RETIRED: _("WeChat does not offer this any more."),
    Remedy.COMMENTS: _("The account may not have comments. Switch them off for these articles."),
    Remedy.SERVICE_DESK: _("Switch on the customer-service feature at mp.weixin.qq.com."),
    Remedy.TEMPLATE: _("The account does not have this template any more. Fetch the templates and choose another one."),
    Remedy.TEMPLATE_BANNED: _("WeChat has banned this template. Choose another one."),
    Remedy.FIELD: _("WeChat refuses what stands in the template's field %(field)s."),
    Remedy.CONSENT: _("The follower has not agreed to this notice, or his consent is used up."),
    Remedy.ARTICLE: _("WeChat refuses the article. Shorten or change it and submit it anew."),
    Remedy.MEDIA: _("A picture or a draft is not at WeChat any more. Prepare it anew."),
    Remedy.WEBSITE: _(
        "WeChat wants this done by hand: open the draft at mp.weixin.qq.com, save it and publish it there."
    ),
}
_FREE = _("Mass messages go out again from %(when)s at the latest, Beijing time.")
_FREE_DAY = _("It is allowed again from %(when)s, Beijing time.")
_NO_TOKEN = _("WeChat cannot be reached now, since Redis does not answer. Nothing was changed.")


def sentence(error: WechatError | StateUnavailable) -> str:
    """With WeChat's own number where it gave one, by which its documentation is searched."""
    if isinstance(error, StateUnavailable):
        return str(_NO_TOKEN)
    return _said(error.kind, error.remedy, error.places, error.code)


def told(kept: Mapping[str, Any]) -> str:
    """The same of an error that was kept, by ``broadcasts.told``; one of ours has words of its own."""
    if not kept.get("kind"):
        whole = str(kept.get("message", ""))
        return str(gettext(whole.partition(": ")[2] or whole)) if whole else ""
    remedy = Remedy(kept["remedy"]) if kept.get("remedy") else None
    free = _free(remedy, kept["free_at"]) if kept.get("free_at") else ""
    return _said(ErrorClass(kept["kind"]), remedy, kept.get("places") or {}, kept.get("code"), free)


def _free(remedy: Remedy | None, at: str) -> str:
    when = dt.datetime.fromisoformat(at).astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
    return str(_FREE if remedy is Remedy.MASS_QUOTA else _FREE_DAY) % {"when": when}


def _said(kind: ErrorClass, remedy: Remedy | None, places: Mapping[str, str], code: int | None, more: str = "") -> str:
    told = f"{str(_REMEDIES[remedy]) % places if remedy else _SENTENCES[kind]} {more}".strip()
    return f"{told} (errcode {code})" if code is not None else told
