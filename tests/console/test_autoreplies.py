"""Staff see all rules in their order, which of them never fire, and what the account would answer."""

import datetime as dt
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.console.conftest import Browser, Office
from tests.services import drafts
from tests.services.drafts import NOON
from wxbot.edition.kinds import Kind
from wxbot.services import items, revisions
from wxbot.services.items import Draft


def _rule(slug: str, *words: str, match: str = "exact", answer: str = "An answer.", **fields: Any) -> Draft:
    body = {"conditions": [{"match": match, "words": words}], "answers": [{"type": "text", "text": answer}], **fields}
    return items.draft(Kind.AUTOREPLY, slug, "zh", f"Rule {slug}", body, "the test")


def _live(office: Office, *rules: Draft) -> None:
    drafts.go_live(office.database, *rules)
    office.runtime.refresh_edition()


def _drafted(office: Office, draft: Draft) -> int:
    """An editor wrote it and nobody signed it yet; returns the revision's id."""
    with office.database.write() as db:
        return revisions.save(db, draft, 0, "chen@example.org", NOON).id


class _Bubbles(HTMLParser):
    """The texts of the phone's bubbles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._depth = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "div" and "phone-bubble" in (dict(attrs).get("class") or ""):
            self.found.append("")
            self._depth = 1
        elif self._depth and tag == "div":
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        if self._depth and tag == "div":
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.found[-1] += data


def _bubbles(browser: Browser, **asked: str) -> list[str]:
    """What the phone shows: what was written, and the answers."""
    page = browser.get("/autoreplies/try", query_string=asked)
    assert page.status_code == 200
    return _Bubbles(page.text).found


def test_rules_stand_in_the_order_in_which_they_are_tried(office: Office, editor: Browser) -> None:
    _live(office, _rule("late", "票", priority=-5), _rule("first", "票价", priority=9), _rule("middle", "门票"))
    page = editor.get("/autoreplies").text
    places = [page.index(f"Rule {slug}") for slug in ("first", "middle", "late")]
    assert places == sorted(places)


def test_rule_is_hidden_no_longer_than_what_hides_it_is_shown(office: Office, editor: Browser) -> None:
    ends = office.runtime.clock.instant() + dt.timedelta(hours=2)
    hiding = _rule("visa", "签证", match="contains", priority=5, valid_to=ends.isoformat())
    _live(office, hiding, _rule("fee", "签证费", match="contains"))
    assert "“签证费”" in editor.get("/autoreplies").text
    office.runtime.clock.offset = 3 * 3600.0
    assert "“签证费”" not in editor.get("/autoreplies").text


def test_rule_that_never_fires_is_told_with_what_hides_it(office: Office, editor: Browser) -> None:
    _live(office, _rule("visa", "签证", match="contains", priority=5), _rule("fee", "签证费", match="contains"))
    page = editor.get("/autoreplies").text
    assert "Never fires" in page
    assert "“签证费” never fires: Rule visa comes before it." in page
    assert "Of 1 rules some words never fire." in page


def test_only_rules_with_words_that_never_fire_are_shown_when_asked_for(office: Office, editor: Browser) -> None:
    _live(office, _rule("visa", "签证", priority=5), _rule("same", "签证"), _rule("other", "护照"))
    page = editor.get("/autoreplies?troubled=1").text
    assert ("Rule other" in page, ">Rule same<" in page) == (False, True)


def test_rule_that_answers_in_place_of_a_section_is_told(office: Office, editor: Browser) -> None:
    _live(office, _rule("mine", "帮助"))
    assert "Answers in place of a section: 帮助" in editor.get("/autoreplies").text


def test_rules_are_found_by_their_words(office: Office, editor: Browser) -> None:
    _live(office, _rule("visa", "签证"), _rule("passport", "护照"))
    page = editor.get("/autoreplies?words=簽證").text
    assert ("Rule visa" in page, "Rule passport" in page) == (True, False)


def test_rules_of_each_language_stand_by_themselves(office: Office, editor: Browser) -> None:
    _live(office, _rule("visa", "签证"))
    assert "Rule visa" not in editor.get("/autoreplies?language=en").text


def test_many_rules_are_paged_each_once(office: Office, editor: Browser) -> None:
    _live(office, *(_rule(f"r{number:03}", f"词{number}") for number in range(120)))
    found: list[str] = []
    path = "/autoreplies"
    while path:
        page = editor.get(path).text
        found += [f"r{number:03}" for number in range(120) if f">Rule r{number:03}<" in page]
        after = page.split('rel="next" href="/console')[1].split('"')[0] if 'rel="next"' in page else ""
        path = after.replace("&amp;", "&")
    assert found == [f"r{number:03}" for number in range(120)]


def test_words_are_answered_on_the_phone(office: Office, editor: Browser) -> None:
    _live(office, _rule("open", "几点开门", answer="At nine."))
    assert _bubbles(editor, words="几点开门？") == ["几点开门？", "At nine."]


def test_decision_is_told_with_every_candidate(office: Office, editor: Browser) -> None:
    _live(office, _rule("open", "开门", match="contains", priority=1), _rule("exact", "几点开门"))
    page = editor.get("/autoreplies/try", query_string={"words": "几点开门"}).text
    assert "the message contains “开门”" in page
    assert "the message is exactly “几点开门”" in page
    assert "Rule open" in page


def test_tapped_line_goes_on(office: Office, editor: Browser) -> None:
    line = {"type": "text", "text": '<a href="weixin://bizmsgmenu?msgmenucontent=x&msgmenuid=help">Help me</a>'}
    _live(office, _rule("open", "开门", answers=[line]))
    page = editor.get("/autoreplies/try", query_string={"words": "开门"}).text
    assert 'href="/console/autoreplies/try?words=Help+me&amp;key=help"' in page


def test_drafts_are_tried_over_what_is_live(office: Office, editor: Browser) -> None:
    _live(office, _rule("open", "几点开门", answer="At nine."))
    with office.database.write() as db:
        revisions.save(db, _rule("open", "几点开门", answer="At ten."), 1, "chen@example.org", NOON)
    assert _bubbles(editor, words="几点开门")[-1] == "At nine."
    assert _bubbles(editor, words="几点开门", set="drafts")[-1] == "At ten."


def test_one_revision_is_tried_by_itself(office: Office, editor: Browser) -> None:
    number = _drafted(office, _rule("one", "甲", answer="One."))
    _drafted(office, _rule("two", "乙", answer="Two."))
    assert _bubbles(editor, words="甲", revision=str(number))[-1] == "One."
    assert "Two." not in _bubbles(editor, words="乙", revision=str(number))


@pytest.mark.parametrize("number", ["999", "x", "1" * 30])
def test_revision_that_is_not_there_is_told_so(editor: Browser, number: str) -> None:
    assert editor.get(f"/autoreplies/try?words=x&revision={number}").status_code == 404


def test_instant_is_on_the_accounts_own_clock(office: Office, editor: Browser) -> None:
    _live(office, _rule("later", "放假", answer="Closed.", valid_from="2030-01-01T00:00:00+08:00"))
    assert _bubbles(editor, words="放假", at="2030-01-01T00:01")[-1] == "Closed."
    assert "Closed." not in _bubbles(editor, words="放假", at="2029-12-31T23:59")


@pytest.mark.parametrize("asked", [{"at": "yesterday"}, {"language": "xx"}, {"key": "nowhere/at/all"}, {"words": " "}])
def test_what_makes_no_sense_is_passed_over(editor: Browser, asked: dict[str, str]) -> None:
    assert editor.get("/autoreplies/try", query_string={"words": "票", **asked}).status_code == 200


def test_hostile_words_stay_words(office: Office, editor: Browser) -> None:
    hostile = "<script>alert(1)</script><a href='javascript:alert(2)'>x</a>"
    _live(office, _rule("hostile", "票", answer=hostile))
    page = editor.get("/autoreplies/try", query_string={"words": hostile}).text
    assert "<script>alert" not in page
    assert "href='javascript" not in page
    assert _bubbles(editor, words="票")[-1] == hostile


def test_trying_keeps_nothing(office: Office, editor: Browser) -> None:
    before = office.runtime.edition
    editor.get("/autoreplies/try", query_string={"words": "提建议"})
    assert office.runtime.edition is before


def test_draft_of_a_rule_says_which_of_its_words_would_never_fire(office: Office, editor: Browser) -> None:
    _live(office, _rule("visa", "签证", match="contains", priority=5))
    _drafted(office, _rule("fee", "签证费", "费用"))
    page = editor.get("/items/autoreply/fee/zh").text
    assert "“签证费” never fires: Rule visa comes before it." in page
