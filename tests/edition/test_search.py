"""A question finds the items that speak of its words, the best first, in either language."""

import pytest

from tests.edition.makers import faq, news, speech
from wxbot.edition.search import SearchIndex

LOST = faq("lost", "在国外遗失护照怎么办", variants=["护照丢了", "护照被偷"], answer="请立即报警，并联系使馆。")
VISA = faq("visa", "如何申请签证", answer="网上预约，递交材料，缴纳费用。")
FEES = faq("fees", "领事认证收费标准", variants=["多少钱"], answer="签证与认证的费用见附表。")
MEETING = news("meeting", "外长会见新西兰总理", topics=["双边关系"], countries=["新西兰"], text="双方就贸易交换意见。")
ADDRESS = speech("address", "在联合国大会上的讲话", speaker="李明", office="外交部长", occasion="第八十届联合国大会")
ITEMS = [LOST, VISA, FEES, MEETING, ADDRESS]

PASSPORT = faq(
    "passport", "Lost passport abroad", "en", variants=["stolen passport"], answer="Report it to the police."
)
RENEW = faq("renew", "Renewing a document", "en", answer="A passport is renewed within fifteen days.")


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return SearchIndex(ITEMS)


@pytest.fixture(scope="module")
def english() -> SearchIndex:
    return SearchIndex([PASSPORT, RENEW])


def slugs(index: SearchIndex, question: str, limit: int = 5) -> list[str]:
    return [hit.live.slug for hit in index.find(question, limit)]


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("申请签证", "visa"),
        ("护照遗失", "lost"),
        ("护照丢了怎么办", "lost"),
        ("護照丟了", "lost"),
        ("护 照 被 偷", "lost"),
        ("请问多少钱？", "fees"),
        ("新西兰", "meeting"),
        ("双边关系", "meeting"),
        ("李明", "address"),
        ("外交部长", "address"),
        ("联合国大会", "address"),
    ],
)
def test_question_finds_the_item_that_is_about_it(index: SearchIndex, question: str, slug: str) -> None:
    assert slugs(index, question)[0] == slug


@pytest.mark.parametrize(("question", "slug"), [("报警", "lost"), ("预约", "visa"), ("贸易", "meeting")])
def test_question_finds_words_inside_the_text(index: SearchIndex, question: str, slug: str) -> None:
    assert slugs(index, question) == [slug]


def test_title_comes_before_a_mention_in_the_text(index: SearchIndex) -> None:
    assert slugs(index, "签证")[:2] == ["visa", "fees"]


def test_item_that_holds_more_of_the_words_comes_first(english: SearchIndex) -> None:
    assert slugs(english, "renewing a passport document") == ["renew", "passport"]


@pytest.mark.parametrize("question", ["stolen passport", "STOLEN Passport?", "my passport was stolen"])
def test_english_question_finds_its_item(english: SearchIndex, question: str) -> None:
    assert slugs(english, question)[0] == "passport"


def test_hits_come_best_first(index: SearchIndex) -> None:
    scores = [hit.score for hit in index.find("签证费用护照", 5)]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("question", "share"),
    [("lost passport", 1.0), ("stolen passport", 1.0), ("passport photo", 0.5), ("passport photo size rules", 0.25)],
)
def test_share_is_the_part_of_the_words_that_the_title_holds(english: SearchIndex, question: str, share: float) -> None:
    assert english.find(question, 1)[0].share == share


def test_words_that_say_nothing_do_not_lower_the_share(english: SearchIndex) -> None:
    assert english.find("What should I do about a lost passport?", 1)[0].share == 1.0


def test_word_that_is_only_in_the_text_has_no_share(index: SearchIndex) -> None:
    assert [hit.share for hit in index.find("报警", 1)] == [0.0]


@pytest.mark.parametrize("question", ["", " ", "？！", "😀", "的", "请问怎么办", "what is the", "how can I"])
def test_question_that_says_nothing_finds_nothing(index: SearchIndex, question: str) -> None:
    assert index.find(question, 5) == ()


@pytest.mark.parametrize("question", ["量子力学", "zebra", "9999"])
def test_question_about_something_else_finds_nothing(index: SearchIndex, question: str) -> None:
    assert index.find(question, 5) == ()


@pytest.mark.parametrize("question", ['护照" OR *', "title:护照", "+护照 -签证", "护照~2", "护照 AND (", "\\护照"])
def test_question_is_words_and_never_a_query(index: SearchIndex, question: str) -> None:
    assert "lost" in slugs(index, question)


def test_no_more_hits_than_wanted() -> None:
    index = SearchIndex([faq(f"q{number}", "签证") for number in range(20)])
    assert len(index.find("签证", 3)) == 3


def test_index_of_nothing_finds_nothing() -> None:
    assert SearchIndex([]).find("签证", 5) == ()


def test_end_of_a_long_text_is_found() -> None:
    long = news("long", "通知", text="段落文字。" * 400 + "终点站")
    assert slugs(SearchIndex([long, MEETING]), "终点站") == ["long"]


def test_long_question_is_answered_by_its_beginning(index: SearchIndex) -> None:
    assert slugs(index, "护照遗失" + "啊" * 5000)[0] == "lost"


def test_hit_is_the_very_item(index: SearchIndex) -> None:
    assert index.find("李明", 1)[0].live is ADDRESS


def test_equal_questions_get_equal_hits(index: SearchIndex) -> None:
    assert index.find("签证费用护照", 5) == SearchIndex(ITEMS).find("签证费用护照", 5)


def test_likeness_is_whole_when_a_name_and_the_question_have_the_same_words(index: SearchIndex) -> None:
    assert index.find("护照被偷", 1)[0].likeness == 1.0


def test_likeness_is_low_when_the_question_says_much_more(english: SearchIndex) -> None:
    assert english.find("stolen passport bag camera phone money", 1)[0].likeness == 0.5


def test_words_of_two_names_together_are_no_likeness_of_one() -> None:
    item = faq("lost", "passport photo", "en", variants=["visa fees"])
    hit = SearchIndex([item]).find("passport photo visa fees", 1)[0]
    assert hit.share == 1.0
    assert hit.likeness == pytest.approx(2 / 3)
