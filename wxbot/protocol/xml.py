"""WeChat's XML as plain values, read by expat with everything dangerous switched off.

A leaf is a string, an element with children a dictionary, a repeated element a list of either.
"""

import re
from typing import Any, TypeAlias
from xml.parsers import expat

from wxbot.errors import MalformedError

Tree: TypeAlias = dict[str, Any]

_DEPTH = 8  # The deepest message of the contract has five levels.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class _Reader:
    """Collects the elements between the root's tags; one use each."""

    def __init__(self) -> None:
        self.root: Tree = {}
        self._open: list[tuple[str, Tree]] = []
        self._text: list[str] = []

    def start(self, name: str, _attributes: object) -> None:
        if len(self._open) >= _DEPTH:
            raise MalformedError("the XML is nested too deep")
        self._open.append((name, {}))
        self._text.clear()

    def end(self, _name: str) -> None:
        name, children = self._open.pop()
        value: Any = children or "".join(self._text)
        self._text.clear()
        if not self._open:
            self.root = {name: value}
        else:
            _add(self._open[-1][1], name, value)

    def text(self, data: str) -> None:
        self._text.append(data)


def _add(parent: Tree, name: str, value: Any) -> None:
    if name not in parent:
        parent[name] = value
    elif isinstance(parent[name], list):
        parent[name].append(value)
    else:
        parent[name] = [parent[name], value]


def _refuse(*_: object) -> None:
    raise MalformedError("the XML declares a document type or an entity")


def parse(body: bytes) -> Tree:
    """The children of the ``<xml>`` root. Raises MalformedError for anything else."""
    parser = expat.ParserCreate("utf-8")
    reader = _Reader()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise MalformedError(f"not XML: {error}") from None
    children = reader.root.get("xml")
    if not isinstance(children, dict):
        raise MalformedError("the root is not <xml> with children")
    return children


def printable(words: str) -> str:
    """The words without the control characters and lone surrogates that XML cannot carry."""
    return _UNPRINTABLE.sub("", words)


def cdata(words: str) -> str:
    """The words as CDATA; ``]]>`` inside is split over two sections, so that it cannot end the section early."""
    return "<![CDATA[" + printable(words).replace("]]>", "]]]]><![CDATA[>") + "]]>"
