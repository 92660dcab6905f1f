"""Publications of the menus: recorded before the first call, settled after the last, kept for good.

WeChat has no transaction for it: what was broken off in between is seen and can be done again, since publishing
replaces everything that is there.
"""

import datetime as dt
import logging
from enum import StrEnum

from wxbot.client.api import Api
from wxbot.edition.kinds import Kind
from wxbot.errors import ContentError, ErrorClass, OutdatedError, RuleError, StateUnavailable, Unavailable, WechatError
from wxbot.services import Db, alarms, menus, preferences
from wxbot.services.menus import Parcels
from wxbot.services.sketches import Account
from wxbot.store import audit, counters, items, publications
from wxbot.store.database import Database
from wxbot.store.publications import Publication, State

log = logging.getLogger(__name__)

ALARM = "menu-publication"  # The last publication did not come to its end.
DRIFT = "menu-drift"  # Somebody changed the menu elsewhere.
AUTOMATIC = "automatic"  # Who publishes what goes live without anybody's asking.
LEASE = dt.timedelta(minutes=5)  # After which a publication that is not settled was broken off.
ATTEMPTS, PAUSE = 5, dt.timedelta(minutes=1)  # How often it tries by itself, and how much longer it waits each time.
# After these the same call would fail again; a person must look.
_FINAL = (ErrorClass.DROP, ErrorClass.PERMISSION, ErrorClass.CONFIGURATION, ErrorClass.FIX)


class Why(StrEnum):
    """The rules that keep a publication from beginning."""

    BUSY = "%(who)s is publishing the menu just now"
    GONE = "there is no such publication"
    CHANGED = "other menus were signed meanwhile: what would be sent is not what was shown"
    NOWHERE = "the button %(button)s has the key %(key)s, which no section answers any more"


def publish(
    database: Database, api: Api, account: Account, actor: str, now: dt.datetime, expected: str = ""
) -> Publication:
    """Sends the menus that are signed and live.

    Raises ContentError or RuleError before anything is sent, else WechatError. ``expected`` is the digest of what
    somebody looked at before he decided; other menus are then not sent.
    """
    with database.write() as db:
        _take_turn(db, now)
        parcels = menus.pack(menus.signed(db, now), account)
        if expected and expected != menus.digest(parcels):
            raise OutdatedError(Why.CHANGED)
        row = _begin(db, parcels, account, actor, now)
    return _send(database, api, row, actor, now)


def repeat(
    database: Database, api: Api, account: Account, publication_id: int, actor: str, now: dt.datetime
) -> Publication:
    """Sends once more what an earlier publication sent, whatever is signed by now."""
    with database.write() as db:
        _take_turn(db, now)
        former = publications.of_id(db, publication_id)
        if former is None:
            raise RuleError(Why.GONE)
        _check_keys(former.menus, account)
        row = _begin(db, former.menus, account, actor, now, former.id)
    return _send(database, api, row, actor, now)


def _check_keys(parcels: Parcels, account: Account) -> None:
    """The account may have lost a section since."""
    for menu in parcels:
        for button in menu["buttons"]:
            for each in button.get("sub_button") or (button,):
                if each.get("key") and not account.knows(each["key"]):
                    raise RuleError(Why.NOWHERE, button=each["name"], key=each["key"])


def _lock(db: Db) -> None:
    """Holds a row until the transaction ends, so that of two the second sees what the first wrote."""
    counters.next_value(db, counters.PUBLICATIONS)


def _take_turn(db: Db, now: dt.datetime) -> None:
    """One at a time: raises RuleError while another publication is on its way."""
    _lock(db)
    last = publications.newest(db)
    if last is not None and _is_late(last, now):
        _break_off(db, last, now)
    elif last is not None and last.state == State.SENDING:
        raise RuleError(Why.BUSY, who=last.actor)


def _break_off(db: Db, row: Publication, now: dt.datetime) -> None:
    row.state, row.settled_at = State.BROKEN_OFF, now
    _tell(db, row, now)


def _digest_of_signed(db: Db, account: Account, now: dt.datetime) -> str:
    return menus.digest(menus.parcels(menus.signed(db, now), account))


