"""Staff's patterns fire as they were meant, and too many of them cost no edition."""

import pytest

from wxbot.edition.normalise import normalise
from wxbot.edition.patterns import PatternSet


def fits(pattern: str, message: str) -> bool:
    return PatternSet([pattern]).find(normalise(message).plain) == [0]


def test_pattern_in_traditional_characters_fits_either_script() -> None:
    assert fits("護照.*遺失", "护照在国外遗失")
    assert fits("護照.*遺失", "護照在國外遺失")


@pytest.mark.parametrize("sign", ["？", "（", "＊", "．"])
def test_full_width_sign_stands_for_itself(sign: str) -> None:
    assert fits(f"护照{sign}", f"护照{sign}")
    assert not fits(f"护照{sign}", "护照x")


def test_patterns_too_wide_for_one_set_all_still_fire() -> None:
    patterns = [f"第{number}条.{{0,900}}完" for number in range(300)]
    found = PatternSet(patterns)
    for number in (0, 7, 150, 299):
        assert number in found.find(f"第{number}条 abc 完")


def test_no_patterns_find_nothing() -> None:
    assert PatternSet([]).find("anything") == []
