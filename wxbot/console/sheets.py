"""Lists as files that a spreadsheet opens, sent line by line so that a long one needs no memory."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from flask import Response, stream_with_context

_MARK = "\ufeff"  # By it a spreadsheet knows UTF-8.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheet(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    response = Response(stream_with_context(_lines(header, rows)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield _MARK + _line(header)
    for row in rows:
        yield _line(row)


def _line(cells: Sequence[object]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(map(_inert, cells))
    return written.getvalue()


def _inert(cell: object) -> str:
    """What a spreadsheet would take for a formula is text to it behind an apostrophe."""
    words = str(cell)
    return f"'{words}" if words.startswith(_FORMULA) else words
