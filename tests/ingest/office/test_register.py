"""A plant's workbook: columns by title or by hand, shown before they are taken, rows with where they stand."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook

from ingest.errors import IngestError
from ingest.extract import Extraction
from ingest.office.columns import parse_columns
from ingest.office.extract import look_at, preview_book
from ingest.office.register import preview_register
from ingest.office.workbook import cell_text, column_letters, column_number, read_workbook
from kb.model.register import SheetColumns, SheetPreview
from tests.ingest.office.books import ROWS, TITLES, fill, register_book, saved
from tests.ingest.office.reading import extracted

WANTED = [
    ("1", "煤气区", "煤气泄漏。", ("中毒和窒息", "火灾"), ("（1）戴报警仪；", "（2）两人作业。"), "《示范规则》", 3),
    ("1", "煤气区", "阀门锈蚀。", ("其他爆炸",), ("每周检查。",), "《示范规则》", 4),
    ("2", "天车", "钢丝绳断丝。", ("起重伤害",), ("断丝换新。",), "0.5", 6),
    ("3", "地坑", "积水。", ("淹溺",), ("抽水。",), "《示范规定》", 8),
]


def _rows(found: Extraction) -> list[tuple[object, ...]]:
    return [
        (r.row_no, r.location, r.hazard, r.accident_types, r.control_measures, r.legal_basis, r.places[0].first_row)
        for r in found.entries
    ]


def _preview(book: Workbook, *mappings: SheetColumns) -> tuple[SheetPreview, ...]:
    return preview_register(read_workbook(saved(book), "台账.xlsx"), "", mappings).sheets


def test_rows_of_a_register_with_merges_sections_and_a_repeated_header(tmp_path: Path) -> None:
    found = extracted(saved(register_book()), tmp_path / "台账.xlsx")
    assert _rows(found) == WANTED
    assert {(row.kind, row.chapter, row.places[0].sheet) for row in found.entries} == {("excel", "一车间", "一车间")}
    assert [row.section for row in found.entries] == [(), (), ("二、天车",), ("二、天车",)]
    notes = {(note.where, note.code) for note in found.report.table_notes}
    assert notes == {
        ("工作表“一车间”", "hidden_rows"), ("工作表“旧表”", "hidden_sheet"), ("工作表“Sheet3”", "unclear_columns"),
    }  # fmt: skip
    assert found.report.rows == found.report.entries + len(found.report.rejects)


@pytest.mark.office
def test_an_old_workbook_gives_the_same_rows(tmp_path: Path) -> None:
    if not shutil.which("soffice"):
        pytest.skip("没有安装 LibreOffice")
    (tmp_path / "台账.xlsx").write_bytes(saved(register_book()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xls", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "台账.xlsx")], check=True, capture_output=True, timeout=120)
    assert _rows(extracted((tmp_path / "台账.xls").read_bytes(), tmp_path / "换名.dat")) == WANTED


def test_a_preview_shows_columns_samples_and_what_is_unclear(tmp_path: Path) -> None:
    (tmp_path / "台账.xlsx").write_bytes(saved(register_book()))
    file = look_at(tmp_path / "台账.xlsx")
    assert file is not None
    preview = preview_book(file)
    first, third = preview.sheets
    assert (first.mapping.header_row, first.rows, first.ready) == (2, 4, True)
    assert first.mapping.columns["control_measures"] == ("E",)
    assert [(c.letter, c.field) for c in first.columns][-2:] == [("G", ""), ("H", "")]
    assert (first.columns[7].title, first.columns[7].example) == ("日期", "2024-03-01")
    assert first.samples[0]["row"] == "3"
    assert first.samples[1]["location"] == "煤气区"
    assert third.problems == ("没有找到“场所、危险因素、措施”列。",)
    assert preview.mappings == (first.mapping,)
    assert "旧表" in preview.left_out[0]


def test_columns_set_by_hand_are_shown_and_taken(tmp_path: Path) -> None:
    book = register_book()
    mapping = parse_columns("场所=A,危险因素=b，措施=C", "Sheet3")
    shown = next(sheet for sheet in _preview(book, mapping) if sheet.sheet == "Sheet3")
    assert (shown.ready, shown.samples) == (
        True, ({"row": "2", "location": "炉前", "hazard": "烫伤。", "control_measures": "穿防护服。"},),
    )  # fmt: skip
    found = extracted(saved(book), tmp_path / "台账.xlsx", shown.mapping)
    assert [(row.location, row.hazard, row.chapter) for row in found.entries] == [("炉前", "烫伤。", "")]


def test_two_columns_for_one_field_are_a_question_until_they_are_joined(tmp_path: Path) -> None:
    book = Workbook()
    fill(book.worksheets[0], [("车间", "部位", "隐患", "整改措施"), ("一车间", "泵房", "漏油。", "擦净。")])
    problem = _preview(book)[0].problems[0]
    assert "A“车间”、B“部位”" in problem
    assert "场所=A+B" in problem
    mapping = parse_columns("场所=A+B,危险因素=C,措施=D", book.sheetnames[0])
    found = extracted(saved(book), tmp_path / "隐患.xlsx", mapping)
    assert [row.location for row in found.entries] == ["一车间泵房"]


def test_titles_in_two_rows_over_merged_cells(tmp_path: Path) -> None:
    book = Workbook()
    sheet = fill(
        book.worksheets[0],
        [
            ("场所", "危险因素", "管控措施", None),
            (None, None, "技术措施", "管理措施"),
            ("泵房", "漏油。", "装托盘。", "每日查。"),
        ],
    )
    for merged in ("A1:A2", "B1:B2", "C1:D1"):
        sheet.merge_cells(merged)
    found = extracted(saved(book), tmp_path / "两层.xlsx")
    assert [(row.location, row.control_measures) for row in found.entries] == [("泵房", ("装托盘。每日查。",))]


def test_formulas_are_never_computed(tmp_path: Path) -> None:
    book = Workbook()
    formula = '=HYPERLINK("http://example.invalid/","点")'
    fill(book.worksheets[0], [TITLES[:6], (1, "泵房", "漏油。", "火灾", "擦净。", formula)])
    found = extracted(saved(book), tmp_path / "公式.xlsx")
    assert found.entries[0].legal_basis == formula
    assert "formula_without_value" in found.entries[0].flags


def test_a_grid_of_200_by_200_is_shown_and_refused_for_its_columns(tmp_path: Path) -> None:
    book = Workbook()
    fill(book.worksheets[0], [[f"{row}.{column}" for column in range(200)] for row in range(200)])
    with pytest.raises(IngestError, match="列对不上"):
        extracted(saved(book), tmp_path / "大.xlsx")
    assert len(_preview(book)[0].columns) == 200


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"), (0.1, "0.1"), (True, "TRUE"), (dt.date(2024, 3, 1), "2024-03-01"), (7, "7"), ("甲", "甲"),
        (dt.datetime.fromisoformat("2024-03-01T08:30"), "2024-03-01 08:30"),
        (dt.datetime.fromisoformat("2024-03-01"), "2024-03-01"),
        (dt.time(8, 5), "08:05"), (1e20, "1e+20"),
    ],
)  # fmt: skip
def test_values_are_written_as_a_reader_would(value: object, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("场所", "看不懂“场所”"), ("颜色=A", "不认得“颜色”"), ("场所=1", "不是列号"),
        ("场所=A,措施=B", "还没有指明“危险因素”"),
        ("场所=ZZZZ", "不是列号"),
    ],
)  # fmt: skip
def test_columns_that_cannot_be_understood_are_refused_in_chinese(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_columns(text, "甲")


def test_letters_and_numbers_of_columns() -> None:
    assert [column_letters(n) for n in (1, 26, 27, 702, 16_384)] == ["A", "Z", "AA", "ZZ", "XFD"]
    assert all(column_number(column_letters(n)) == n for n in range(1, 2_000))


def test_a_header_row_set_by_hand(tmp_path: Path) -> None:
    book = Workbook()
    fill(book.worksheets[0], [("备注",), ("甲", "乙", "丙"), *[row[1:3] + row[4:5] for row in ROWS[:1]]])
    mapping = parse_columns("表头=2,场所=A,危险因素=B,措施=C", book.sheetnames[0])
    found = extracted(saved(book), tmp_path / "表头.xlsx", mapping)
    assert [row.places[0].first_row for row in found.entries] == [3]
