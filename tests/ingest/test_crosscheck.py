"""The second reading: a quick count over the content stream, positions where the counts differ."""

from __future__ import annotations

import pytest

from ingest.crosscheck import missing_glyphs, standing_free, unmatched
from ingest.limits import DEFAULT
from ingest.page import PageContent
from ingest.pdfium import PdfiumDocument
from ingest.plumber import PlumberDocument
from ingest.showing import scan, string_bytes
from tests.ingest.conftest import Printed
from tests.ingest.drawing import glyphs


def _page(*lines: str, dropped: str = "") -> PageContent:
    drawn = [glyph for number, text in enumerate(lines) for glyph in glyphs(text, 20, 100 + 13 * number)]
    return PageContent(1, 600.0, 400.0, drawn, [], 0.0, {"pale": dropped} if dropped else {})


@pytest.mark.parametrize("name", ["typst", "reportlab"])
def test_both_readings_agree_on_whole_prints(printed: Printed, name: str) -> None:
    path = printed(name)
    reference = PlumberDocument(path)
    with PdfiumDocument(path) as document:
        pages = [document.read(index, DEFAULT) for index in range(len(document))]
    assert [missing_glyphs(page, reference) for page in pages] == [[]] * len(pages)
    reference.close()


def test_a_character_lost_by_the_first_reading_is_found_where_it_stands(printed: Printed) -> None:
    reference = PlumberDocument(printed("typst"))
    with PdfiumDocument(printed("typst")) as document:
        page = document.read(0, DEFAULT)
    lost = page.glyphs.pop(200)
    missing = missing_glyphs(page, reference)
    reference.close()
    assert missing is not None
    assert [(round(g.x0), round(g.baseline)) for g in missing] == [(round(lost.x0), round(lost.baseline))]
    assert standing_free(missing, page) == missing


def test_another_character_in_the_same_place_is_a_conflict_not_a_gap() -> None:
    missing = unmatched(glyphs("氧气", 20, 100), _page("氧乞"))
    assert [glyph.text for glyph in missing] == ["气"]
    assert standing_free(missing, _page("氧乞")) == []


def test_fake_bold_and_text_left_out_on_purpose_are_not_missing() -> None:
    doubled = [*glyphs("易燃", 20, 100), *glyphs("易燃", 20.3, 100)]
    assert unmatched(doubled, _page("易燃")) == []
    assert unmatched(glyphs("易燃", 20, 300), _page(dropped="燃易")) == []


def test_the_scan_finds_strings_with_their_fonts() -> None:
    content = rb"q /F1 9 Tf [<0041> -20 <0042>] TJ Q BT /F2 8.5 Tf (a\)b(c)\101) Tj ET /Fm0 Do"
    found = list(scan(content))
    assert [(font, form) for font, _, form in found] == [(b"F1", b""), (b"F1", b""), (b"F2", b""), (b"", b"Fm0")]
    assert [string_bytes(token) for _, token, form in found if not form] == [b"\x00A", b"\x00B", b"a)b(c)A"]


def test_the_scan_passes_over_property_lists_and_restores_fonts() -> None:
    content = rb"/F1 9 Tf /Span <</ActualText <FEFF0041> /MCID 0>> BDC q /F2 9 Tf (x) Tj Q (y) Tj EMC"
    assert [(font, token) for font, token, _ in scan(content)] == [(b"F2", b"(x)"), (b"F1", b"(y)")]


def test_odd_hexadecimal_strings_are_padded_with_zero() -> None:
    assert string_bytes(b"<41 4>") == b"A@"
