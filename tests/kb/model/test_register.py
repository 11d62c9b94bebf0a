"""What a row says about where it stands, and when a worksheet can be taken."""

from __future__ import annotations

import msgspec

from kb.model.official import OfficialRow, TablePlace
from kb.model.register import NEEDED_FIELDS, RegisterPreview, SheetColumns, SheetPreview


def test_a_place_is_said_in_chinese() -> None:
    assert TablePlace(table=2, first_row=15, last_row=15).text == "第2个表第15行"
    assert TablePlace(table=1, first_row=8, last_row=9, sheet="一车间").text == "工作表“一车间”第8～9行"


def test_a_row_of_an_older_library_is_a_row_of_a_pdf() -> None:
    old = msgspec.json.decode(
        b'{"id":"x","industry":"","chapter":"","location":"a","hazard":"b","pages":[1]}', type=OfficialRow
    )
    assert (old.kind, old.places) == ("pdf", ())


def test_only_sheets_with_all_needed_columns_are_posted_back() -> None:
    whole = SheetColumns(sheet="甲", header_row=1, columns=dict.fromkeys(NEEDED_FIELDS, ("A",)))
    part = SheetColumns(sheet="乙", columns={"hazard": ("B",)})
    sheets = (
        SheetPreview(sheet="甲", rows=1, mapping=whole),
        SheetPreview(sheet="乙", rows=1, mapping=part, problems=("缺列。",)),
    )
    assert part.missing == ("location", "control_measures")
    assert RegisterPreview(name="台账.xlsx", sha256="", sheets=sheets).mappings == (whole,)
