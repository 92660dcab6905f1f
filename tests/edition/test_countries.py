"""Countries by the names that people give them, alone and within a sentence, in Chinese and English."""

import pytest

from wxbot.edition.countries import CODES, code_of, mentioned, name, names_in
from wxbot.edition.normalise import has_cjk, normalise


def test_every_country_has_a_name_in_both_languages() -> None:
    assert all(has_cjk(name(code, "zh")) for code in CODES)
    assert all(name(code, "en") != code and not has_cjk(name(code, "en")) for code in CODES)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_country_is_found_by_its_own_name(language: str) -> None:
    assert [code_of(name(code, language)) for code in CODES] == list(CODES)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("sentence", ["我在{}丢了护照", "i am in {} now", "{}"])
def test_every_country_is_found_within_a_sentence(language: str, sentence: str) -> None:
    missed = [code for code in CODES if mentioned(sentence.format(name(code, language))) != [code]]
    assert missed == []


def test_no_country_is_listed_twice() -> None:
    assert len(set(CODES)) == len(CODES)


@pytest.mark.parametrize("code", ["CN", "TW", "HK", "MO", "XX", ""])
def test_what_is_no_other_country_is_none_here(code: str) -> None:
    assert code not in CODES


@pytest.mark.parametrize("words", ["中国", "台湾", "香港", "澳门", "China", "Taiwan", "Hong Kong", "Macao"])
def test_china_and_its_parts_go_by_no_countrys_name(words: str) -> None:
    assert code_of(words) == ""
    assert mentioned(f"我要去{words}旅行 {words}") == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        *(("英国", "GB"), ("UK", "GB"), ("Great Britain", "GB"), ("苏格兰", "GB")),
        *(("美国", "US"), ("USA", "US"), ("U.S.", "US"), ("America", "US")),
        *(("韩国", "KR"), ("South Korea", "KR"), ("朝鲜", "KP"), ("North Korea", "KP")),
        *(("刚果（布）", "CG"), ("刚果（金）", "CD"), ("刚果(金)", "CD"), ("DRC", "CD")),
        *(("阿联酋", "AE"), ("UAE", "AE"), ("土耳其", "TR"), ("Turkey", "TR"), ("Türkiye", "TR")),
        *(("缅甸", "MM"), ("Burma", "MM"), ("印尼", "ID"), ("沙特", "SA"), ("象牙海岸", "CI")),
        *(("Cote d'Ivoire", "CI"), ("科特迪瓦", "CI"), ("捷克", "CZ"), ("Czech Republic", "CZ")),
    ],
)
def test_country_is_known_by_what_people_call_it(words: str, code: str) -> None:
    assert code_of(words) == code


@pytest.mark.parametrize("words", ["ＪＡＰＡＮ", " japan ", "Japan!", "“日本”", "日本。"])
def test_spelling_makes_no_difference(words: str) -> None:
    assert code_of(words) == "JP"


def test_traditional_characters_are_understood() -> None:
    assert [code_of(words) for words in ("韓國", "緬甸", "俄羅斯")] == ["KR", "MM", "RU"]


@pytest.mark.parametrize("words", ["", "？", "某国", "Atlantis", "护照"])
def test_what_is_no_country_is_not_found(words: str) -> None:
    assert (code_of(words), mentioned(words)) == ("", [])


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("从日本到韩国", ["JP", "KR"]),
        ("from South Korea to Japan", ["KR", "JP"]),
        ("日本的日本菜和韩国菜", ["JP", "KR"]),
        ("Japan, 日本 and Japan", ["JP"]),
        ("英国和美国", ["GB", "US"]),
    ],
)
def test_several_countries_are_found_once_each_in_their_order(words: str, codes: list[str]) -> None:
    assert mentioned(words) == codes


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("a woman was robbed", []),
        ("the woman is in Oman", ["OM"]),
        ("romania", ["RO"]),
        ("germany's malice, chadwick, irandom", ["DE"]),
        ("nigerian", []),
        ("in niger", ["NE"]),
        ("mali是哪里", ["ML"]),
        ("我在oman丢了护照", ["OM"]),
    ],
)
def test_latin_name_is_found_as_a_whole_word_only(words: str, codes: list[str]) -> None:
    assert mentioned(words) == codes


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("南苏丹", ["SS"]),
        ("苏丹和南苏丹", ["SD", "SS"]),
        ("印度尼西亚", ["ID"]),
        ("几内亚比绍", ["GW"]),
        ("赤道几内亚", ["GQ"]),
        ("巴布亚新几内亚", ["PG"]),
        ("多米尼加共和国", ["DO"]),
        ("South Sudan", ["SS"]),
        ("Papua New Guinea", ["PG"]),
        ("the Democratic Republic of the Congo", ["CD"]),
        ("北爱尔兰", ["GB"]),
        ("Northern Ireland", ["GB"]),
        ("马里兰州", ["US"]),
    ],
)
def test_longest_of_several_names_is_meant(words: str, codes: list[str]) -> None:
    assert mentioned(words) == codes


@pytest.mark.parametrize(
    "words",
    [
        "我在内蒙古",
        "中非合作论坛",
        "中非关系",
        "印度洋海啸",
        "墨西哥湾",
        "法属圭亚那",
        "Inner Mongolia",
        "Gulf of Mexico",
    ],
)
def test_name_within_another_places_name_is_not_meant(words: str) -> None:
    assert mentioned(words) == []


def test_names_are_given_as_they_stand_in_the_text() -> None:
    words = "从ＪＡＰＡＮ到印尼"
    assert names_in(words) == ["japan", "印尼"]
    assert all(found in normalise(words).plain for found in names_in(words))


def test_unknown_code_is_its_own_name() -> None:
    assert name("QQ", "zh") == "QQ"
