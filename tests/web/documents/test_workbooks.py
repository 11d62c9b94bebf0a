"""List, checklist, register and sign-off as XLSX, read back with openpyxl: complete, text only, ready to fill in."""

from __future__ import annotations

import io

import openpyxl
import pytest

from kb.model.card import OwnLine
from kb.model.clause import Clause
from kb.model.official import OfficialRow
from kb.services.cards import build_card
from tests.card_samples import HOSTILE, Records, entry, filled, long_card, marked_entry, post, short_card
from tests.web.documents.reading import pdf_pages
from web.documents import render

FIRST = "metallurgy-01-001-1"
BOOKS = ("list", "checklist", "register", "signoff")
VISIBLE = "<b>{{ 7*7 }}</b> #strong[x] $y$ =1+1 +2 @cmd  ‹› \\ `c` *粗*"


def book_of(card, document):
    return openpyxl.load_workbook(io.BytesIO(render(card, document, "xlsx")))


def rows_of(card, document, tab=0):
    """The table of a tab as dictionaries by column title; the head is in row 4."""
    sheet = book_of(card, document).worksheets[tab]
    table = [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=4)]
    head = table[0]
    return [dict(zip(head, row, strict=True)) for row in table[1:] if row[1]]


@pytest.mark.parametrize("document", ["list", "checklist"])
def test_every_measure_is_a_row(document):
    card = long_card()
    column = {"list": "防范措施", "checklist": "排查事项"}[document]
    found = [row[column] for row in rows_of(card, document)]
    wanted = [line.text for entry in card.entries for line in entry.lines]
    assert len(found) == len(wanted) == 137
    assert all(any(text in cell for cell in found) for text in wanted)


def test_the_list_says_strength_actor_phase_permits_origin_and_status():
    row = rows_of(short_card(), "list")[0]
    titles = ("要求", "谁来做", "时机", "须办的票证", "来源")
    assert [row[title] for title in titles] == ["必须", "操作人员", "正常作业", "有限空间", "①"]
    assert "代替的文件：《样例新规定》" in row["依据及现行状态"]
    assert "【手册勘误】手册单位印错" in row["提示"]
    assert row["应急处置"] == "煤气中毒"


def test_special_lines_stay_marked_everywhere():
    for document, column in (("list", "提示"), ("checklist", "排查事项"), ("register", "防范措施")):
        cells = " ".join(row[column] for row in rows_of(short_card(), document))
        assert "【仅限专业人员】" in cells


def test_the_checklist_shows_the_manuals_own_text_or_says_it_is_not_there():
    bare = rows_of(short_card(), "checklist")
    assert bare[0]["手册原文"] == "原文未导入"
    assert bare[-1]["手册原文"].startswith("手册没有此条")
    words = ("原文一", "原文二", "原文三", "原文四", "原文五")
    row = {"industry": "冶金", "chapter": "一", "location": "甲", "hazard": "乙"}
    official = OfficialRow(id="x", control_measures=words, **row)
    card = build_card(post(), Records((marked_entry(),), official_rows={FIRST: official}), filled())
    assert [row["手册原文"] for row in rows_of(card, "checklist")][:2] == ["原文一", "原文三"]
    assert card.digest == build_card(post(), Records((marked_entry(),)), filled()).digest


def clause(document, edition, number, text):
    return Clause(document=document, edition=edition, number=number, label=number, text=text)


