"""A push through the death of its processes: by the simulator's ledger nobody gets it twice or is forgotten."""

from pathlib import Path

from tests.rig.postgresql import PostgresqlServer
from tests.scenarios.crashing import Account, admit, finish, go, running, start
from tests.services.pushing import CALL
from wxbot.store.broadcasts import Kind

FOLLOWERS, RATE = 300, 120


def _is_safe(account: Account, kind: Kind, seed: int) -> None:
    verdict = go(account, kind, seed, kills=4, pause=1.0)
    assert (verdict.twice, verdict.forgotten, verdict.false) == (0, 0, 0)
    figures = verdict.figures
    assert figures.sent + figures.delivered + figures.unknown == figures.total == FOLLOWERS


def _is_sent_once(account: Account) -> None:
    """Two beats and four workers begin at once what is due: every follower is called once."""
    finish(account, start(account, Kind.TEMPLATE, 0), most=0)  # Nobody died, so no lease runs out.
    assert sum(call.path == CALL for call in account.wechat.ledger.calls) == FOLLOWERS
    assert account.wechat.arrivals.forgotten(account.followers) == ()


def test_nobody_gets_a_push_twice_or_is_forgotten_on_sqlite(sqlite_url: str, tmp_path: Path) -> None:
    with running(sqlite_url, tmp_path, RATE) as account:
        admit(account, FOLLOWERS)
        _is_safe(account, Kind.TEMPLATE, 1)
        _is_safe(account, Kind.CUSTOM, 2)


def test_a_due_push_is_sent_once_and_survives_crashes_on_postgresql(
    postgresql: PostgresqlServer, empty_postgresql: str, tmp_path: Path
) -> None:
    with running(postgresql.create(empty_postgresql), tmp_path, RATE, workers=4) as account:
        admit(account, FOLLOWERS)
        _is_sent_once(account)
        _is_safe(account, Kind.TEMPLATE, 3)
