"""What a refusal of WeChat's means for whoever pressed the button: one sentence for each class of errors."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from wxbot.errors import ErrorClass, StateUnavailable, WechatError

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
}
_NO_TOKEN = _("WeChat cannot be reached now, since Redis does not answer. Nothing was changed.")


def sentence(error: WechatError | StateUnavailable) -> str:
    """With WeChat's own number where it gave one, by which its documentation is searched."""
    if isinstance(error, StateUnavailable):
        return str(_NO_TOKEN)
    told = str(_SENTENCES[error.kind])
    return f"{told} (errcode {error.code})" if error.code is not None else told
