"""Lists anybody may send: read as text, within limits, in a process of their own."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ingest import spreadsheet
from ingest.spreadsheet import SpreadsheetError, read_sheet
from tests.web.batches.sheets import list_of


def test_cells_are_text_as_they_read(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(list_of((), ("岗位", "企业"), ("行车工", "=1+1"), (7, 2.5), ("@x\u202e", "<b>")))
    rows = [[cell for cell in row if cell] for row in read_sheet(path)]
    assert rows == [[], ["岗位", "企业"], ["行车工", "=1+1"], ["7", "2.5"], ["@x\u202e", "<b>"]]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"%PDF-1.7", "岗位,企业\n".encode()])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    with pytest.raises(SpreadsheetError, match="另存为"):
        read_sheet(path)


def test_too_many_rows_bytes_or_cells_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(list_of(*((n,) for n in range(1002))))
    with pytest.raises(SpreadsheetError, match="1000 行"):
        read_sheet(path)
    monkeypatch.setattr(spreadsheet, "MAX_FILE_MB", 0)
    with pytest.raises(SpreadsheetError, match="另存为"):
        read_sheet(path)


def test_a_sheet_that_claims_to_be_huge_is_refused(tmp_path: Path) -> None:
    far = tmp_path / "far.xlsx"
    with zipfile.ZipFile(far, "w", zipfile.ZIP_DEFLATED) as target:
        source = tmp_path / "list.xlsx"
        source.write_bytes(list_of(("岗位",), ("行车工",)))
        with zipfile.ZipFile(source) as given:
            for name in given.namelist():
                target.writestr(name, given.read(name).replace(b'r="A2"', b'r="XFD1048576"'))
    with pytest.raises(SpreadsheetError, match="另存为"):
        read_sheet(far)
