"""Word and Excel files made to harm, or broken: one Chinese sentence each, within limits, the other files go on.

Every third cut of a small file and 1,000 seeded changes of it are read in this process; `python -m
tests.hostile.office_mutations` runs every cut and 2,000 changes, of a workbook too, and counts.
"""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from ingest.errors import IngestError
from ingest.office import extract as office_extract
from ingest.office import package as office_package
from ingest.office.document import WordDocument
from ingest.office.extract import extract_office, look_at
from ingest.office.ingesting import ingest_office_files
from ingest.office.kinds import OLE
from ingest.office.messages import OFFICE
from ingest.report import FileReport
from kb.store.library import Library
from tests.hostile.office_mutations import changes, cuts, outcome, small_docx
from tests.ingest.office.books import register_book, saved
from tests.ingest.office.docx_xml import cell, document, docx, docx_of, paragraph, row, table, zipped
from tests.ingest.office.long_table import long_table

HEADER = row(*map(cell, ("序号", "场所", "较大危险因素", "事故类型", "防范措施", "依据")))
GOOD = small_docx()
LAUGHS = '<!DOCTYPE x [<!ENTITY a "哈"><!ENTITY b "&a;&a;&a;&a;">]>'
XXE = '<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


def _with_entity(declared: str) -> bytes:
    body = document(table(HEADER, row(*map(cell, ("1", "泵房", "漏气&b;", "火灾", "关阀。", ""))))).replace(
        "&amp;b;", "&b;"
    )
    head, rest = body.split("?>", 1)
    return docx_of(f"{head}?>{declared}{rest}")


def _book_with(part: str, change: bytes) -> bytes:
    """The register with one of its parts replaced."""
    with zipfile.ZipFile(io.BytesIO(saved(register_book()))) as package:
        files: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    return zipped(files | {part: change})


