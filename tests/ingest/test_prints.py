"""The made-up booklet comes back whole from four toolchains, whatever they do to its pages."""

from __future__ import annotations

import pytest

from ingest.extract import extract_file
from tests.ingest.conftest import Printed, Read
from tests.ingest.golden import booklet, comparable, expected_rows

MARKS = {"office": [pytest.mark.office], "chromium": [pytest.mark.browser]}
PRINTS = [
    pytest.param(name, marks=MARKS.get(name, ())) for name in ("typst", "typst_top", "chromium", "office", "reportlab")
]


@pytest.mark.parametrize("name", PRINTS)
def test_every_row_comes_back_as_printed(read: Read, name: str) -> None:
    got = [comparable(entry) for entry in read(name).entries]
    assert got == expected_rows(booklet())


@pytest.mark.parametrize("name", PRINTS)
def test_counts_add_up_and_no_page_is_lost(read: Read, name: str) -> None:
    report = read(name).report
    assert report.rows == report.entries + len(report.rejects)
    assert report.entries == len(expected_rows(booklet()))
    assert (report.industry, report.chapters) == ("机械", 2)
    assert not [note for note in report.notes if note.lost or note.code == "characters_missing"]


@pytest.mark.parametrize("name", PRINTS)
def test_every_printed_character_is_in_a_cell_or_has_a_name(read: Read, name: str) -> None:
    rows = expected_rows(booklet())
    places = {row["id"]: row for row in rows if str(row["id"]).endswith("-1")}
    text = "".join(f"{place['row_no']}{place['location']}" for place in places.values())
    text += "".join(
        f"{row['hazard']}{''.join(row['accident_types'])}{''.join(row['control_measures'])}" for row in rows
    )
    bases = [hazard.basis or "" for c in booklet().chapters for b in c.blocks for p in b.places for hazard in p.hazards]
    printed = len("".join((text + "".join(bases)).split()))
    glyphs = read(name).report.glyphs
    assert glyphs["cell"] == printed
    assert set(glyphs) <= {
        "cell", "header", "heading", "page_number", "continued", "text", "duplicate", "rotated", "pale", "invisible",
    }  # fmt: skip


@pytest.mark.parametrize("name", PRINTS)
def test_each_print_cuts_a_row_at_a_page_end(read: Read, name: str) -> None:
    assert [entry.id for entry in read(name).entries if len(entry.pages) > 1]


def test_rows_without_a_rule_are_split_and_marked(read: Read) -> None:
    flagged = read("reportlab").report.flagged
    guessed = [entry for entry, flags in flagged.items() if "row_split_guess" in flags]
    assert guessed == ["machinery-02-002-1", "machinery-02-002-2"]


def test_watermarks_and_hidden_text_are_left_out_by_name(read: Read) -> None:
    glyphs = read("reportlab").report.glyphs
    assert glyphs["rotated"] > 0
    assert glyphs["pale"] > 0
    assert glyphs["invisible"] > 0


@pytest.mark.browser
def test_a_character_pdfium_drops_is_put_in_and_marked(read: Read) -> None:
    flagged = read("chromium").report.flagged
    assert "characters_recovered" in flagged["machinery-01-001-1"]


def test_boxes_lie_on_their_pages(read: Read) -> None:
    for entry in read("typst").entries:
        assert tuple(box.page for box in entry.boxes) == entry.pages
        assert all(0 < box.x0 < box.x1 < 672 and 0 < box.y0 < box.y1 < 461 for box in entry.boxes)


def test_the_same_file_read_twice_gives_the_same(read: Read, printed: Printed) -> None:
    assert extract_file(printed("typst")).entries == read("typst").entries
