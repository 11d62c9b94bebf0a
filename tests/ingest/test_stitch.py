"""Page breaks decided by evidence; places, sections and chapters carried from row to row."""

from __future__ import annotations

from ingest.manual import place_headings
from ingest.rawtable import Heading, RawPage
from ingest.stitch import Stitcher
from ingest.tables import read_page_tables
from tests.ingest.drawing import glyphs, table_page

FIRST = ["1", "炉台", "（1）渣坑有积水。", "灼烫", "（1）清干渣坑。\n（2）设挡水沿。", "《甲规程》"]


def _stitch(*pages: list[list[str]]) -> Stitcher:
    stitcher = Stitcher()
    for number, rows in enumerate(pages, start=1):
        stitcher.add(place_headings(read_page_tables(table_page(rows, number=number))))
    return stitcher


def _hazards(stitcher: Stitcher) -> list[tuple[str, str, list[int]]]:
    return [(row.group.location, row.text("hazard"), [p.page for p in row.parts]) for row in stitcher.rows]


def test_measures_that_count_on_overleaf_belong_to_the_row_before() -> None:
    over = ["", "", "", "", "（3）每班检查。", ""]
    stitcher = _stitch([FIRST], [over])
    assert _hazards(stitcher) == [("炉台", "（1）渣坑有积水。", [1, 2])]
    assert stitcher.rows[0].flags == []


def test_hazard_items_that_go_on_overleaf_belong_to_the_row_before() -> None:
    open_hazard = ["1", "炉台", "（1）渣坑有积水；", "灼烫", "（1）清干渣坑。", "《甲规程》"]
    stitcher = _stitch([open_hazard], [["", "", "（2）护栏缺失。", "", "", ""]])
    assert _hazards(stitcher) == [("炉台", "（1）渣坑有积水；（2）护栏缺失。", [1, 2])]


def test_a_new_number_overleaf_is_a_new_place() -> None:
    stitcher = _stitch([FIRST], [["2", "铁沟", "（1）沟帽缺失。", "灼烫", "（1）盖好。", "《乙》"]])
    assert [location for location, _, _ in _hazards(stitcher)] == ["炉台", "铁沟"]
    assert [row.group.ordinal for row in stitcher.rows] == [1, 2]


def test_a_new_hazard_overleaf_stays_with_its_place() -> None:
    stitcher = _stitch([FIRST], [["", "", "（2）护栏缺失。", "高处坠落", "（1）补齐护栏。", "《乙》"]])
    assert [(loc, row.hazard_ordinal) for (loc, _, _), row in zip(_hazards(stitcher), stitcher.rows, strict=True)] == [
        ("炉台", 1),
        ("炉台", 2),
    ]


def test_place_text_overleaf_under_no_new_number_is_joined_and_marked() -> None:
    stitcher = _stitch([FIRST], [["", "和铁沟", "（2）护栏缺失。", "高处坠落", "（1）补齐护栏。", "《乙》"]])
    assert [location for location, _, _ in _hazards(stitcher)] == ["炉台和铁沟"] * 2
    assert stitcher.rows[0].group.flags == ["place_joined"]


def test_a_weak_decision_is_marked_not_hidden() -> None:
    unfinished = ["1", "炉台", "（1）渣坑有积水。", "灼烫", "（1）清干渣坑", "《甲规程》"]
    stitcher = _stitch([unfinished], [["", "", "（2）护栏缺失。", "高处坠落", "补齐护栏。", "《乙》"]])
    assert "page_join_doubtful" in stitcher.rows[-1].flags


def test_a_section_row_ends_place_and_row() -> None:
    stitcher = _stitch([FIRST], [["（二）铁沟"], ["", "", "（2）护栏缺失。", "高处坠落", "（3）补齐护栏。", "《乙》"]])
    assert [row.section for row in stitcher.rows] == [(), ("（二）铁沟",)]
    assert len({row.group.ordinal for row in stitcher.rows}) == 2


def test_sections_nest_in_two_levels() -> None:
    pages = [["一、公用"], ["（一）电气"], FIRST, ["（二）起重"], FIRST, ["二、库房"], FIRST]
    stitcher = _stitch(pages)
    assert [row.section for row in stitcher.rows] == [
        ("一、公用", "（一）电气"),
        ("一、公用", "（二）起重"),
        ("二、库房",),
    ]


def test_only_a_pages_first_row_can_continue() -> None:
    stitcher = _stitch([FIRST, ["2", "铁沟", "", "", "（3）每班检查。", ""]])
    assert len(stitcher.rows) == 2


def test_nothing_continues_over_a_lost_page_and_chapters_find_their_number_again() -> None:
    stitcher = Stitcher()
    stitcher.add(RawPage(1, 0, 0, [Heading(1, "一、甲"), *read_page_tables(table_page([FIRST])).tables]))
    stitcher.lose_page()
    stitcher.add(read_page_tables(table_page([["", "", "", "", "（3）每班检查。", ""]], number=3)))
    stitcher.add(RawPage(4, 0, 0, [Heading(4, "四、丁"), *read_page_tables(table_page([FIRST], number=4)).tables]))
    assert [row.flags for row in stitcher.rows] == [["page_lost"], ["after_lost_page"], []]
    assert [row.chapter_ordinal for row in stitcher.rows] == [1, 1, 4]


def _basis(stitcher: Stitcher) -> list[str]:
    return [row.text("legal_basis") for row in stitcher.rows]


def test_a_merged_basis_that_goes_on_blank_overleaf_is_carried_and_marked() -> None:
    stitcher = _stitch([FIRST], [["", "", "（2）护栏缺失。", "高处坠落", "（1）补齐护栏。", ""]])
    assert _basis(stitcher) == ["《甲规程》", "《甲规程》"]
    assert stitcher.rows[1].flags == ["basis_carried"]


def test_a_blank_basis_of_another_place_stays_blank() -> None:
    stitcher = _stitch([FIRST], [["2", "铁沟", "（1）沟帽缺失。", "灼烫", "（1）盖好。", ""]])
    assert _basis(stitcher) == ["《甲规程》", ""]


def test_a_blank_basis_within_a_page_stays_blank() -> None:
    stitcher = _stitch([FIRST, ["", "", "（2）护栏缺失。", "高处坠落", "（1）补齐护栏。", ""]])
    assert _basis(stitcher) == ["《甲规程》", ""]


def test_a_citation_cut_by_the_page_end_is_joined_on_both_sides() -> None:
    cut = [*FIRST[:5], "《甲规"]
    stitcher = _stitch([cut], [["", "", "（2）护栏缺失。", "高处坠落", "（1）补齐护栏。", "程》（GB 1）"]])
    assert _basis(stitcher) == ["《甲规程》（GB 1）", "《甲规程》（GB 1）"]


def test_a_heading_left_alone_below_a_table_opens_the_chapter_overleaf() -> None:
    content = table_page([FIRST])
    content.glyphs.extend(glyphs("二、乙车间", 20, content.height - 20, 12.0))
    stitcher = Stitcher()
    stitcher.add(place_headings(read_page_tables(content)))
    stitcher.add(
        place_headings(read_page_tables(table_page([["", "", "（2）缺。", "灼烫", "（3）补。", ""]], number=2)))
    )
    assert [row.chapter for row in stitcher.rows] == ["", "二、乙车间"]
    assert stitcher.chapters == ["二、乙车间"]
