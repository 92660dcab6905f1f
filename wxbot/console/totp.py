"""The second factor: six digits of an authenticator app, each good for one sign-in."""

from flask_security import Totp, UserMixin
from passlib.exc import TokenError
from passlib.totp import TotpMatch

from wxbot.console.desk import runtime
from wxbot.console.users import User
from wxbot.store import staff


class OnceOnly(Totp):
    """Remembers the last code of everybody, so that one that was read over a shoulder opens nothing."""

    def get_last_counter(self, user: UserMixin) -> int | None:
        assert isinstance(user, User)
        return user.totp_counter if user.totp_counter >= 0 else None

    def set_last_counter(self, user: UserMixin, tmatch: TotpMatch) -> None:
        """Kept at once, whatever else becomes of the request. Raises TokenError for a code that was used meanwhile."""
        assert isinstance(user, User)
        with runtime().database.write() as db:
            fresh = staff.use_code(db, user.id, tmatch.counter)
        if not fresh:
            raise TokenError("this code was used already")
        user.totp_counter = user.loaded["totp_counter"] = tmatch.counter
