"""`hazardkb ingest` on what plants have: each file to its reader by content, columns by hand, reports in Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest

import hazardkb
from kb.store.library import Library
from tests.ingest.conftest import Printed
from tests.ingest.office.books import register_book, saved
from tests.ingest.office.docx_xml import docx, paragraph
from tests.ingest.office.long_table import long_table

ORDER = "样例规定\n\n（2023年4月14日公布）\n\n第一条　为了试验。\n\n第二条　单位应当守规。\n"
BY_HAND = ("--sheet", "Sheet3", "--columns", "场所=A,危险因素=B,措施=C")


@pytest.fixture
def ingest(tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Runs ingest into a library of its own; gives the exit code and what was said."""

    def run(*arguments: object) -> tuple[int, str]:
        code = hazardkb.main(["ingest", *map(str, arguments), "--data", str(tmp_path / "data")])
        return code, capsys.readouterr().err

    return run


def _library(tmp_path: Path) -> Library:
    return Library(next(path for path in (tmp_path / "data").rglob("*-*") if (path / "rows.jsonl").is_file()).parent)


def test_a_mixed_folder_is_routed_by_content(ingest, printed: Printed, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "资料"
    folder.mkdir()
    files = {
        "清单.docx": long_table(12),
        "台账.docx": saved(register_book()),
        "规定.docx": docx(*map(paragraph, ORDER.split())),
        "手册.docx": printed("typst").read_bytes(),
        "条文.md": ORDER.encode(),
        "会议.docx": docx(paragraph("今天开会。")),
        "~$清单.docx": b"lock",
        "坏.xlsx": b"PK\x03\x04",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    code, said = ingest(folder)
    assert code == 1
    for line in (
        "✓ 清单.docx（其他文件）已读入：2 个表格，12 行，12 条，剔除 0 行",
        "✓ 台账.docx（其他文件）已读入：1 个工作表，4 行，4 条",
        "✓ 手册.docx（机械）已读入：",
        "✓ 规定.docx 已读入",
        "○ 会议.docx 不是法规标准，跳过",
        "✗ “坏.xlsx”已损坏",
        "合计：3 份文件，4 页、3 个表，32 行 = 32 条 + 剔除 0 行",
    ):
        assert line in said, said
    assert "~$" not in said


def test_a_workbook_is_shown_then_taken_and_its_columns_are_remembered(ingest, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    book = tmp_path / "台账.xlsx"
    book.write_bytes(saved(register_book()))
    code, said = ingest(book, "--preview")
    assert (code, (tmp_path / "data" / "library").exists()) == (0, False)
    assert "C 列“危险有害因素”→ 危险因素" in said
    assert "不能导入：没有找到“场所、危险因素、措施”列。" in said
    code, said = ingest(book)
    assert (code, "4 行，4 条" in said, "第 3 行　序号：1；场所：煤气区" in said) == (0, True, True)
    assert ingest(book, *BY_HAND)[0] == 0
    assert [row.location for row in _library(tmp_path).rows()] == ["炉前"]
    code, said = ingest(book)
    assert (code, "无变化：1 个工作表，1 行" in said) == (0, True)


WRONG = {
    ("--columns", "场所=A,危险因素=B,措施=C"): (1, "有几个工作表（一车间、Sheet3）"),
    ("--sheet", "没有"): (1, "没有工作表“没有”"),
    ("--sheet", "Sheet3", "--columns", "颜色=A"): (2, "不认得“颜色”"),
    ("--sheet", "Sheet3"): (1, "没有找到"),
}


@pytest.mark.parametrize("arguments", WRONG)
def test_what_is_asked_wrongly_is_answered(ingest, tmp_path: Path, arguments: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "台账.xlsx").write_bytes(saved(register_book()))
    found, text = ingest(tmp_path / "台账.xlsx", *arguments)
    code, said = WRONG[arguments]
    assert (found, said in text) == (code, True), text