def test_the_checklists_standard_is_the_clause_itself_or_why_it_is_not_there():
    own = OwnLine(entry=FIRST, text="本厂加查一次。")
    records = Records((marked_entry(),), clauses=(clause("old-rule", "2010", "5", "试验条文五。"),))
    card = build_card(post(), records, filled(own_lines=(own,)))
    rows = rows_of(card, "checklist")
    cited = "《样例旧规定》（2010年版）第五条：试验条文五。 无名文件：没有写明文件"
    assert [row["标准（条款原文）"] for row in rows[:2]] == [cited, cited]
    assert rows[-2]["标准（条款原文）"] == "《样例现行规定》第三十二条：原文未导入"
    assert rows[-1]["标准（条款原文）"] == "企业补充"
    without = build_card(post(), Records((marked_entry(),)), filled(own_lines=(own,)))
    assert rows_of(without, "checklist")[0]["标准（条款原文）"].startswith(
        "《样例旧规定》（2010年版）第五条：原文未导入"
    )
    assert card.digest == without.digest
    assert rows[0]["依据及现行状态"].startswith("《样例旧规定》第五条：")
    bare = build_card(post(), Records((entry(1, 1),)), filled())
    assert rows_of(bare, "checklist")[0]["标准（条款原文）"] == "无法定依据"


def test_the_printed_checklist_quotes_each_clause_once_below_its_table():
    records = Records((marked_entry(),), clauses=(clause("old-rule", "2010", "5", "试验条文五。"),))
    text = "".join(pdf_pages(render(build_card(post(), records, filled()), "checklist", "pdf")))
    assert text.count("试验条文五。") == 1
    assert "标准1《样例旧规定》（2010年版）第五条：试验条文五。" in text
    assert "见表下标准1" in text


def test_the_register_has_one_row_an_entry_and_no_level_of_its_own():
    card = build_card(post(), Records((marked_entry(),)), filled())
    (row,) = rows_of(card, "register")
    assert (row["编号"], row["车间"], row["风险等级"]) == (FIRST, "一车间", "未评估")
    (graded,) = rows_of(card, "register", tab=1)
    assert graded["风险等级"] == "未评估"
    assert "平台应设固定报警器。" in graded["工程技术措施"]


@pytest.mark.parametrize(
    ("document", "title", "choices"),
    [
        ("list", "落实情况", "已落实,未落实,不涉及"),
        ("checklist", "结果", "符合,不符合,不涉及"),
        ("checklist", "级别", "一般,重大"),
        ("register", "措施情况", "有,无,整改中"),
    ],
)
def test_cells_to_fill_in_offer_their_choices(document, title, choices):
    sheet = book_of(short_card(), document).worksheets[0]
    column = next(cell.column_letter for cell in sheet[4] if cell.value == title)
    found = {str(v.sqref)[:2].rstrip("5"): v.formula1.strip('"') for v in sheet.data_validations.dataValidation}
    assert found[column] == choices


@pytest.mark.parametrize("document", BOOKS)
def test_heads_are_frozen_and_repeated_in_print(document):
    for sheet in book_of(short_card(), document).worksheets:
        assert sheet.freeze_panes == "C5"
        assert sheet.print_title_rows == "$4:$4"
        assert "第" in sheet.oddFooter.right.text


@pytest.mark.parametrize("document", BOOKS)
def test_nothing_a_user_typed_becomes_a_formula(document):
    card = build_card(
        post(title="=cmd|' /C calc'!A0"),
        Records((marked_entry(),)),
        filled(enterprise=HOSTILE, workshop="@SUM(1)", own_lines=(OwnLine(entry=FIRST, text=HOSTILE),)),
    )
    book = book_of(card, document)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert VISIBLE in cells[1].value
    assert "=cmd|" in " ".join(cell.value for cell in cells)


@pytest.mark.parametrize("document", BOOKS)
def test_every_tab_says_what_it_is_good_for(document):
    for sheet in book_of(short_card(), document).worksheets:
        text = "".join(str(cell.value or "") for row in sheet.iter_rows() for cell in row)
        for words in ("参考资料，须结合本单位实际审核", "未经注册安全工程师审核", "样稿，不得张贴", "截至 2026-11-23"):
            assert words in text


def test_long_cells_get_taller_rows():
    sheet = book_of(short_card(), "list").worksheets[0]
    heights = [sheet.row_dimensions[n].height for n in range(5, 10)]
    assert min(heights) > 25
