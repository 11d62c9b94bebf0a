"""A Word list of 300 rows gives, row by row, what the PDF that LibreOffice prints of it gives."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest.extract import extract_file
from kb.model.official import OfficialRow
from tests.ingest.fonts import REGULAR
from tests.ingest.office.long_table import long_table
from tests.ingest.office.reading import extracted
from tests.ingest.prints import ToolMissingError
from tests.ingest.prints.office_print import print_docx

FIELDS = (
    "chapter", "section", "row_no", "location", "hazard", "accident_types", "control_measures", "legal_basis", "digest",
)  # fmt: skip


def _fields(row: OfficialRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in FIELDS} | {"number": row.id.rpartition("-")[2]}


@pytest.mark.office
def test_300_rows_are_those_of_the_print(tmp_path: Path) -> None:
    word = extracted(long_table(), tmp_path / "清单.docx")
    font = Path(shutil.copy(REGULAR, tmp_path))
    try:
        print_docx(tmp_path / "清单.docx", tmp_path / "清单.pdf", font)
    except ToolMissingError as reason:
        pytest.skip(str(reason))
    printed = extract_file(tmp_path / "清单.pdf", check=False)
    assert printed.report.pages > 20
    assert sum(len(row.pages) > 1 for row in printed.entries) >= 10
    assert (word.report.rows, word.report.entries) == (300, 300)
    assert [*map(_fields, word.entries)] == [*map(_fields, printed.entries)]


def test_rows_say_where_they_stand(tmp_path: Path) -> None:
    rows = extracted(long_table(20), tmp_path / "清单.docx").entries
    assert len(rows) == 20
    assert {row.kind for row in rows} == {"word"}
    assert all(row.id == f"doc-{row.source[:8]}-{number}" for number, row in enumerate(rows, start=1))
    first, last = rows[0].places[0], rows[-1].places[0]
    assert (first.text, last.table) == ("第1个表第3行", 2)
    assert not any(row.pages or row.boxes or row.flags for row in rows)
