"""Files made to do harm: each ends in a sentence or a lost page within its limits, and the next file is read."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import IngestError
from ingest.extract import extract_file
from ingest.limits import Limits
from tests.ingest.conftest import Printed

LIMITS = Limits(memory_mb=1024, cpu_seconds=20, page_seconds=6, wall_seconds=30, lost_pages=1)


def _form(pdf: pikepdf.Pdf, content: bytes) -> pikepdf.Stream:
    return pdf.make_stream(content, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])


def _drawing(form: pikepdf.Object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))


def _form_within_itself(path: Path) -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        form = _form(pdf, b"/F Do")
        form.Resources = page.Resources = _drawing(form)
        page.Contents = pdf.make_stream(b"/F Do")
        pdf.save(path)


def _forms_within_forms(path: Path) -> None:
    """Ten forms deep, each drawn ten times by the one above."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        inner = _form(pdf, b"0 0 m 9 9 l S")
        for _ in range(10):
            outer = _form(pdf, b"/F Do " * 10)
            outer.Resources = _drawing(inner)
            inner = outer
        page.Resources = _drawing(inner)
        page.Contents = pdf.make_stream(b"/F Do")
        pdf.save(path)


def _a_million_characters(path: Path) -> None:
    canvas = Canvas(str(path))
    text = canvas.beginText(10, 800)
    text.setFont("Helvetica", 1)
    for _ in range(1000):
        text.textLine("x" * 1000)
    canvas.drawText(text)
    canvas.save()


def _ten_thousand_rules(path: Path) -> None:
    canvas = Canvas(str(path))
    for number in range(10_000):
        canvas.line(10, number % 800, 500, number % 800)
    canvas.save()


def _unclosed_property_lists(path: Path) -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.Contents = pdf.make_stream(b"<<" * 200_000)
        pdf.save(path)


MADE: list[Callable[[Path], None]] = [
    _form_within_itself,
    _forms_within_forms,
    _a_million_characters,
    _ten_thousand_rules,
    _unclosed_property_lists,
]


@pytest.mark.parametrize("make", MADE, ids=lambda make: make.__name__.strip("_"))
def test_harm_is_bounded(printed: Printed, tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "可疑.pdf"
    make(path)
    started = time.monotonic()
    with pytest.raises(IngestError, match="可疑"):
        extract_file(path, LIMITS)
    assert time.monotonic() - started < LIMITS.wall_seconds
    assert extract_file(printed("typst")).report.entries == 16
