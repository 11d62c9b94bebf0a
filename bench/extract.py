"""How fast the booklets are read, beside plain pdfplumber and PDFium's bare text in the same run.

Usage: HAZARDKB_MANUAL=folder python bench/extract.py. Figures are pages per CPU second (user + system, child processes
included, interpreter start included) and the peak memory of the process that reads.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pdfplumber
import pypdfium2

from ingest.extract import extract_file

TARGET_RATIO, TARGET_MEMORY_MB = 5.0, 300.0


def _cpu_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _peak_mb(children: bool) -> float:
    """Peak memory so far in MB, of this process or of the largest child; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    who = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(who).ru_maxrss / unit


def read_rows(path: Path, *, check: bool) -> int:
    """Our extraction; returns pages."""
    return extract_file(path, check=check).report.pages


def bare_text(path: Path) -> int:
    """PDFium's text of every page; returns pages."""
    document = pypdfium2.PdfDocument(path)
    for index in range(len(document)):
        page = document[index]
        page.get_textpage().get_text_range()
        page.close()
    return len(document)


def plain_tables(path: Path) -> int:
    """pdfplumber as its manual shows it; returns pages."""
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_tables()
        return len(document.pages)


def measure(name: str, files: list[Path], read: Callable[[Path], int], *, children: bool = False) -> float:
    """Reads all files, prints a line and returns pages per CPU second."""
    cpu, wall = _cpu_seconds(), time.perf_counter()
    pages = sum(read(path) for path in files)
    cpu, wall = _cpu_seconds() - cpu, time.perf_counter() - wall
    speed, memory = pages / cpu, _peak_mb(children)
    print(f"{name:<38} {pages:>5} pages {cpu:>7.2f} CPU s {wall:>7.2f} s {speed:>7.1f} pages/CPU s {memory:>6.0f} MB")
    return speed


def main() -> int:
    """Prints the comparison; the exit code says whether the booklets were there, not whether the targets were met."""
    folder = os.environ.get("HAZARDKB_MANUAL")
    files = sorted(Path(folder).glob("*.pdf")) if folder else []
    if not files:
        print("set HAZARDKB_MANUAL to the folder of the booklets")
        return 1
    rows = measure("rows, every page read twice", files, lambda p: read_rows(p, check=True), children=True)
    single = measure("rows, without the second reading", files, lambda p: read_rows(p, check=False), children=True)
    memory = _peak_mb(children=True)
    measure("PDFium, bare text", files, bare_text)
    plain = measure("pdfplumber, extract_tables()", files, plain_tables)
    print(f"rows are {rows / plain:.1f} times as fast as extract_tables(), {single / plain:.1f} times without the")
    print(f"second reading (target {TARGET_RATIO:.0f}); peak memory {memory:.0f} MB (target {TARGET_MEMORY_MB:.0f})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
