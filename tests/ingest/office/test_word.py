"""Word tables as people write them: merges, numbers, revisions, text boxes, nested tables, headers in other words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.office.docx_xml import cell, docx, numbered, numbering, paragraph, row, run, table
from tests.ingest.office.reading import extracted, raw_rows, tables_of

HEADER = row(*map(cell, ("序号", "场所/环节/部位", "较大危险因素", "易发生的事故类型", "主要防范措施", "依据")))


def simple(*cells: str) -> str:
    return row(*map(cell, cells))


def one(text: str, *, hazard: str = "漏气。") -> bytes:
    """A table of one row whose measures are this XML."""
    cells = [cell("1"), cell("泵房"), cell(hazard), cell("火灾"), cell(text), cell("")]
    return docx(table(HEADER, row(*cells)))


def measures(data: bytes) -> str:
    return raw_rows(data)[0]["control_measures"]


def test_merged_cells_are_filled_over_their_rows_and_columns() -> None:
    rows = (
        row(cell("1", merge="restart"), cell("泵房", merge="restart"), *map(cell, ("漏油。", "火灾", "擦净。", "甲"))),
        row(cell("", merge="continue"), cell("", merge="continue"), *map(cell, ("漏电。", "触电", "断电。", "乙"))),
        row(cell("2"), cell("炉台"), cell("烫伤与灼烫。", span=2), cell("戴面罩。"), cell("丙")),
    )
    found = raw_rows(docx(table(HEADER, *rows)))
    assert [(r["row_no"], r["location"], r["hazard"]) for r in found] == [
        ("1", "泵房", "漏油。"), ("1", "泵房", "漏电。"), ("2", "炉台", "烫伤与灼烫。"),
    ]  # fmt: skip
    assert found[2]["accident_types"] == "烫伤与灼烫。"


@pytest.mark.parametrize(
    ("style", "labels"),
    [
        ("decimal:（%1）", "（1）（2）（3）"), ("chineseCounting:%1、", "一、二、三、"),
        ("decimalEnclosedCircle:%1", "①②③"), ("upperLetter:%1.", "A.B.C."), ("lowerRoman:%1)", "i)ii)iii)"),
        ("bullet:●", ""),
    ],
)  # fmt: skip
def test_automatic_numbers_are_written_out(style: str, labels: str) -> None:
    items = [paragraph("做。", numbered(7)) for _ in range(3)]
    cells = [cell("1"), cell("泵房"), cell("漏气。"), cell("火灾"), cell(*items), cell("")]
    found = measures(docx(table(HEADER, row(*cells)), lists=numbering({1: style}, {7: 1})))
    assert found.replace("做。", "") == labels


def test_lists_count_on_unless_one_starts_anew() -> None:
    def item(number: int) -> str:
        return row(*map(cell, ("1", "泵房", "漏气。", "火灾")), cell(paragraph("做。", numbered(number))), cell(""))

    lists = numbering({1: "decimal:（%1）"}, {5: 1, 6: 1, 7: 1}, restarted=[7])
    found = raw_rows(docx(table(HEADER, item(5), item(6), item(7)), lists=lists))
    assert [r["control_measures"] for r in found] == ["（1）做。", "（2）做。", "（1）做。"]


REVISED = {
    "deleted and inserted words": (
        run("每") + "<w:del><w:r><w:delText>周</w:delText><w:t>周</w:t></w:r></w:del><w:ins>" + run("日") + "</w:ins>"
        + run("查。"), "每日查。"),
    "moved words": ("<w:moveFrom>" + run("旧") + "</w:moveFrom><w:moveTo>" + run("新") + "</w:moveTo>", "新"),
    "hidden words": (run("看得见") + run("看不见", "<w:vanish/>"), "看得见"),
    "raised and lowered figures": (
        run("CO") + run("2", '<w:vertAlign w:val="subscript"/>') + run("低于3mg/m")
        + run("3", '<w:vertAlign w:val="superscript"/>'), "CO₂低于3mg/m³"),
    "a field": ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("查。"), "查。"),
    "a line break": (run("甲；") + "<w:r><w:br/></w:r>" + run("乙。"), "甲；乙。"),
    "blanks": (run("  用 DN 50 管 ，  两 端 "), "用DN 50管，两端"),
    "full-width letters": (run("ＧＢ　６２２２"), "GB 6222"),
}  # fmt: skip


@pytest.mark.parametrize("name", REVISED)
def test_words_are_read_as_they_now_stand(name: str) -> None:
    content, wanted = REVISED[name]
    assert measures(one(paragraph(content))) == wanted


def test_a_text_box_in_a_cell_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('戴面罩。')}</w:txbxContent>"
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<mc:AlternateContent {space}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    assert measures(one(paragraph(f"{run('穿靴。')}<w:r>{both}</mc:AlternateContent></w:r>"))) == "穿靴。戴面罩。"


def test_deleted_rows_are_left_out_and_joined_paragraphs_joined() -> None:
    mark = "<w:rPr><w:del/></w:rPr>"
    kept = row(*map(cell, ("1", "泵房", "漏气。", "火灾")), cell(paragraph("每日", mark), paragraph("查。")), cell(""))
    gone = row(*map(cell, ("2", "删去", "删去。", "火灾", "删去。", "")), properties="<w:del/>")
    found = raw_rows(docx(table(HEADER, kept, gone)))
    assert [r["control_measures"] for r in found] == ["每日查。"]


def test_a_repeated_header_parts_the_table_and_a_row_goes_on_below_it(tmp_path: Path) -> None:
    first = simple("1", "泵房", "漏气。", "火灾", "（1）关阀；", "甲")
    below = simple("", "", "", "", "（2）通风。", "")
    data = docx(table(HEADER, first, HEADER, below, simple("2", "炉台", "烫。", "灼烫", "退开。", "")))
    rows = extracted(data, tmp_path / "续表.docx").entries
    assert [row.control_measures for row in rows] == [("（1）关阀；", "（2）通风。"), ("退开。",)]
    assert [place.first_row for place in rows[0].places] == [2, 4]


def test_what_is_left_out_is_named(tmp_path: Path) -> None:
    inner = table(simple("内", "表"))
    cells = [cell("1"), cell("泵房"), cell("漏气。"), cell("火灾"), cell(paragraph("关阀。"), inner), cell("")]
    data = docx(table(simple("会签", "日期")), table(HEADER, row(*cells), simple("合计", "", "", "", "", "")))
    report = extracted(data, tmp_path / "清单.docx").report
    assert [(note.where, note.code) for note in report.table_notes] == [("第1个表", "no_header"), ("第2个表", "nested")]
    assert [(reject.reason, reject.places[0].first_row) for reject in report.rejects] == [("hazard_missing", 3)]
    assert report.rows == report.entries + len(report.rejects) == 2
    assert "nested_table" in next(iter(report.flagged.values()))


def test_a_table_inside_a_frame_is_read() -> None:
    inner = table(HEADER, simple("1", "泵房", "漏气。", "火灾", "关阀。", ""))
    assert [r["hazard"] for r in raw_rows(docx(table(row(cell(inner)))))] == ["漏气。"]


def test_headers_in_other_words_and_fewer_of_them(tmp_path: Path) -> None:
    header = simple("作业场所", "危险有害因素（描述）", "管控措施")
    data = docx(table(header, simple("泵房", "漏气。", "关阀。"), simple("炉台", "烫。", "退开。")))
    found = extracted(data, tmp_path / "清单.docx")
    assert [(row.location, row.hazard, row.control_measures) for row in found.entries] == [
        ("泵房", "漏气。", ("关阀。",)), ("炉台", "烫。", ("退开。",)),
    ]  # fmt: skip
    assert found.report.flagged == {}


def test_a_booklet_in_word_is_known_by_a_title_that_stands_alone() -> None:
    rows = table(HEADER, simple("1", "泵房", "漏气。", "火灾", "关阀。", ""))
    title = "机械行业较大危险因素辨识与防范指导手册"
    assert tables_of(docx(paragraph("机械行业较大危险因素"), paragraph("辨识与防范指导手册（2016版）"), rows)).industry
    assert not tables_of(docx(paragraph(f"依据《{title}》编制本清单。"), rows)).industry