def _begin(
    db: Db, parcels: Parcels, account: Account, actor: str, now: dt.datetime, repeats_id: int | None = None
) -> Publication:
    row = Publication(
        state=State.SENDING,
        actor=actor,
        started_at=now,
        settled_at=None,
        menus=parcels,
        sha256=menus.digest(parcels),
        signed=_digest_of_signed(db, account, now),
        repeats_id=repeats_id,
        sent=[],
        kind="",
        code=None,
        error="",
        rid="",
    )
    db.add(row)
    db.flush()
    told = [{name: menu[name] for name in ("tag", "item", "revision")} for menu in parcels]
    details = {"menus": told, "sha256": row.sha256, "repeats": repeats_id}
    audit.add(db, now, actor, "menu.publish", f"publication/{row.id}", details)
    return row


def _send(database: Database, api: Api, row: Publication, actor: str, now: dt.datetime) -> Publication:
    sent: list[str] = []
    try:
        menus.send(api, menus.buttons_of(row.menus), sent.append)
    except (WechatError, StateUnavailable) as error:
        _settle(database, row.id, sent, error, actor, now)
        raise
    return _settle(database, row.id, sent, None, actor, now)


def _settle(
    database: Database,
    row_id: int,
    sent: list[str],
    error: WechatError | Unavailable | None,
    actor: str,
    now: dt.datetime,
) -> Publication:
    with database.write() as db:
        row = publications.of_id(db, row_id, lock=True)
        assert row is not None, "publications are kept for good"
        row.sent = sent
        if error is not None:
            _note(row, error)
        if row.state == State.SENDING:  # Else it took so long that somebody may have published again meanwhile.
            row.state, row.settled_at = State.FAILED if error else State.PUBLISHED, now
        _tell(db, row, now)
        details = {"sent": sent, "code": row.code, "rid": row.rid}
        audit.add(db, now, actor, f"menu.{row.state}", f"publication/{row.id}", details)
    return row


def _tell(db: Db, row: Publication, now: dt.datetime) -> None:
    if row.state != State.PUBLISHED:
        alarms.ring(db, ALARM, {"publication": row.id, "state": row.state, "code": row.code}, now)
        return
    alarms.silence(db, ALARM)
    alarms.silence(db, DRIFT)


def _note(row: Publication, error: WechatError | Unavailable) -> None:
    row.kind, row.error = ErrorClass.RETRY, str(error)[:500]
    if isinstance(error, WechatError):
        row.kind, row.code, row.error, row.rid = error.kind, error.code, error.message[:500], error.rid[:80]


def publish_due(database: Database, api: Api, account: Account, now: dt.datetime) -> bool:
    """Breaks off what was not settled; publishes what newly went live, where staff asked for that. Returns whether.

    Not while the menu is changed elsewhere: what somebody did there on purpose must not be undone unseen.
    """
    with database.read() as db:
        if not (_is_late(publications.newest(db), now) or _is_due(db, account, now)):
            return False
    try:
        row = _begin_due(database, account, now)
        return row is not None and bool(_send(database, api, row, AUTOMATIC, now))
    except ContentError as error:
        with database.write() as db:
            alarms.ring(db, ALARM, {"state": "refused", "why": str(error)}, now)
    except (WechatError, StateUnavailable) as error:
        log.warning("The menu was not published: %s", error)
    return False


def _begin_due(database: Database, account: Account, now: dt.datetime) -> Publication | None:
    with database.write() as db:
        _lock(db)
        last = publications.newest(db)
        if last is not None and _is_late(last, now):
            _break_off(db, last, now)
        due = _is_due(db, account, now)
        return _begin(db, menus.pack(menus.signed(db, now), account), account, AUTOMATIC, now) if due else None


def _is_late(last: Publication | None, now: dt.datetime) -> bool:
    return last is not None and last.state == State.SENDING and now >= last.started_at + LEASE


def _is_due(db: Db, account: Account, now: dt.datetime) -> bool:
    last = publications.newest(db)
    if not preferences.load(db).menus_automatic or (last is not None and last.state == State.SENDING):
        return False
    if any(alarm.name == DRIFT for alarm in alarms.ringing(db)) or not items.live_with_items(db, Kind.MENU):
        return False
    return last is None or last.signed != _digest_of_signed(db, account, now) or _again(db, last, now)


def _again(db: Db, last: Publication, now: dt.datetime) -> bool:
    """Whether an attempt of its own that failed for a passing reason is due once more."""
    if last.actor != AUTOMATIC or last.state == State.PUBLISHED or last.kind in _FINAL:
        return False
    row = publications.page(db, None, ATTEMPTS)
    failed = [each for each in row if each.signed == last.signed and each.state != State.PUBLISHED]
    return len(failed) < ATTEMPTS and now >= last.started_at + len(failed) * PAUSE
