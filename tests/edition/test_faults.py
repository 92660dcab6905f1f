"""What is wrong with a body is told field by field."""

import pytest

from wxbot.edition.faults import faults
from wxbot.edition.kinds import Kind

NEWS = {"date": "2026-11-20", "summary": "A summary.", "text": "A text."}
CONDITIONS = [{"match": "exact", "words": ["hello"]}]
ANSWERS = [{"type": "text", "text": "An answer."}]
RULE: dict[str, object] = {"conditions": CONDITIONS, "answers": ANSWERS}


def _found(kind: Kind, fields: dict[str, object]) -> list[tuple[tuple[str | int, ...], str]]:
    return [(fault.path, fault.code) for fault in faults(kind, fields)]


def test_body_that_fits_has_none() -> None:
    assert faults(Kind.NEWS, NEWS) == ()


def test_every_wrong_field_is_named() -> None:
    found = _found(Kind.NEWS, {**NEWS, "summary": "长" * 121, "source_url": "not an address", "date": ""})
    assert [path for path, _ in found] == [("date",), ("summary",), ("source_url",)]


def test_limit_is_told() -> None:
    (fault,) = faults(Kind.NEWS, {**NEWS, "summary": "长" * 121})
    assert (fault.code, fault.limit) == ("string_too_long", 120)


def test_rule_about_several_fields_is_about_the_whole() -> None:
    times = {"valid_from": "2026-11-20T00:00:00Z", "valid_to": "2026-11-19T00:00:00Z"}
    (fault,) = faults(Kind.NEWS, {**NEWS, **times})
    assert (fault.path, fault.words) == ((), "valid_to must be after valid_from")


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"answers": [{"type": "text", "text": ""}]}, ("answers", 0, "text")),
        ({"answers": [*ANSWERS, {"type": "news", "title": "t", "url": "x"}]}, ("answers", 1, "url")),
        ({"answers": [{"type": "dance"}]}, ("answers", 0)),
        ({"conditions": [*CONDITIONS, {"match": "regex", "words": ["("]}]}, ("conditions", 1)),
    ],
)
def test_fault_in_a_row_names_the_row_and_its_field(changes: dict[str, object], path: tuple[str | int, ...]) -> None:
    assert [found for found, _ in _found(Kind.AUTOREPLY, {**RULE, **changes})] == [path]
