"""How exactly scans are read: a look-alike booklet of the corpus's own sentences scanned in eight ways, cell by cell.

Usage: python bench/scans.py [--rows N] [--condition N] [--show]. Cells are compared after NFKC and without spaces
with those of the born-digital print; where HAZARDKB_MANUAL is set, pages of a booklet are scanned too. `--condition`
picks one of the eight, `--show` prints the cells that differ.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.extract import extract_file
from ingest.limits import DEFAULT
from ingest.ocr import Recogniser, model_path
from ingest.pdfium import PdfiumDocument
from ingest.picture import to_array
from ingest.rawtable import FIELDS, RawRow
from ingest.scanned import SCAN_DPI, read_scan
from ingest.tables import read_page_tables
from kb.model.entry import HazardEntry
from kb.paths import corpus_folder
from kb.store.corpus import load_corpus
from tests.ingest.fonts import FAMILY, make_awkward_font
from tests.ingest.golden import Block, Booklet, Chapter, Hazard, Place
from tests.ingest.prints import typst_print
from tests.ingest.scanning import Scanner, scan_pdf

TARGET = 0.98
BOOKLET_PAGES = range(20, 24)
SCANNERS = (
    Scanner(200, 1.0, 8, 75),
    Scanner(200, -2.0, 8, 60),
    Scanner(150, -0.5, 8, 75),
    Scanner(150, 2.0, 8, 60),
    Scanner(110, 0.5, 6, 75),
    Scanner(110, -1.5, 8, 60),
    Scanner(200, -1.0, 8, bitonal=True),
    Scanner(150, 0.5, 6, bitonal=True),
)


def look_alike(rows: int) -> Booklet:
    """A booklet of corpus entries, spread evenly over all industries."""
    entries = load_corpus(corpus_folder()).entries
    chosen = entries[:: len(entries) // rows][:rows]
    places = tuple(Place(str(n), entry.location, (_hazard(entry),)) for n, entry in enumerate(chosen, start=1))
    return Booklet("机械", (Chapter("一、示范车间", (Block(("（一）各处",), ("（一）各处",), places),)),))


def _hazard(entry: HazardEntry) -> Hazard:
    measures = tuple(f"（{number}）{measure.text}" for number, measure in enumerate(entry.measures, start=1))
    basis = "\n".join(item.as_printed for item in entry.legal_basis)
    return Hazard("".join(entry.hazards), entry.accident_types_printed, measures, basis)


@dataclass(frozen=True)
class Score:
    """Cells compared, cells right, pages, CPU seconds, wrong cells in rows that say the model was unsure."""

    cells: int
    right: int
    pages: int
    seconds: float
    told: int

    @property
    def share(self) -> float:
        """The share of cells that are right."""
        return self.right / max(self.cells, 1)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def _cells(rows: Sequence[RawRow]) -> Iterator[list[str]]:
    return ([_folded(row.text(name)) for name in FIELDS] for row in rows)


def _rows(page: Any) -> list[RawRow]:
    return [item for table in page.tables for item in table.items if isinstance(item, RawRow)]


def score(source: Path, scan: Path, pages: Sequence[int], recogniser: Recogniser, *, show: bool) -> Score:
    """Compares the scan's rows page by page with those of the print it was made of."""
    cells = right = told = 0
    seconds = 0.0
    with PdfiumDocument(source) as printed, PdfiumDocument(scan) as scanned:
        for place, index in enumerate(pages):
            wanted = _rows(read_page_tables(printed.read(index, DEFAULT)))
            started = _cpu_seconds()
            drawn, scale = scanned.picture(place, SCAN_DPI, DEFAULT)
            read = read_scan(to_array(drawn), place + 1, scale, recogniser)
            got = _rows(read_page_tables(read.content))
            seconds += _cpu_seconds() - started
            cells += len(wanted) * len(FIELDS)
            if len(got) != len(wanted):
                print(f"    page {index + 1}: {len(got)} rows, not {len(wanted)}")
                continue
            unsure = [any(row.box.y0 <= glyph.baseline <= row.box.y1 for glyph in read.unsure) for row in got]
            for one, other, doubt in zip(_cells(got), _cells(wanted), unsure, strict=True):
                wrong = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
                right += len(FIELDS) - len(wrong)
                told += len(wrong) if doubt else 0
                for a, b in wrong if show else ():
                    print(f"    {a!r}\n    {b!r}")
    return Score(cells, right, len(pages), seconds, told)


def _cpu_seconds() -> float:
    times = os.times()
    return times.user + times.system


def measure(source: Path, pages: Sequence[int], recogniser: Recogniser, options: argparse.Namespace) -> list[float]:
    """Scans the pages in every way asked for and prints a line for each; returns the shares of exact cells."""
    shares = []
    print(f"{source.stem}, {len(pages)} pages")
    for scanner in [SCANNERS[number] for number in options.condition or range(len(SCANNERS))]:
        with tempfile.TemporaryDirectory() as folder:
            scan = scan_pdf(source, Path(folder) / "scan.pdf", scanner, pages)
            found = score(source, scan, pages, recogniser, show=options.show)
        shares.append(found.share)
        wrong = found.cells - found.right
        print(
            f"  {scanner!s:<36} {found.share:>7.2%} of {found.cells} cells, {wrong} wrong ({found.told} in rows "
            f"flagged as unsure), {found.seconds / found.pages:.1f} CPU s a page",
            flush=True,
        )
    return shares


def main() -> int:
    """Prints the figures; the exit code only says whether recognition is installed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=24)
    parser.add_argument("--condition", type=int, action="append", help="only these, counted from 0")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    model = model_path()
    if model is None:
        print("install the ocr extra")
        return 1
    recogniser = Recogniser(model)
    with tempfile.TemporaryDirectory() as folder:
        font = (make_awkward_font(Path(folder) / "Awkward.ttf"), FAMILY)
        source = Path(folder) / "look-alike.pdf"
        typst_print.render(look_alike(options.rows), source, font)
        pages = range(extract_file(source).report.pages)
        shares = measure(source, pages, recogniser, options)
    manual = os.environ.get("HAZARDKB_MANUAL")
    booklets = sorted(Path(manual).glob("*.pdf")) if manual else []
    if booklets:
        shares += measure(booklets[0], BOOKLET_PAGES, recogniser, options)
    print(f"lowest {min(shares):.2%}, mean {sum(shares) / len(shares):.2%} (target {TARGET:.0%})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
