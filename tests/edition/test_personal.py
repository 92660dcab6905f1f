"""Numbers that name a person are told from each other, and from all the other numbers of a text."""

import pytest

from wxbot.edition.personal import Personal, covered, find

ID = Personal.ID_CARD
NUMBERS = {
    "ID card": ("11010519491231002X", ID),
    "ID card with a small x": ("11010519491231002x", ID),
    "ID card of digits": ("440524188001010014", ID),
    "ID card in groups": ("110105 19491231 002X", ID),
    "ID card of full width": ("１１０１０５１９４９１２３１００２Ｘ", ID),
    "former ID card": ("110105491231002", ID),
    "bank card": ("6228480402564890018", Personal.BANK_CARD),
    "bank card in groups": ("6228 4804 0256 4890 018", Personal.BANK_CARD),
    "credit card": ("4111-1111-1111-1111", Personal.BANK_CARD),
    "passport": ("E12345678", Personal.PASSPORT),
    "newer passport": ("EA1234567", Personal.PASSPORT),
    "mobile": ("13800138000", Personal.PHONE),
    "mobile in groups": ("138 0013 8000", Personal.PHONE),
    "mobile with its country": ("+86-138-0013-8000", Personal.PHONE),
    "landline": ("010-65961114", Personal.PHONE),
    "landline in brackets": ("(010)65961114", Personal.PHONE),
    "landline of another city": ("0571-8765 4321", Personal.PHONE),
    "phone abroad": ("+44 20 7946 0958", Personal.PHONE),
    "phone abroad with zeros": ("0033 1 49 52 19 50", Personal.PHONE),
    "phone abroad in brackets": ("+1 (212) 244-9456", Personal.PHONE),
    "e-mail": ("zhang.san@example.com", Personal.MAIL),
}
HARMLESS = [
    *("12308", "110", "95588", "400-810-8000", "2026-11-22", "20261122", "20261122-0007", "1949", "2019-2024"),
    *("100000", "14000000人", "1280000.00", "110105194912310021", "110105199913310028", "6228480402564890019"),
    *("GB18030", "HTTP2", "ISO 8601", "A380", "12345678901234567890123", "第12345678号", "3.14159265"),
]


@pytest.mark.parametrize("sentence", ["{}", "我的号码是{}，请回复", "（{}）", "number {} please"])
@pytest.mark.parametrize(("number", "kind"), NUMBERS.values(), ids=NUMBERS.keys())
def test_number_is_known_for_what_it_is(number: str, kind: Personal, sentence: str) -> None:
    text = sentence.format(number)
    spans = find(text)
    assert [(each.kind, text[each.begin : each.end]) for each in spans] == [(kind, number)]


@pytest.mark.parametrize("words", HARMLESS)
def test_other_numbers_are_nobodys(words: str) -> None:
    assert find(f"这里有{words}，请看") == []


@pytest.mark.parametrize("words", ["电话：65961114", "请拨打6596 1114", "Tel. 7946 0958"])
def test_local_number_is_a_phone_after_a_word_that_says_so(words: str) -> None:
    assert [found.kind for found in find(words)] == [Personal.PHONE]


def test_two_numbers_side_by_side_are_both_found() -> None:
    text = "13800138000 13900139000"
    assert [text[found.begin : found.end] for found in find(text)] == text.split(" ")


def test_numbers_come_in_the_order_in_which_they_stand() -> None:
    kinds = [found.kind for found in find("13800138000，a@example.com，11010519491231002X")]
    assert kinds == [Personal.PHONE, Personal.MAIL, Personal.ID_CARD]


def test_covered_number_shows_its_ends_only() -> None:
    assert covered("13800138000") == "13*******00"
