"""Countries by their two letters, and what people call them in Chinese and English. Names come from Unicode's CLDR."""

from collections.abc import Iterable
from functools import cache

import ahocorasick_rs
from babel import Locale

from wxbot.edition.normalise import normalise

# Members of the United Nations, its observers, and two more that China has diplomatic relations with; China itself is
# none of them here, since the account speaks of other countries.
CODES = tuple(
    """
    AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CK CL CM CO CR
    CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HN HR HT HU ID IE IL
    IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN
    MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NU NZ OM PA PE PG PH PK PL PS PT PW PY QA RO RS RU RW SA SB SC SD SE
    SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TZ UA UG US UY UZ VA VC VE VN VU WS YE ZA ZM
    ZW
    """.split()  # noqa: SIM905 - a list of quoted codes would be harder to read.
)

# Where Unicode's name is not the usual one of an account like this.
_NAMES = {
    ("PS", "zh"): "巴勒斯坦",
    ("PS", "en"): "Palestine",
    ("MM", "en"): "Myanmar",
    ("CG", "en"): "Republic of the Congo",
    ("CD", "en"): "Democratic Republic of the Congo",
    ("KP", "en"): "DPRK",
    ("KR", "en"): "Republic of Korea",
    ("AE", "zh"): "阿联酋",
    ("TR", "en"): "Türkiye",
}

# What else people say.
_ALSO = {
    "AE": ("阿拉伯联合酋长国", "UAE", "Emirates"),
    "BA": ("波黑", "Bosnia"),
    "BD": ("孟加拉",),
    "BN": ("文莱达鲁萨兰国", "Brunei Darussalam"),
    "CD": ("民主刚果", "DRC", "DR Congo", "Congo Kinshasa"),
    "CG": ("刚果布", "Congo Brazzaville"),
    "CI": ("象牙海岸", "Ivory Coast", "Cote d'Ivoire"),
    "CV": ("Cabo Verde",),
    "CZ": ("捷克共和国", "Czech Republic"),
    "DO": ("多米尼加共和国",),
    "GB": (
        *("大不列颠", "英格兰", "苏格兰", "威尔士", "北爱尔兰"),
        *("UK", "Great Britain", "Britain", "England", "Scotland", "Wales", "Northern Ireland"),
    ),
    "ID": ("印尼",),
    "KG": ("吉尔吉斯",),
    "KP": ("北朝鲜", "North Korea"),
    "KR": ("南韩", "大韩民国", "South Korea", "Korea"),
    "MM": ("Burma",),
    "MN": ("蒙古国",),
    "NL": ("Holland", "the Netherlands"),
    "NZ": ("纽西兰",),
    "PG": ("巴新", "PNG"),
    "PS": ("巴勒斯坦领土", "Palestinian Territories"),
    "RU": ("俄国", "俄联邦", "Russian Federation"),
    "SA": ("沙特", "KSA"),
    "TL": ("East Timor",),
    "TR": ("土尔其", "Turkey", "Turkiye"),
    "US": (
        *("美利坚合众国", "新墨西哥", "马里兰"),
        *("USA", "U.S.", "America", "United States of America", "the States", "New Mexico"),
    ),
    "VA": ("Holy See", "Vatican", "the Vatican"),
    "VN": ("Viet Nam",),
}

# Places and subjects whose names hold that of a country and do not mean it.
_NO_COUNTRY = (
    *("内蒙古", "印度洋", "西印度群岛", "墨西哥湾", "几内亚湾", "法属圭亚那", "美属萨摩亚"),
    *("Inner Mongolia", "Gulf of Mexico", "Gulf of Guinea", "American Samoa"),
)


@cache
def name(code: str, language: str) -> str:
    """The country's name; the code itself where it is not one of ours."""
    known = _NAMES.get((code, language))
    return known or str(Locale(language).territories.get(code, code))


@cache
def _codes() -> dict[str, str]:
    table: dict[str, str] = {}
    for code in CODES:
        for words in (name(code, "zh"), name(code, "en"), *_ALSO.get(code, ())):
            table[normalise(words).bare] = code
    return table


def code_of(words: str) -> str:
    """The code of the country that goes by exactly this name; empty when none does."""
    return _codes().get(normalise(words).bare, "")


class Finder:
    """Finds names within a text, the longest of those that overlap; Latin ones only as whole words."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)
        self._automaton = ahocorasick_rs.AhoCorasick(self._names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, bare: str) -> list[str]:
        """The names in ``bare``, which is normalised, in the order in which they stand."""
        if not self._names:
            return []
        found = self._automaton.find_matches_as_indexes(bare)
        return [self._names[place] for place, start, end in found if _whole(bare, start, end)]


def _whole(bare: str, start: int, end: int) -> bool:
    """Whether what was found is not the inside of a longer Latin word: “Oman” is not in “woman”."""
    before, after = bare[start - 1 : start], bare[end : end + 1]
    inside = (before.isascii() and before.isalnum() and bare[start].isascii()) or (
        after.isascii() and after.isalnum() and bare[end - 1].isascii()
    )
    return not inside


@cache
def _finder() -> Finder:
    return Finder((*_codes(), *(normalise(words).bare for words in _NO_COUNTRY)))


def names_in(words: str) -> list[str]:
    """The names of countries that a text holds, as they stand in it once it is normalised and bare."""
    return [found for found in _finder().find(normalise(words).bare) if found in _codes()]


def without(bare: str) -> str:
    """Normalised words with a blank in place of each country's name."""
    for found in names_in(bare):
        bare = bare.replace(found, " ", 1)
    return bare


def mentioned(words: str) -> list[str]:
    """The codes of the countries that a text names, each once, in the order in which they stand."""
    return list(dict.fromkeys(_codes()[found] for found in names_in(words)))
