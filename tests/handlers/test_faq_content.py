"""The delivered consular questions: both languages say them all, an answer fits one message, people find them."""

from collections import Counter

import pytest

from tests.dispatch.asking import Desk
from wxbot.edition.edition import LANGUAGES, Edition
from wxbot.edition.kinds import Kind
from wxbot.edition.normalise import normalise
from wxbot.protocol.replies import TextReply


def test_both_languages_have_the_same_questions_in_the_same_categories_and_order(delivered: Edition) -> None:
    chinese, english = (
        [(live.slug, live.body.category, live.body.order) for live in delivered.shelf(Kind.FAQ, language).lives]
        for language in LANGUAGES
    )
    assert len(chinese) >= 64
    assert chinese == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_has_five_to_nine_variants_and_no_words_lead_to_two(delivered: Edition, language: str) -> None:
    lives = delivered.shelf(Kind.FAQ, language).lives
    assert not [live.slug for live in lives if not 5 <= len(live.body.variants) <= 9]
    asked = Counter(normalise(words).bare for live in lives for words in (live.title, *live.body.variants))
    assert not [words for words, times in asked.items() if times > 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_fits_one_message(desk: Desk, delivered: Edition, language: str) -> None:
    desk.language = language
    for live in delivered.shelf(Kind.FAQ, language).lives:
        reply = desk.tap(live.key)
        assert isinstance(reply, TextReply), live.key
        assert live.title in reply.text
        assert not desk.conversation.more, live.key


_ASKED = {
    "zh": {
        "护照还有半年到期，在国外怎么换": "passport-renewal-abroad",
        "改名字了，护照要不要换": "passport-name-change",
        "护照进水了还能用吗": "passport-damaged",
        "新护照可以邮寄到家里吗": "passport-collect",
        "护照有效期只剩三个月，能出国吗": "passport-short-validity",
        "我有美国绿卡，能换中国护照吗": "passport-permanent-resident",
        "换了护照，旧护照上的签证还有效吗": "passport-old-visa",
        "护照一般几年有效": "passport-validity",
        "请问旅行证能不能转机": "travel-document-use",
        "旅行证跟护照有什么区别": "travel-document-or-passport",
        "小孩的旅行证怎么申请": "travel-document-child",
        "我是香港居民，怎么办旅行证": "travel-document-hk-macao-taiwan",
        "中国的签证有哪几种": "visa-kinds",
        "想邀请外国朋友来中国玩": "visa-invite",
        "过境免签240小时怎么算": "visa-transit",
        "外国人的入境卡在哪里填": "visa-arrival-card",
        "外国朋友住在我家，要去登记吗": "visa-registration",
        "签证逾期停留要罚多少钱": "visa-overstay",
        "外国人居留许可怎么办理": "visa-residence-permit",
        "中国护照去马来西亚免签吗": "visa-free-for-chinese",
        "美国签证被拒签了怎么办": "visa-refused",
        "海牙认证是什么意思": "apostille-what",
        "哪些国家可以用海牙认证": "apostille-countries",
        "在国外怎么写委托书卖房": "notarisation-abroad",
        "在国外怎么开国内的无犯罪记录证明": "no-criminal-record",
        "出生证明要公证和认证吗": "birth-certificate-for-abroad",
        "国内毕业证去国外用要认证吗": "diploma-for-abroad",
        "我的中国驾照在国外能不能用": "driving-licence",
        "放弃继承的声明书怎么公证": "declaration-notarised",
        "在国外结婚了，国内承不承认": "foreign-marriage-recognised",
        "结婚证怎么公证": "marriage-certificate-abroad",
        "外国的离婚判决国内有效吗": "divorce-abroad",
        "在国外出生的孩子怎么上户口": "hukou-child",
        "中国允许双重国籍吗": "dual-nationality",
        "留学回国人员证明还能开吗": "return-certificate",
        "国外学历怎么认证": "degree-recognition",
        "在国外怎么办养老金认证": "proof-of-life",
        "帮爸妈办养老金认证": "pension-help-parents",
        "大使馆的电话是多少": "find-mission",
        "托运行李没到怎么办": "lost-luggage",
    },
    "en": {
        "How do I renew my Chinese passport overseas?": "passport-renewal-abroad",
        "I changed my name, do I need a new passport?": "passport-name-change",
        "my passport got wet, is it still ok": "passport-damaged",
        "Can you send my new passport by post?": "passport-collect",
        "My passport has less than six months left": "passport-short-validity",
        "I have a green card, can I keep my Chinese passport?": "passport-permanent-resident",
        "Is the visa in my old passport valid?": "passport-old-visa",
        "How many years is a Chinese passport valid?": "passport-validity",
        "can I transit with a travel document?": "travel-document-use",
        "What is the difference between a travel document and a passport?": "travel-document-or-passport",
        "How can I get a travel document for my baby?": "travel-document-child",
        "I'm a Hong Kong resident and need a travel document": "travel-document-hk-macao-taiwan",
        "What types of China visa are there?": "visa-kinds",
        "How do I invite my foreign friend to China?": "visa-invite",
        "Can I leave the airport during a transit in China?": "visa-transit",
        "Where can I fill in the China arrival card?": "visa-arrival-card",
        "Do I need to register with the police within 24 hours?": "visa-registration",
        "What is the fine for overstaying in China?": "visa-overstay",
        "How do I apply for a residence permit in China?": "visa-residence-permit",
        "Do Chinese citizens need a visa for Thailand?": "visa-free-for-chinese",
        "My visa was rejected, what now?": "visa-refused",
        "Which visa do I need for studying in China?": "visa-study-china",
        "What does apostille mean?": "apostille-what",
        "Which countries are in the apostille convention?": "apostille-countries",
        "How do I sell my house in China from abroad?": "notarisation-abroad",
        "I need a police clearance certificate from China": "no-criminal-record",
        "How do I use my Chinese birth certificate abroad?": "birth-certificate-for-abroad",
        "Where do I get my Chinese diploma apostilled?": "diploma-for-abroad",
        "Can I use my Chinese driving licence abroad?": "driving-licence",
        "declaration to give up an inheritance": "declaration-notarised",
        "Is a marriage from abroad recognised in China?": "foreign-marriage-recognised",
        "How can I use our Chinese marriage certificate overseas?": "marriage-certificate-abroad",
        "Is my foreign divorce valid in China?": "divorce-abroad",
        "How do I get a hukou for my baby?": "hukou-child",
        "Does China allow dual citizenship?": "dual-nationality",
        "Do I still need a returned student certificate?": "return-certificate",
        "How do I get my foreign degree recognised in China?": "degree-recognition",
        "How do I do the pension proof of life?": "proof-of-life",
        "What is the phone number of the Chinese embassy?": "find-mission",
        "The airline lost my bag": "lost-luggage",
    },
}


@pytest.mark.parametrize(
    ("language", "asked", "slug"),
    [(language, asked, slug) for language, questions in _ASKED.items() for asked, slug in questions.items()],
)
def test_a_question_in_ones_own_words_is_answered(
    desk: Desk, delivered: Edition, language: str, asked: str, slug: str
) -> None:
    desk.say(asked)
    assert desk.outcome.key == f"faq/{slug}", desk.hit


def test_the_questions_in_ones_own_words_are_not_the_stored_ones(delivered: Edition) -> None:
    for language, questions in _ASKED.items():
        assert len(questions) == 40
        stored = delivered.names[language]
        assert not [asked for asked in questions if normalise(asked).bare in stored]


@pytest.mark.parametrize("asked", ["国外的结婚证在国内怎么用", "国内的结婚证怎么在国外用", "国外的学历在国内怎么用"])
def test_words_that_may_mean_either_direction_are_answered_with_both_questions(desk: Desk, asked: str) -> None:
    desk.say(asked)
    assert desk.hit == "search.related"
    assert len(desk.conversation.choices) >= 2
