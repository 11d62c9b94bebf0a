"""The arrows of the architecture, read from the source: who may import whom, and who owns which library."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "kb": {"kb"},
    "ingest": {"ingest", "kb"},
    "index": {"index", "kb"},
    "web": {"web", "index", "kb"},
}
OWNERS = {
    "whoosh": {"index"},
    "jieba": {"index"},
    "rjieba": {"index"},
    "pypdfium2": {"ingest"},
    "pdfplumber": {"ingest"},
    "pikepdf": {"ingest", "web/documents"},
    "fastapi": {"web"},
    "starlette": {"web"},
    "uvicorn": {"web"},
    "jinja2": {"web"},
    "typst": {"web/documents"},
    "yaml": {"kb/store"},
    "jsonschema_rs": {"kb/store"},
    "sqlite3": {"kb/store", "kb/records"},
    "sqlalchemy": {"kb/records"},
    "alembic": {"kb/records"},
    "argon2": {"kb/records"},
    "PIL": {"ingest", "web/logos.py"},
}
MAX_FILE, MAX_FUNCTION, SHARE_SHORT = 400, 60, 0.9


def _modules() -> list[Path]:
    files = [path for package in MAY_IMPORT for path in (ROOT / package).rglob("*.py")]
    return [*sorted(files), ROOT / "hazardkb.py"]


@cache
def _imports(path: Path) -> tuple[str, ...]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.append(node.module)
    return tuple(names)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_arrows_point_one_way(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / package).rglob("*.py")
        for name in _imports(path)
        if name.split(".")[0] in MAY_IMPORT and name.split(".")[0] not in MAY_IMPORT[package]
    ]
    assert wrong == []


@pytest.mark.parametrize("library", OWNERS)
def test_a_library_stays_at_its_edge(library: str) -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for path in _modules()
        if any(name.split(".")[0] == library for name in _imports(path))
    }
    strangers = {user for user in users if not any(f"{user}/".startswith(f"{owner}/") for owner in OWNERS[library])}
    assert strangers == set()


def test_the_model_is_pure() -> None:
    outside = {name.split(".")[0] for path in (ROOT / "kb" / "model").rglob("*.py") for name in _imports(path)}
    assert outside & {"sqlite3", "yaml", "os", "subprocess", "socket", "time"} == set()


def test_every_module_says_what_it_is() -> None:
    silent = [str(p.relative_to(ROOT)) for p in _modules() if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert silent == []


def test_files_and_functions_stay_small() -> None:
    lengths = []
    long_files = [str(p.relative_to(ROOT)) for p in _modules() if p.read_text("utf-8").count("\n") > MAX_FILE]
    long_functions = []
    for path in _modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                lengths.append(length)
                if length > MAX_FUNCTION:
                    long_functions.append(f"{path.relative_to(ROOT)}:{node.name} ({length})")
    assert (long_files, long_functions) == ([], [])
    assert sum(length <= 25 for length in lengths) / len(lengths) >= SHARE_SHORT
