"""The six real booklets: counts, digests of the rows read, and the two readings side by side. No text of theirs."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from ingest.cells import find_grids
from ingest.extract import Extraction, extract_file, printed_record
from ingest.limits import DEFAULT
from ingest.pdfium import PdfiumDocument
from ingest.plumber import PlumberDocument
from tests.ingest.golden import DATA

GOLDEN = DATA / "booklets.json"
BOOKLETS = json.loads(GOLDEN.read_text(encoding="utf-8"))
"""By industry what _summary says; written anew by `make golden`, after which read the difference."""

pytestmark = pytest.mark.manual


@cache
def _extract(path: Path) -> Extraction:
    return extract_file(path)


@cache
def _by_industry(folder: Path) -> dict[str, Path]:
    return {_extract(path).report.industry: path for path in sorted(folder.glob("*.pdf"))}


def _summary(extraction: Extraction) -> dict[str, object]:
    """What is kept of a booklet: counts, where every character went, ids, a digest; no text."""
    report = extraction.report
    records = [printed_record(entry) for entry in extraction.entries]
    body = json.dumps(records, ensure_ascii=False, sort_keys=True).encode()
    return {
        "pages": report.pages,
        "chapters": report.chapters,
        "rows": report.rows,
        "flags": dict(sorted(Counter(flag for flags in report.flagged.values() for flag in flags).items())),
        "glyphs": report.glyphs,
        "crossing": [entry.id for entry in extraction.entries if len(entry.pages) > 1],
        "digest": hashlib.sha256(body).hexdigest(),
    }


def test_golden_booklets_give_their_rows(manual_folder: Path) -> None:
    got = {industry: _summary(_extract(path)) for industry, path in sorted(_by_industry(manual_folder).items())}
    if os.environ.get("HAZARDKB_UPDATE_GOLDEN"):
        GOLDEN.write_text(json.dumps(got, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert got == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_no_row_is_rejected_and_no_page_lost(manual_folder: Path) -> None:
    for path in _by_industry(manual_folder).values():
        assert (_extract(path).report.rejects, _extract(path).report.notes) == ((), ())


def test_the_booklets_hold_1126_rows_in_57_chapters(manual_folder: Path) -> None:
    reports = [_extract(path).report for path in _by_industry(manual_folder).values()]
    assert sum(report.entries for report in reports) == 1126
    assert sum(report.chapters for report in reports) == 57
    assert sum(report.pages for report in reports) == 349


def test_ids_are_unique_and_rows_that_cross_a_page_are_the_known_ones(manual_folder: Path) -> None:
    entries = [entry for path in _by_industry(manual_folder).values() for entry in _extract(path).entries]
    assert len({entry.id for entry in entries}) == len(entries)
    crossing = sorted(entry.id for entry in entries if len(entry.pages) > 1)
    assert crossing == sorted(found for booklet in BOOKLETS.values() for found in booklet["crossing"])


def test_every_character_is_booked_and_seen_twice(manual_folder: Path) -> None:
    """Nothing is left in frames or unknown columns, and pdfplumber saw no character that PDFium did not."""
    for path in _by_industry(manual_folder).values():
        report = _extract(path).report
        assert not {"frame", "unmapped", "off_page"} & set(report.glyphs)
        assert not any("characters" in flag for flags in report.flagged.values() for flag in flags)


@pytest.mark.parametrize("industry", BOOKLETS)
def test_cells_are_those_of_pdfplumbers_geometry(manual_folder: Path, industry: str) -> None:
    path = _by_industry(manual_folder)[industry]
    reference = PlumberDocument(path)
    with PdfiumDocument(path) as document:
        for index in (12, 20):
            grids = find_grids(document.read(index, DEFAULT).rules)
            boxes = [box for grid in grids for box in grid.outlines().values()]
            ours = sorted((round(box.x0), round(box.y0), round(box.x1), round(box.y1)) for box in boxes)
            theirs = sorted(tuple(round(v) for v in cell) for table in reference.cells(index) for cell in table)
            assert ours == theirs
    reference.close()
