"""What the account sends arrives in the simulator: drafts, mass messages, publishing, templates, notices, figures."""

import datetime as dt

import pytest

from tests.client.counting import calls
from tests.client.refusals import failure
from wxbot.client import datacube, drafts, mass, material, media, notices, publishing, templates
from wxbot.client.api import Api
from wxbot.client.token import Tokens
from wxbot.errors import ErrorClass, Remedy
from wxbot.simulator.samples import photo
from wxbot.simulator.server import Simulator

ID = "0123456789abcdef0123456789abcdef"
SEND_ALL = "/cgi-bin/message/mass/sendall"
HELLO = mass.Text("你好")


@pytest.fixture(autouse=True)
def _nobody_is_told(wechat: Simulator) -> None:
    """Nobody listens for events here."""
    wechat.faults.set(jobs_lost=True)


@pytest.fixture
def followed(wechat: Simulator) -> Simulator:
    """Alice, Bob and Chen follow."""
    for openid in ("oAlice", "oBob", "oChen"):
        wechat.followers.follow(openid, wechat.clock.now())
    return wechat


def _draft(api: Api, title: str = "标题") -> str:
    cover = material.add(api, "image", "a.jpg", photo(), "")
    return drafts.add(api, [drafts.Article(title, "<p>正文</p>", cover, digest="摘要")])


def test_draft_is_read_as_it_was_written_and_deleted(api: Api) -> None:
    media_id = _draft(api)
    (article,) = drafts.get(api, media_id)
    assert (article.title, article.digest, article.comments) == ("标题", "摘要", drafts.Comments.NOBODY)
    drafts.delete(api, media_id)
    assert failure(lambda: drafts.get(api, media_id)).remedy is Remedy.MEDIA


def test_articles_reach_everyone_once(followed: Simulator, api: Api) -> None:
    media_id = _draft(api)
    accepted = mass.send_to_all(api, mass.Draft(media_id), ID)
    followed.settle()
    assert {one.openid for one in followed.arrivals.all()} == {"oAlice", "oBob", "oChen"}
    assert mass.state(api, accepted.msg_id) is mass.Status.SENT
    assert failure(lambda: drafts.get(api, media_id)).kind is ErrorClass.FIX


def test_same_call_a_minute_later_is_known_to_be_there(followed: Simulator, api: Api) -> None:
    first = mass.send_to_all(api, HELLO, ID)
    too_soon = failure(lambda: mass.send_to_all(api, HELLO, ID))
    assert (too_soon.kind, mass.in_doubt(too_soon)) == (ErrorClass.MINUTE, True)
    followed.clock.advance(61)
    assert mass.send_to_all(api, HELLO, ID) == mass.Accepted(first.msg_id, "", duplicate=True)
    followed.settle()
    assert followed.arrivals.twice() == ()


def test_call_that_is_cut_off_after_it_was_heard_is_repeated_safely(
    followed: Simulator, api: Api, tokens: Tokens
) -> None:
    tokens.current()
    followed.faults.cut(SEND_ALL, after=1)
    assert mass.in_doubt(failure(lambda: mass.send_to_all(api, HELLO, ID)))
    assert calls(followed, SEND_ALL) == 1
    followed.clock.advance(61)
    assert mass.send_to_all(api, HELLO, ID).duplicate
    followed.settle()
    assert followed.arrivals.twice() == ()


def test_listed_followers_alone_are_reached(followed: Simulator, api: Api) -> None:
    mass.send_to_list(api, ["oAlice", "oBob"], HELLO, ID)
    followed.settle()
    assert {one.openid for one in followed.arrivals.all()} == {"oAlice", "oBob"}


def test_account_that_may_not_is_told_what_to_do(followed: Simulator, api: Api) -> None:
    followed.change(kind="subscription")
    error = failure(lambda: mass.send_to_all(api, HELLO, ID))
    assert (error.account_wide, error.remedy) == (True, Remedy.VERIFICATION)


def test_tester_sees_what_will_be_sent(followed: Simulator, api: Api) -> None:
    mass.preview(api, "oAlice", mass.Draft(_draft(api)))
    followed.settle()
    assert {one.openid for one in followed.arrivals.all()} <= {"oAlice"}


def test_draft_is_published_and_listed_and_deleted(wechat: Simulator, api: Api) -> None:
    submitted = publishing.submit(api, _draft(api))
    wechat.settle()
    state = publishing.state(api, submitted.publish_id)
    assert (state.status, len(state.urls)) == (publishing.Status.PUBLISHED, 1)
    (listed,) = publishing.page(api).articles
    assert (listed.article_id, listed.title, listed.url) == (state.article_id, "标题", state.urls[0])
    publishing.delete(api, state.article_id)
    assert publishing.page(api).articles == ()


@pytest.mark.parametrize("outcome", [2, 3, 4])
def test_publishing_that_fails_says_how(wechat: Simulator, api: Api, outcome: int) -> None:
    wechat.faults.set(publish_outcome=outcome)
    submitted = publishing.submit(api, _draft(api))
    wechat.settle()
    assert publishing.state(api, submitted.publish_id).status == outcome


def test_picture_for_an_article_has_an_address(api: Api) -> None:
    assert material.upload_image(api, "a.jpg", photo()).startswith("http")
    assert media.upload(api, "image", "a.jpg", photo())


def test_templates_of_both_kinds_are_listed(api: Api) -> None:
    assert all("{{" in template.content for template in templates.all_templates(api))
    assert all("{{" in template.content for template in notices.all_templates(api))


def test_yesterdays_figures_are_ready_at_eight(wechat: Simulator, api: Api) -> None:
    zone = dt.timezone(dt.timedelta(hours=8))
    seven = dt.datetime(2026, 11, 1, 7, tzinfo=zone)
    yesterday = dt.date(2026, 10, 31)
    wechat.clock.set(seven.timestamp())
    wechat.followers.follow("oAlice", wechat.clock.now() - 30 * 86400)
    assert failure(lambda: datacube.followers(api, yesterday, yesterday)).kind is ErrorClass.RETRY
    wechat.clock.advance(3600)
    assert datacube.followers(api, yesterday, yesterday) == [datacube.Followers(yesterday, 1)]
    assert datacube.coming(api, yesterday, yesterday) == []
    assert datacube.messages(api, yesterday, yesterday) == []
    assert datacube.reads(api, yesterday) == []


EVENT = {"thing1": "开放日", "time2": "2026年10月1日 14:00", "thing3": "花园", "thing4": "请带证件"}


def test_template_message_that_is_repeated_with_its_id_arrives_once(followed: Simulator, api: Api) -> None:
    template = templates.all_templates(api)[0].id
    first = templates.send(api, "oAlice", template, EVENT, ID)
    assert templates.send(api, "oAlice", template, EVENT, ID) == first
    assert [one.kind for one in followed.arrivals.of("oAlice")] == ["template"]


def test_notice_takes_one_consent(followed: Simulator, api: Api) -> None:
    template = next(each for each in notices.all_templates(api) if not each.lasting)
    places = {"character_string1": "A1", "thing2": "护照换发", "phrase3": "已受理"}
    followed.subscriptions.accept("oAlice", template.id, 1)
    notices.send(api, "oAlice", template.id, places)
    refused = failure(lambda: notices.send(api, "oAlice", template.id, places))
    assert (refused.kind, refused.remedy) == (ErrorClass.WINDOW, Remedy.CONSENT)
    assert [one.kind for one in followed.arrivals.of("oAlice")] == ["notice"]
