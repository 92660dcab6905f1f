"""Every publication of the menu is kept, with what was sent, by whom, and what came of it."""

import datetime as dt

import pytest
from sqlalchemy import select

from tests.services import signing
from tests.services.drafts import NOON
from tests.services.publishing import ACCOUNT, automatic, click, names, publish, sign
from tests.store.together import in_threads
from wxbot.client.api import Api
from wxbot.edition.kinds import Kind
from wxbot.errors import ContentError, OutdatedError, RuleError, WechatError
from wxbot.services import alarms, items, menus, publications, schedules
from wxbot.services.sketches import Account
from wxbot.simulator.server import Simulator
from wxbot.store import audit
from wxbot.store import publications as rows
from wxbot.store.database import Database
from wxbot.store.publications import Publication, State

MINUTE = dt.timedelta(minutes=1)


def _last(database: Database) -> Publication:
    with database.read() as db:
        found = rows.newest(db)
    assert found is not None
    return found


def _count(database: Database) -> int:
    with database.read() as db:
        return len(rows.page(db, None, 100))


def _ringing(database: Database) -> dict[str, object]:
    with database.read() as db:
        return {alarm.name: dict(alarm.details) for alarm in alarms.ringing(db)}


def _lines(database: Database) -> list[tuple[str, str, str]]:
    with database.read() as db:
        found = db.scalars(select(audit.Line).where(audit.Line.action.like("menu.%")).order_by(audit.Line.id))
        return [(line.actor, line.action, line.subject) for line in found]


def _broken_off(database: Database, now: dt.datetime = NOON) -> None:
    """A process that died between the record and its first call."""
    with database.write() as db:
        sent = {"tag": "", "item": "menu/default.zh", "title": "Menu", "revision": 1, "buttons": [click("half")]}
        row = Publication(state=State.SENDING, actor="chen", started_at=now, settled_at=None, menus=[sent], sent=[])
        row.sha256 = row.signed = row.error = row.rid = row.kind = ""
        db.add(row)


def test_publication_is_kept_with_what_was_sent(database: Database, api: Api, wechat: Simulator) -> None:
    sign(database, "动态")
    sign(database, "News", tag="english")
    publish(database, api)
    row = _last(database)
    assert (row.state, row.actor, row.started_at, row.sent) == (State.PUBLISHED, "director li", NOON, ["", "english"])
    assert [(menu["tag"], menu["item"], menu["revision"]) for menu in row.menus] == [
        ("", "menu/default.zh", 1),
        ("english", "menu/english.zh", 1),
    ]
    assert row.menus[0]["buttons"] == [click("动态")]
    assert names(wechat) == ["动态"]


def test_publication_stands_in_the_audit_before_and_after(database: Database, api: Api) -> None:
    sign(database)
    publish(database, api)
    assert _lines(database) == [
        ("director li", "menu.publish", "publication/1"),
        ("director li", "menu.published", "publication/1"),
    ]


def test_refusal_is_kept_in_wechats_words(database: Database, api: Api, wechat: Simulator) -> None:
    sign(database)
    wechat.faults.refuse("/cgi-bin/menu/create", 45009)
    with pytest.raises(WechatError):
        publish(database, api)
    row = _last(database)
    assert (row.state, row.code, row.kind, row.sent) == (State.FAILED, 45009, "day", [])
    assert row.rid
    assert row.rid in row.error
    assert _ringing(database)[publications.ALARM] == {"publication": 1, "state": "failed", "code": 45009}


def test_how_far_a_publication_came_is_kept(database: Database, api: Api, wechat: Simulator) -> None:
    sign(database)
    sign(database, "News", tag="english")
    wechat.faults.refuse("/cgi-bin/menu/addconditional", 45009)
    with pytest.raises(WechatError):
        publish(database, api)
    assert _last(database).sent == [""]


def test_next_publication_that_succeeds_silences_the_alarm(database: Database, api: Api, wechat: Simulator) -> None:
    sign(database)
    wechat.faults.refuse("/cgi-bin/menu/create", 45009)
    with pytest.raises(WechatError):
        publish(database, api)
    publish(database, api)
    assert _ringing(database) == {}


def test_menu_that_leads_nowhere_leaves_no_publication(database: Database, api: Api, wechat: Simulator) -> None:
    sign(database, buttons=[click(key="nowhere")])
    with pytest.raises(ContentError, match="'nowhere'"):
        publish(database, api)
    assert (_count(database), wechat.ledger.calls) == (0, ())


