"""Tables by their header text: columns in any order, frames left alone, every glyph booked."""

from __future__ import annotations

from ingest.page import PageContent
from ingest.rawtable import Heading, RawPage, RawRow
from ingest.tables import read_page_tables
from tests.ingest.drawing import glyphs, table_page
from tests.ingest.golden import COLUMNS

ROW = ["1", "炉台", "（1）渣坑有积水。", "灼烫\n其他爆炸", "（1）清干渣坑。\n（2）设挡水沿。", "《甲规程》"]
NAMES = ("row_no", "location", "hazard", "accident_types", "control_measures", "legal_basis")


def _rows(page: RawPage) -> list[RawRow]:
    return [item for table in page.tables for item in table.items if isinstance(item, RawRow)]


def _booked(content: PageContent, page: RawPage) -> bool:
    inside = sum(count for count in page.account.values())
    return inside + sum(line.glyphs for line in page.furniture) == len(content.glyphs)


def test_a_row_is_read_by_its_columns() -> None:
    content = table_page([["（一）炉前"], ROW])
    page = read_page_tables(content)
    [row] = _rows(page)
    assert [row.text(name) for name in NAMES] == [text.replace("\n", "") for text in ROW]
    headings = [item.text for item in page.tables[0].items if isinstance(item, Heading)]
    assert headings == ["（一）炉前"]
    assert _booked(content, page)


def test_columns_are_known_by_their_titles_in_any_order() -> None:
    for order in [(5, 4, 3, 2, 1, 0), (2, 0, 5, 1, 4, 3), (1, 2, 3, 4, 5, 0)]:
        page = read_page_tables(table_page([[ROW[i] for i in order]], header=[COLUMNS[i] for i in order]))
        [row] = _rows(page)
        assert [row.text(name) for name in NAMES] == [text.replace("\n", "") for text in ROW]


def test_a_frame_without_the_known_header_is_no_table_and_its_text_is_named() -> None:
    content = table_page([ROW], header=["编号", "名称", "单位", "数量", "说明", "备注"])
    page = read_page_tables(content)
    assert page.tables == []
    assert page.account["frame"] == len(content.glyphs)
    assert "（1）渣坑有积水。" in page.frames


def test_a_column_of_an_unknown_title_is_counted_not_lost() -> None:
    content = table_page([ROW], header=[*COLUMNS[:5], "责任人"])
    page = read_page_tables(content)
    assert _rows(page)[0].text("legal_basis") == ""
    assert page.account["unmapped"] == len("《甲规程》")
    assert _booked(content, page)


def test_text_outside_the_table_is_furniture() -> None:
    content = table_page([ROW])
    content.glyphs.extend(glyphs("— 7 —", 300, 20))
    page = read_page_tables(content)
    assert [line.text for line in page.furniture] == ["—7—"]
    assert _booked(content, page)


def test_an_oversize_watermark_across_the_table_stays_out_of_its_cells() -> None:
    content = table_page([ROW])
    content.glyphs.extend(glyphs("样稿", 170, 110, 60.0))
    page = read_page_tables(content)
    assert _rows(page)[0].text("hazard") == "（1）渣坑有积水。"
    assert _booked(content, page)


def test_rows_without_a_rule_part_only_when_several_columns_start_anew() -> None:
    two = [
        "1", "炉台", "（1）渣坑有积水。\n\n\n（2）护栏缺失。", "灼烫\n\n\n高处坠落",
        "（1）清干渣坑。\n（2）设挡水沿。\n\n（1）补齐护栏。", "《甲规程》",
    ]  # fmt: skip
    rows = _rows(read_page_tables(table_page([two])))
    assert [row.text("hazard") for row in rows] == ["（1）渣坑有积水。", "（2）护栏缺失。"]
    assert [row.text("legal_basis") for row in rows] == ["《甲规程》", "《甲规程》"]
    assert all(row.flags == ["row_split_guess"] for row in rows)


def test_a_gap_alone_does_not_part_a_row() -> None:
    one = [
        "1",
        "炉台",
        "（1）渣坑有积水，\n\n\n溅起铁水。",
        "灼烫\n\n\n其他爆炸",
        "（1）清干。\n（2）设沿。\n\n（3）报修。",
        "《甲》",
    ]
    [row] = _rows(read_page_tables(table_page([one])))
    assert row.flags == []


def test_an_empty_page_gives_nothing() -> None:
    page = read_page_tables(PageContent(1, 600.0, 400.0, [], [], 0.0, {}))
    assert (page.items, page.furniture, page.account) == ([], [], {})
