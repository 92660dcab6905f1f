"""WeChat's daily figures as rows with types."""

import datetime as dt

from tests.client.gateway import Gateway
from tests.client.refusals import code, failure
from wxbot.client import datacube
from wxbot.client.api import Api
from wxbot.client.datacube import Coming, Followers, Messages, Reads
from wxbot.errors import ErrorClass

DAY = dt.date(2026, 11, 24)


def test_coming_and_going_is_told_by_source(gateway: Gateway, strayed: Api) -> None:
    rows = [
        {"ref_date": "2026-11-24", "user_source": 0, "new_user": 2, "cancel_user": 1},
        {"ref_date": "2026-11-24", "user_source": 30, "new_user": 5, "cancel_user": 0},
    ]
    gateway.say({"list": rows})
    assert datacube.coming(strayed, DAY, DAY) == [Coming(DAY, 0, 2, 1), Coming(DAY, 30, 5, 0)]
    assert gateway.paths == ["/datacube/getusersummary"]
    assert gateway.asked == {"begin_date": "2026-11-24", "end_date": "2026-11-24"}


def test_followers_are_counted_at_the_days_end(gateway: Gateway, strayed: Api) -> None:
    gateway.say({"list": [{"ref_date": "2026-11-24", "user_source": 0, "cumulate_user": 1217056}]})
    assert datacube.followers(strayed, DAY, DAY) == [Followers(DAY, 1_217_056)]


def test_articles_are_told_with_readers_and_shares(gateway: Gateway, strayed: Api) -> None:
    row = {
        "ref_date": "2026-11-24",
        "user_source": 0,
        "msgid": "10000050_1",
        "title": "标题",
        "int_page_read_user": 23676,
        "int_page_read_count": 25615,
        "share_user": 122,
        "share_count": 994,
    }
    gateway.say({"list": [row]})
    assert datacube.reads(strayed, DAY) == [Reads(DAY, "10000050_1", "标题", 23_676, 25_615, 122, 994)]


def test_messages_are_told_by_type(gateway: Gateway, strayed: Api) -> None:
    gateway.say({"list": [{"ref_date": "2026-11-24", "msg_type": 1, "msg_user": 282, "msg_count": 817}]})
    assert datacube.messages(strayed, DAY, DAY) == [Messages(DAY, 1, 282, 817)]


def test_day_without_figures_has_no_rows(gateway: Gateway, strayed: Api) -> None:
    gateway.say({"list": []})
    assert datacube.followers(strayed, DAY, DAY) == []


def test_figures_that_are_not_ready_are_to_be_asked_for_later(gateway: Gateway, strayed: Api) -> None:
    gateway.say(code(61503, "data not ready, please try later"))
    assert failure(lambda: datacube.followers(strayed, DAY, DAY)).kind is ErrorClass.RETRY
