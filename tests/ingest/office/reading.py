"""Word and workbook bytes read in this process, as the child reads them, and their rows as the parent makes them."""

from __future__ import annotations

from pathlib import Path

from ingest.extract import Extraction
from ingest.office.document import WordDocument
from ingest.office.extract import extract_office, look_at
from ingest.office.messages import Tables
from ingest.office.word import read_word
from ingest.rawtable import RawRow
from kb.model.register import SheetColumns


def tables_of(data: bytes) -> Tables:
    """What the child makes of a Word file."""
    return read_word(WordDocument(data, "表.docx"))


def raw_rows(data: bytes) -> list[dict[str, str]]:
    """The fields of every row of a Word file."""
    pages = tables_of(data).pages
    rows = [item for page in pages for table in page.tables for item in table.items if isinstance(item, RawRow)]
    return [{name: row.text(name) for name in row.cells} for row in rows]


def extracted(data: bytes, path: Path, *mappings: SheetColumns) -> Extraction:
    """The rows of these bytes, written to `path`, through the child process."""
    path.write_bytes(data)
    file = look_at(path)
    assert file is not None
    return extract_office(file, mappings)