def _sheet(cells: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'.encode()


def _bomb() -> bytes:
    """A worksheet of 300 MB of blanks in 300 kB."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", GOOD[:10])
        with package.open("word/large.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b" " * 1024 * 1024)
    return stream.getvalue()


def _encrypted() -> bytes:
    stream = io.BytesIO(GOOD)
    with zipfile.ZipFile(stream) as package:
        at = package.getinfo("word/document.xml").header_offset
    central = GOOD.index(b"PK\x01\x02")
    data = bytearray(GOOD)
    data[at + 6] |= 1
    while central >= 0:
        data[central + 8] |= 1
        central = GOOD.find(b"PK\x01\x02", central + 4)
    return bytes(data)


def _old(*streams: str) -> bytes:
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return OLE + b"\0" * 504 + names + b"\0" * 1024


SHEET1 = "xl/worksheets/sheet1.xml"
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
LONG = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"字" * 40_000}</t></is></c></row>'
HOSTILE = {
    "笑.docx": (lambda: _with_entity(LAUGHS), "实体"),
    "外部实体.docx": (lambda: _with_entity(XXE), "实体"),
    "炸弹.docx": (_bomb, "压缩得不合常理"),
    "多件.docx": (lambda: zipped({f"word/{n}.xml": "" for n in range(5_001)}), "压缩得不合常理"),
    "深.docx": (lambda: docx("<w:sdt>" * 3_000 + "</w:sdt>" * 3_000), "损坏"),
    "宽.docx": (lambda: docx(table(*[row(cell("甲", span=256))] * 4_000)), "表格过大"),
    "密码.docx": (_encrypted, "密码"),
    "密码.xlsx": (lambda: _old("EncryptionInfo", "EncryptedPackage"), "密码"),
    "旧演示.doc": (lambda: _old("PowerPoint Document"), "格式不支持"),
    "坏.xls": (lambda: _old("Workbook"), "损坏"),
    "断.xlsx": (lambda: saved(register_book())[:3_000], "损坏"),
    "远.xlsx": (lambda: _book_with(SHEET1, _sheet(FAR)), "表格过大"),
    "长.xlsx": (lambda: _book_with(SHEET1, _sheet(LONG)), "超过 32767 个字"),
    "表实体.xlsx": (lambda: _book_with("xl/sharedStrings.xml", XXE.encode() + b"<sst/>"), "实体"),
    "无表.docx": (lambda: docx(paragraph("没有表格。")), "没有找到带"),
    "演示.pptx": (lambda: zipped({"ppt/presentation.xml": "<p/>"}), "格式不支持"),
    "空.xlsx": (lambda: b"", "空文件"),
    "图.xlsx": (lambda: b"\x89PNG\r\n", "格式不支持"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], Library]:
    """What ingest says of each hostile file, a good one last, and the library after it."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, (make, _) in HOSTILE.items():
        (folder / name).write_bytes(make())
    (folder / "好.docx").write_bytes(GOOD)
    library = Library(folder / "library")
    paths = [*(folder / name for name in HOSTILE), folder / "好.docx"]
    found = zip(paths, ingest_office_files(paths, library), strict=True)
    said = {path.name: told.message or told.status if isinstance(told, FileReport) else "" for path, told in found}
    return said, library


@pytest.mark.parametrize("name", [name for name in HOSTILE if name != "无表.docx"])
def test_each_is_refused_in_one_sentence_that_names_it(name: str, told: tuple[dict[str, str], Library]) -> None:
    message = told[0][name]
    assert f"“{name}”" in message
    assert HOSTILE[name][1] in message
    assert "请" in message
    assert message.count("。") == 1
    assert message.endswith("。")


def test_the_good_file_beside_them_is_taken_and_nothing_else(told: tuple[dict[str, str], Library]) -> None:
    said, library = told
    assert said["好.docx"] == "added"
    assert said["无表.docx"] == ""
    assert [row.hazard for row in library.rows()] == ["漏气。"]


def test_names_that_lead_out_of_the_package_lead_nowhere(tmp_path: Path) -> None:
    data = _book_with("../../../../tmp/hazardkb-escaped.xml", b"<x/>")
    (tmp_path / "a.xlsx").write_bytes(data)
    file = look_at(tmp_path / "a.xlsx")
    assert file is not None
    assert len(extract_office(file).entries) == 4
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
    assert not Path("/tmp/hazardkb-escaped.xml").exists()  # noqa: S108 - the place the name points to


def test_macros_are_neither_run_nor_kept(tmp_path: Path) -> None:
    (tmp_path / "宏.xlsm").write_bytes(_book_with("xl/vbaProject.bin", b"Sub Auto_Open()"))
    file = look_at(tmp_path / "宏.xlsm")
    assert file is not None
    found = extract_office(file)
    assert len(found.entries) == 4
    assert "macros" in {note.code for note in found.report.table_notes}


def test_a_reader_that_takes_too_much_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "大.docx").write_bytes(long_table())
    file = look_at(tmp_path / "大.docx")
    assert file is not None
    monkeypatch.setattr(office_extract, "OFFICE", type(OFFICE)(wall_seconds=0.05))
    with pytest.raises(IngestError, match=r"“大\.docx”解析时超出时间或内存上限"):
        extract_office(file)


def test_a_part_that_lies_about_its_size_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_package, "LARGEST_PART", 1_000)
    with pytest.raises(IngestError, match="展开后超过"):
        WordDocument(GOOD, "大.docx")


def test_a_cut_file_is_a_clean_error() -> None:
    assert [size for size, data in cuts(GOOD, 3) if outcome(data) != "error"] == []


def test_seeded_changes_give_clean_rows_or_clean_errors() -> None:
    found = [outcome(data) for data in changes(GOOD, 1_000, random.Random(8))]  # noqa: S311 - to be repeated
    assert set(found) <= {"rows", "no table", "error"}
    assert min(found.count("rows"), found.count("error")) > 50
