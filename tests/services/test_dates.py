"""Days and hours in a reader's words."""

import datetime as dt

import pytest

from wxbot.services import dates

EAST = dt.timezone(dt.timedelta(hours=8))


def _at(words: str) -> dt.datetime:
    return dt.datetime.fromisoformat(words).replace(tzinfo=EAST)


@pytest.mark.parametrize(
    ("opens", "closes", "chinese", "english"),
    [
        (
            "2027-01-05T10:00",
            "2027-01-05T18:00",
            "2027年1月5日星期二 10:00–18:00",
            "Tuesday, 5 January 2027 10:00–18:00",
        ),
        ("2027-01-05T00:00", "2027-01-05T23:59:59", "2027年1月5日星期二", "Tuesday, 5 January 2027"),
        ("2027-01-05T00:00", "2027-01-06T00:00", "2027年1月5日星期二", "Tuesday, 5 January 2027"),
        ("2027-01-05T00:00", "2027-02-28T23:59", "2027年1月5日至2月28日", "5 Jan – 28 Feb 2027"),
        ("2027-01-05T00:00", "2027-03-01T00:00", "2027年1月5日至2月28日", "5 Jan – 28 Feb 2027"),
        ("2026-12-30T00:00", "2027-01-02T23:59", "2026年12月30日至2027年1月2日", "30 Dec 2026 – 2 Jan 2027"),
        (
            "2027-05-13T00:00",
            "2027-05-14T01:00",
            "2027年5月13日 – 2027年5月14日 01:00",
            "13 May 2027 – 14 May 2027 01:00",
        ),
        (
            "2027-05-13T20:00",
            "2027-05-14T23:59",
            "2027年5月13日 20:00 – 2027年5月14日",
            "13 May 2027 20:00 – 14 May 2027",
        ),
    ],
)
def test_from_when_until_when(opens: str, closes: str, chinese: str, english: str) -> None:
    told = [dates.span(_at(opens), _at(closes), language) for language in ("zh", "en")]
    # Unicode puts thin spaces around an interval's dash.
    assert [words.replace("\N{THIN SPACE}", " ") for words in told] == [chinese, english]


@pytest.mark.parametrize(
    ("closes", "words"),
    [
        ("2027-06-30T23:59:59", "2027年6月30日"),
        ("2027-07-01T00:00", "2027年6月30日"),
        ("2027-06-30T17:00", "2027年6月30日 17:00"),
    ],
)
def test_until_when(closes: str, words: str) -> None:
    assert dates.until(_at(closes), "zh") == words