def test_menus_that_nobody_looked_at_are_not_sent(database: Database, api: Api, wechat: Simulator) -> None:
    sign(database, "Former")
    with database.read() as db:
        looked_at = menus.digest(menus.parcels(menus.signed(db, NOON), ACCOUNT))
    sign(database, "Newer")
    with pytest.raises(OutdatedError):
        publications.publish(database, api, ACCOUNT, "director li", NOON, looked_at)
    assert (_count(database), wechat.ledger.calls) == (0, ())


def test_two_at_once_do_not_mix_their_calls(database: Database, api: Api, wechat: Simulator) -> None:
    sign(database)
    wechat.faults.set(slow=0.3)

    def attempt(_number: int) -> str:
        try:
            return publish(database, api).state
        except RuleError as error:
            return str(error)

    assert sorted(in_threads(2, attempt)) == ["director li is publishing the menu just now", "published"]
    assert _count(database) == 1


def test_publication_that_was_broken_off_can_be_done_again(database: Database, api: Api, wechat: Simulator) -> None:
    sign(database)
    _broken_off(database)
    with pytest.raises(RuleError, match="chen is publishing the menu just now"):
        publish(database, api, NOON + MINUTE)
    publish(database, api, NOON + 5 * MINUTE)
    with database.read() as db:
        assert [row.state for row in rows.page(db, None, 9)] == [State.PUBLISHED, State.BROKEN_OFF]
    assert names(wechat) == ["动态"]


def test_publication_that_was_broken_off_is_seen_by_the_worker(database: Database, api: Api) -> None:
    sign(database)
    _broken_off(database)
    publications.publish_due(database, api, ACCOUNT, NOON + MINUTE)
    assert _last(database).state == State.SENDING
    publications.publish_due(database, api, ACCOUNT, NOON + 5 * MINUTE)
    assert _last(database).state == State.BROKEN_OFF
    assert _ringing(database)[publications.ALARM] == {"publication": 1, "state": "broken-off", "code": None}


def test_earlier_publication_is_sent_again(database: Database, api: Api, wechat: Simulator) -> None:
    sign(database, "Former")
    publish(database, api)
    sign(database, "Newer")
    publish(database, api)
    row = publications.repeat(database, api, ACCOUNT, 1, "director li", NOON)
    assert names(wechat) == ["Former"]
    assert (row.repeats_id, row.menus[0]["revision"], row.state) == (1, 1, State.PUBLISHED)


def test_earlier_publication_with_a_key_that_is_gone_is_not_sent_again(
    database: Database, api: Api, wechat: Simulator
) -> None:
    sign(database)
    publish(database, api)
    with pytest.raises(RuleError, match="the button 动态 has the key news"):
        publications.repeat(database, api, Account("https://account.example", lambda key: False), 1, "li", NOON)
    assert _count(database) == 1


def test_publication_that_never_was_is_not_sent_again(database: Database, api: Api) -> None:
    with pytest.raises(RuleError, match="no such publication"):
        publications.repeat(database, api, ACCOUNT, 7, "director li", NOON)


def test_menu_that_goes_live_waits_for_a_person_unless_told_otherwise(database: Database, api: Api) -> None:
    sign(database)
    assert not publications.publish_due(database, api, ACCOUNT, NOON)
    assert _count(database) == 0


def test_menu_that_goes_live_is_published_by_itself_once(sqlite: Database, api: Api, wechat: Simulator) -> None:
    automatic(sqlite)
    sign(sqlite, "动态")
    assert publications.publish_due(sqlite, api, ACCOUNT, NOON)
    assert not publications.publish_due(sqlite, api, ACCOUNT, NOON)
    sign(sqlite, "Newer")
    assert publications.publish_due(sqlite, api, ACCOUNT, NOON)
    assert (names(wechat), _last(sqlite).actor, _count(sqlite)) == (["Newer"], "automatic", 2)


def test_menu_that_is_signed_for_later_is_published_at_its_time(sqlite: Database, api: Api, wechat: Simulator) -> None:
    automatic(sqlite)
    sign(sqlite)
    sign(sqlite, "Festival", tag="english", valid_from=(NOON + MINUTE).isoformat())
    publications.publish_due(sqlite, api, ACCOUNT, NOON)
    assert not list(wechat.menu.conditional)
    publications.publish_due(sqlite, api, ACCOUNT, NOON + MINUTE)
    assert [button["name"] for button in wechat.menu.conditional[0].buttons] == ["Festival"]


