"""Numbers by which a person can be found are unreadable, and everything else stays as it was written."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wxbot.dispatch.masking import mask

PERSONAL = {
    "ID card": "110105194912310028",
    "ID card with X": "11010519491231002X",
    "ID card with x": "11010519491231002x",
    "ID card in groups": "110105 19491231 002X",
    "former ID card": "110105491231002",
    "passport": "E12345678",
    "newer passport": "EA1234567",
    "former passport": "G12345678",
    "service passport": "SE1234567",
    "passport in small letters": "e12345678",
    "passport with a blank": "E 12345678",
    "passport that looks like a day": "E20201212",
    "permit": "H12345678",
    "mobile": "13800138000",
    "mobile in groups": "138 0013 8000",
    "mobile with hyphens": "138-0013-8000",
    "mobile with dashes": "138–0013–8000",
    "mobile with its country": "+86 138 0013 8000",
    "mobile with its country's zeros": "0086-13800138000",
    "landline": "010-65961114",
    "landline without its area": "65961114",
    "landline with brackets": "(010)65961114",
    "landline of seven digits": "7654321",
    "British phone": "+44 20 7946 0958",
    "American phone": "+1 (212) 244-9456",
    "American phone with dots": "212.244.9456",
    "French phone": "+33 1 49 52 19 50",
    "bank card": "6228480402564890018",
    "bank card in groups": "6228 4804 0256 4890 018",
    "credit card": "4111-1111-1111-1111",
    "e-mail": "zhang.san+visa@example.com",
    "e-mail of digits": "123456789@qq.com",
    "e-mail below a country": "li_4@mail.example.com.cn",
}

SENTENCES = ["{}", "我的号码是{}，请回复", "电话：{}。", "Please call {} soon", "tel:{}", "（{}）", "{}\n谢谢", "“{}”"]

HARMLESS = [
    *("2026-11-22", "2026.11.22", "20261122", "2026 11 22", "22.11.2026", "1949-10-1", "2026-11-22 12:30"),
    *("2026-11-22 9:05", "2026.11.22-2026.11.25", "20261122-20261125", "2026年11月22日", "2026/11/22"),
    *("20261122-0007", "20261122-123456", "20261122 0007"),
    *("1999", "2019-2024", "2024 2025 2026", "2019–2024"),
    *(
        "12308",
        "+86",
        "110",
        "95588",
        "240小时",
        "3个月",
        "100000",
        "12800.00",
        "¥1,280,000",
        "199.99",
        "1,000,000 yuan",
    ),
]


def wide(words: str) -> str:
    """As a Chinese keyboard writes it."""
    return "".join("\u3000" if sign == " " else chr(ord(sign) + 0xFEE0) if sign.isascii() else sign for sign in words)


def signs(words: str) -> str:
    """Only what a number consists of."""
    return re.sub(r"[^0-9A-Za-z@]", "", words)


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("number", PERSONAL.values(), ids=PERSONAL.keys())
def test_personal_number_keeps_its_ends_only(number: str, sentence: str) -> None:
    masked = mask(sentence.format(number))
    before, after = sentence.split("{}")
    assert masked.startswith(before)
    assert masked.endswith(after)
    hidden = masked.removeprefix(before).removesuffix(after)
    assert len(signs(hidden)) <= max(5, len(signs(number)) // 2), hidden
    assert len(hidden) == len(number)


@pytest.mark.parametrize("number", PERSONAL.values(), ids=PERSONAL.keys())
def test_full_width_number_is_hidden_as_well(number: str) -> None:
    masked = mask(f"我的号码是{wide(number)}，请回复")
    assert masked.count("*") == mask(number).count("*") > 0
    assert masked.startswith("我的号码是")
    assert masked.endswith("，请回复")


def test_ends_show_what_kind_of_number_it_was() -> None:
    assert mask("我的手机13800138000，护照E12345678") == "我的手机13*******00，护照E1*****78"


def test_several_numbers_are_hidden_each() -> None:
    assert mask("13800138000或者13900139000") == "13*******00或者13*******00"


def test_number_that_touches_latin_words_is_hidden() -> None:
    assert mask("wx13800138000 QQ123456789ok") == "wx13*******00 QQ12*****89ok"


@pytest.mark.parametrize("digits", [24, 40, 200])
def test_number_longer_than_any_is_hidden_too(digits: int) -> None:
    assert mask("8" * digits) == "88" + "*" * (digits - 4) + "88"


@pytest.mark.parametrize("words", HARMLESS)
@pytest.mark.parametrize("sentence", ["{}", "我{}出发", "来信{}的进度", "status of {}", "It is {}, I think", "（{}）"])
def test_days_numbers_of_letters_years_and_prices_stay(words: str, sentence: str) -> None:
    assert mask(sentence.format(words)) == sentence.format(words)


@pytest.mark.parametrize(
    "words",
    ["护照丢了怎么办？", "How do I renew my passport?", "①②③ ½ ……，。", "第３类　签证（Ｌ）", "看看 http://a.cn/1"],
)
def test_words_without_such_numbers_stay_to_the_letter(words: str) -> None:
    assert mask(words) == words


def test_birthday_that_is_part_of_an_id_card_does_not_save_it() -> None:
    assert mask("110105 19491231 0028") == "11****************28"


NUMBERS = st.sampled_from([*PERSONAL.values()])
WORDS = st.text(
    st.sampled_from("我的护照电话是，。：（）ab cZ") | st.characters(exclude_categories=["Cs", "Nd", "No"]), max_size=12
)


@given(before=WORDS, number=NUMBERS, after=WORDS)
@settings(max_examples=300, deadline=None)
def test_digits_of_a_number_are_never_left_in_a_row(before: str, number: str, after: str) -> None:
    """Whatever stands around it; bounded by letters of no alphabet, since those could belong to it."""
    masked = mask(f"{before}，{number}，{after}")
    assert not re.search(r"[0-9](?:[ .\-]?[0-9]){6}", masked)
    assert number not in masked


@given(st.text(max_size=120) | st.text(st.sampled_from("0123456789０９ .-+()@xXE护年"), max_size=60))
@settings(max_examples=500, deadline=None)
def test_masking_keeps_the_length_and_every_other_sign(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert all(after in (before, "*") for before, after in zip(text, masked, strict=True))


@given(st.text(st.sampled_from("0123456789 .-x年"), max_size=60))
@settings(max_examples=500, deadline=None)
def test_what_is_left_in_a_row_is_at_most_a_day(text: str) -> None:
    left = re.findall(r"[0-9]{7,}", mask(text))
    assert all(re.fullmatch(r"(?:19|20)[0-9]{5,6}", digits) for digits in left)
