"""Staff as Flask-Security knows them: who signs in, where it finds him, and where it keeps what changed."""

from copy import deepcopy
from dataclasses import dataclass, field, fields
from typing import Any

from flask import abort, current_app, g
from flask_security import RoleMixin, UserMixin
from flask_security.datastore import UserDatastore

from wxbot.runtime import Runtime
from wxbot.services import staff as people
from wxbot.services.roles import Permission, Role, permissions
from wxbot.store import staff

_PENDING = "staff_to_keep"
_NO_COLUMNS = ("id", "loaded")


@dataclass(eq=False)
class RoleName(RoleMixin):
    name: str = ""


@dataclass(eq=False)
class User(UserMixin):
    """One of the staff, detached from the store. The names are those that Flask-Security looks for."""

    id: int = 0
    email: str = ""
    name: str = ""
    role_names: tuple[str, ...] = ()
    password: str = ""
    active: bool = True
    provisional: bool = False
    language: str = "zh"
    fs_uniquifier: str = ""
    tf_primary_method: str | None = None
    tf_totp_secret: str | None = None
    totp_counter: int = -1
    mf_recovery_codes: list[str] | None = None
    loaded: dict[str, Any] = field(default_factory=dict, repr=False)  # The columns as they were when he was found.
    tf_phone_number = None  # No second factor by text message: Flask-Security asks all the same.

    @property
    def roles(self) -> list[RoleName]:  # type: ignore[override]  # Told by their names, and never set.
        return [RoleName(name) for name in self.role_names]

    def track_failed_authn(self, auth_type: str, tfa: bool = False) -> None:
        """Flask-Security calls this for a wrong password and for a wrong code."""
        action = "staff.code-refused" if tfa else "staff.password-refused"
        our: Runtime = current_app.extensions["wxbot"]
        with our.database.write() as db:
            people.note(db, self.id, "nobody", action, our.clock.instant())

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions(Role(name) for name in self.role_names if name in set(Role))

    @property
    def values(self) -> dict[str, Any]:
        """The columns as the store has them."""
        kept = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in _NO_COLUMNS}
        return {**kept, "role_names": list(self.role_names)}

    @property
    def changes(self) -> dict[str, Any]:
        """What a request has changed: what somebody else changed meanwhile is left alone."""
        return {name: value for name, value in self.values.items() if value != self.loaded.get(name)}


def _user(row: staff.Staff) -> User:
    user = User(**{each.name: getattr(row, each.name) for each in fields(User) if each.name != "loaded"})
    user.role_names = tuple(row.role_names)
    user.loaded = deepcopy(user.values)  # Flask-Security takes a used recovery code out of the very list.
    return user


class StaffStore(UserDatastore):
    """Reads in one short transaction, and keeps in another what a request has changed of people, field by field."""

    def __init__(self, runtime: Runtime) -> None:
        super().__init__(User, RoleName)
        self._runtime = runtime

    def find_user(self, case_insensitive: bool = False, **asked: Any) -> User | None:
        """By one field. E-mails are kept in small letters, whatever was typed."""
        (name, value), *_ = asked.items()
        given = str(value).casefold() if name == "email" else value
        with self._runtime.database.read() as db:
            row = staff.by(db, name, given)
            return _user(row) if row is not None else None

    def find_role(self, role: str) -> RoleName | None:
        return RoleName(role) if role in set(Role) else None

    def put(self, model: User) -> User:
        g.setdefault(_PENDING, {})[model.id] = model
        return model

    def mf_delete_recovery_code(self, user: UserMixin, idx: int) -> bool:
        """Kept at once, as a code of the second factor is: of two who use the same one only the first gets in."""
        assert isinstance(user, User)
        codes = user.mf_recovery_codes or []
        with self._runtime.database.write() as db:
            used = staff.use_recovery_code(db, user.id, codes[idx])
        if not used:
            abort(403)
        user.mf_recovery_codes = user.loaded["mf_recovery_codes"] = [*codes[:idx], *codes[idx + 1 :]]
        return True

    def delete(self, model: User) -> None:
        raise NotImplementedError("staff are never deleted: the audit names them")

    def commit(self) -> None:
        waiting: dict[int, User] = g.pop(_PENDING, {})
        for user in waiting.values():
            with self._runtime.database.write() as db:
                staff.change(db, user.id, user.changes)