def test_revision_that_goes_live_at_its_time_is_published_then(sqlite: Database, api: Api, wechat: Simulator) -> None:
    automatic(sqlite)
    sign(sqlite, "Before")
    draft = items.draft(Kind.MENU, "default", "zh", "Menu", {"buttons": [click("Monday")]}, "the test")
    signing.approved(sqlite, NOON + MINUTE, draft, base=1)
    for instant, shown in ((NOON, "Before"), (NOON + MINUTE, "Monday")):
        schedules.publish_due(sqlite, instant)
        publications.publish_due(sqlite, api, ACCOUNT, instant)
        assert names(wechat) == [shown]


def test_two_workers_publish_by_themselves_once(database: Database, api: Api) -> None:
    automatic(database)
    sign(database)
    done = in_threads(2, lambda _: publications.publish_due(database, api, ACCOUNT, NOON))
    assert sorted(done) == [False, True]
    assert _count(database) == 1


def test_rollback_is_not_undone_by_itself(sqlite: Database, api: Api, wechat: Simulator) -> None:
    automatic(sqlite)
    for name in ("Former", "Newer"):
        sign(sqlite, name)
        publications.publish_due(sqlite, api, ACCOUNT, NOON)
    publications.repeat(sqlite, api, ACCOUNT, 1, "director li", NOON)
    assert not publications.publish_due(sqlite, api, ACCOUNT, NOON)
    assert names(wechat) == ["Former"]


def test_nothing_is_published_by_itself_while_the_menu_is_changed_elsewhere(sqlite: Database, api: Api) -> None:
    automatic(sqlite)
    sign(sqlite)
    with sqlite.write() as db:
        alarms.ring(db, publications.DRIFT, {}, NOON)
    assert not publications.publish_due(sqlite, api, ACCOUNT, NOON)


def test_attempt_of_its_own_is_repeated_a_few_times(sqlite: Database, api: Api, wechat: Simulator) -> None:
    automatic(sqlite)
    sign(sqlite)
    wechat.faults.refuse("/cgi-bin/menu/create", 45011, 99)
    for minutes in range(60):
        publications.publish_due(sqlite, api, ACCOUNT, NOON + minutes * MINUTE)
    assert _count(sqlite) == publications.ATTEMPTS
    assert publications.ALARM in _ringing(sqlite)


def test_attempt_of_its_own_succeeds_once_wechat_is_back(sqlite: Database, api: Api, wechat: Simulator) -> None:
    automatic(sqlite)
    sign(sqlite)
    wechat.faults.refuse("/cgi-bin/menu/create", 45011)
    publications.publish_due(sqlite, api, ACCOUNT, NOON)
    assert not publications.publish_due(sqlite, api, ACCOUNT, NOON)
    assert publications.publish_due(sqlite, api, ACCOUNT, NOON + MINUTE)
    assert names(wechat) == ["动态"]
    assert _ringing(sqlite) == {}


def test_attempt_that_cannot_succeed_is_left_to_a_person(sqlite: Database, api: Api, wechat: Simulator) -> None:
    automatic(sqlite)
    sign(sqlite)
    wechat.change(kind="subscription")
    for minutes in range(5):
        publications.publish_due(sqlite, api, ACCOUNT, NOON + minutes * MINUTE)
    assert _count(sqlite) == 1


def test_menu_that_leads_nowhere_rings_instead_of_being_published(sqlite: Database, api: Api) -> None:
    automatic(sqlite)
    sign(sqlite, buttons=[click(key="nowhere")])
    assert not publications.publish_due(sqlite, api, ACCOUNT, NOON)
    assert _count(sqlite) == 0
    assert "nowhere" in str(_ringing(sqlite)[publications.ALARM])


def test_publication_without_an_answer_is_kept_as_such(database: Database, api: Api, wechat: Simulator) -> None:
    sign(database)
    wechat.faults.set(reset=9)
    with pytest.raises(WechatError):
        publish(database, api)
    row = _last(database)
    assert (row.state, row.code, row.sent) == (State.FAILED, None, [])
