"""Logs: one JSON object a line, with the fields given, and nothing of what was in the variables."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from wxbot import logs
from wxbot.errors import StoreUnavailable


@pytest.fixture
def output(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What a configured process writes to its standard error."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    logs.configure()
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


def _lines(output: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.getvalue().splitlines()]


def _fail(secret: str) -> None:
    held = f"openid {secret}"
    raise RuntimeError(held)


def test_each_record_is_one_json_object_on_a_line(output: io.StringIO) -> None:
    for words in ("first", "of two\nlines", "您好"):
        logging.getLogger("wxbot.test").info(words)
    assert [line["event"] for line in _lines(output)] == ["first", "of two\nlines", "您好"]
    assert "您好" in output.getvalue()


def test_line_has_its_level_and_its_instant_in_utc(output: io.StringIO) -> None:
    logging.getLogger("wxbot.test").warning("careful")
    (line,) = _lines(output)
    assert line["level"] == "warning"
    assert line["timestamp"].endswith("Z")


def test_fields_stand_beside_the_words(output: io.StringIO) -> None:
    logging.getLogger("wxbot.test").info("A call failed: %s", "busy", extra={"code": 45009, "rid": "6b02"})
    (line,) = _lines(output)
    assert (line["event"], line["code"], line["rid"]) == ("A call failed: busy", 45009, "6b02")


def test_field_that_is_not_json_does_not_break_the_line(output: io.StringIO) -> None:
    logging.getLogger("wxbot.test").info("odd", extra={"thing": object()})
    assert len(_lines(output)) == 1


def test_exception_is_told_with_its_place(output: io.StringIO) -> None:
    try:
        _fail("oAlice")
    except RuntimeError:
        logging.getLogger("wxbot.test").exception("Work failed")
    (line,) = _lines(output)
    (told,) = line["exception"]
    assert told["type"] == "RuntimeError"
    assert told["places"][-1].endswith("_fail")


def test_variables_of_an_exception_are_not_told(output: io.StringIO) -> None:
    secret = "oAlice" + "0" * 22
    try:
        _fail(secret)
    except RuntimeError:
        logging.getLogger("wxbot.test").exception("Work failed")
    assert secret not in output.getvalue()


def test_words_of_our_own_errors_are_told(output: io.StringIO) -> None:
    """They are sentences of ours, and hold no values."""
    try:
        raise StoreUnavailable("the database does not answer")
    except StoreUnavailable:
        logging.getLogger("wxbot.test").exception("Work failed")
    assert _lines(output)[0]["exception"][0]["message"] == "the database does not answer"


def test_chain_of_causes_is_told(output: io.StringIO) -> None:
    try:
        try:
            _fail("oAlice")
        except RuntimeError as error:
            raise StoreUnavailable("the database does not answer") from error
    except StoreUnavailable:
        logging.getLogger("wxbot.test").exception("Work failed")
    assert [told["type"] for told in _lines(output)[0]["exception"]] == ["StoreUnavailable", "RuntimeError"]


def test_variables_of_a_cause_are_not_told(output: io.StringIO) -> None:
    secret = "oAlice" + "0" * 22
    try:
        try:
            _fail(secret)
        except RuntimeError as error:
            raise ValueError("and so did this") from error
    except ValueError:
        logging.getLogger("wxbot.test").exception("Work failed")
    assert secret not in output.getvalue()


def test_details_are_left_out(output: io.StringIO) -> None:
    logging.getLogger("wxbot.test").debug("a detail")
    assert output.getvalue() == ""


@pytest.mark.parametrize("name", ["celery.worker", "urllib3.connectionpool", "alembic.runtime.migration"])
def test_noisy_libraries_are_heard_only_when_something_is_wrong(output: io.StringIO, name: str) -> None:
    logging.getLogger(name).info("a tick")
    logging.getLogger(name).warning("a fault")
    assert [line["event"] for line in _lines(output)] == ["a fault"]


def test_configuring_twice_says_nothing_twice(output: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", output)
    logs.configure()
    logging.getLogger("wxbot.test").info("once")
    assert len(_lines(output)) == 1


def test_process_writes_its_logs_to_standard_error() -> None:
    program = "import logging; from wxbot import logs; logs.configure(); logging.getLogger('x').info('hello')"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (ran.stdout, json.loads(ran.stderr)["event"]) == ("", "hello")
