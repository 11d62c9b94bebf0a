"""Which reader a file goes to, told by its first bytes; its name decides only where they say nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ingest.office.kinds import OLE, ZIP
from ingest.regulations.ingesting import SUFFIXES as TEXT_SUFFIXES

PDF = b"%PDF-"
OFFICE_SUFFIXES = frozenset({".docx", ".docm", ".doc", ".xlsx", ".xlsm", ".xls"})
SUFFIXES = TEXT_SUFFIXES | OFFICE_SUFFIXES | {".pdf"}
"""Files of these names are looked at in folders; a file named by itself always is."""


@dataclass(slots=True)
class Routed:
    """Files by reader. `texts` says of each whether it was named itself (and not found in a folder)."""

    pdfs: list[Path] = field(default_factory=list)
    office: dict[Path, bool] = field(default_factory=dict)
    texts: dict[Path, bool] = field(default_factory=dict)


def route(paths: Iterable[Path]) -> Routed:
    """Each file named, and those below the folders named, to its reader, once."""
    routed = Routed()
    for path, named in _files(paths).items():
        kind = _kind(path)
        if kind == "pdf":
            routed.pdfs.append(path)
        else:
            (routed.office if kind == "office" else routed.texts)[path] = named
    return routed


def _files(paths: Iterable[Path]) -> dict[Path, bool]:
    found: dict[Path, bool] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
            found.update((p, False) for p in inside if p not in found and not p.name.startswith("~$"))
        else:
            found[path] = True
    return found


def _kind(path: Path) -> str:
    start, suffix = _start(path), path.suffix.lower()
    if start.startswith((ZIP, OLE)):
        return "office"
    if start.startswith(PDF):
        return "pdf"
    if suffix in {".xlsx", ".xlsm", ".xls"} or (not start and suffix in OFFICE_SUFFIXES):
        return "office"
    return "text" if suffix in TEXT_SUFFIXES else "pdf"


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(8)
    except OSError:
        return b""
