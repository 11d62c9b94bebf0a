"""The booklet as a Word document through LibreOffice."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.ingest.golden import COLUMNS, WIDTHS, Booklet, Chapter, Place
from tests.ingest.prints import ToolMissingError

_RAISED, _LOWERED = {"²": "2", "³": "3", "⁻": "-"}, {"₂": "2"}
_FONT_CONFIG = '<?xml version="1.0"?><fontconfig><dir>{folder}</dir><cachedir>{cache}</cachedir></fontconfig>'


def _run(paragraph: Any, text: str, size: float, family: str) -> Any:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), family
    run._element.rPr.rFonts.set(qn("w:eastAsia"), family)
    return run


def _write(cell: Any, text: str, family: str) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for number, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if not number else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        for piece in re.split("([²³⁻₂])", line):
            run = _run(paragraph, _RAISED.get(piece, _LOWERED.get(piece, piece)), 8.8, family)
            run.font.superscript, run.font.subscript = piece in _RAISED, piece in _LOWERED


def _merge(table: Any, rows: range, column: int, text: str, family: str) -> None:
    cell = table.cell(rows[0], column)
    _write(cell.merge(table.cell(rows[-1], column)) if len(rows) > 1 else cell, text, family)


def _place(table: Any, place: Place, family: str) -> None:
    start = len(table.rows)
    for hazard in place.hazards:
        cells = table.add_row().cells
        for column, text in enumerate((hazard.text, "\n".join(hazard.accidents), "\n".join(hazard.measures)), 2):
            _write(cells[column], text, family)
    rows = range(start, len(table.rows))
    _merge(table, rows, 0, place.no, family)
    _merge(table, rows, 1, place.name, family)
    for index, (hazard, span) in enumerate(zip(place.hazards, place.basis_spans(), strict=True)):
        if span:
            _merge(table, rows[index : index + span], 5, hazard.basis or "", family)


def _chapter(document: Any, chapter: Chapter, family: str) -> None:
    _run(document.add_paragraph(), chapter.title, 11.8, family)
    table = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    table.autofit = False
    for cell, title in zip(table.rows[0].cells, COLUMNS, strict=True):
        _write(cell, title, family)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for block in chapter.blocks:
        for section in block.new_sections:
            cells = table.add_row().cells
            _write(cells[0].merge(cells[-1]), section, family)
        for place in block.places:
            _place(table, place, family)
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS, strict=True):
            cell.width = Pt(width)


def write_docx(book: Booklet, target: Path, family: str) -> None:
    """The booklet as a Word document."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Pt(672), Pt(461)
    section.left_margin = section.right_margin = Pt(18)
    section.top_margin = section.bottom_margin = Pt(30)
    _run(document.add_paragraph(), book.title, 17, family)
    for chapter in book.chapters:
        _chapter(document, chapter, family)
    document.save(str(target))


def render(book: Booklet, target: Path, font: tuple[Path, str]) -> None:
    """Prints the booklet in the font (file, family)."""
    source = target.with_suffix(".docx")
    write_docx(book, source, font[1])
    print_docx(source, target, font[0])


def print_docx(source: Path, target: Path, font: Path) -> None:
    """Prints a Word file, which lies beside `target` under the same name, with the fonts in the folder of `font`."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ToolMissingError("没有安装 LibreOffice")
    settings = target.with_suffix(".conf")
    cache = target.with_suffix(".cache")
    settings.write_text(_FONT_CONFIG.format(folder=font.parent, cache=cache), encoding="utf-8")
    profile = target.with_suffix(".profile")
    command = [
        program, "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", "pdf",
        "--outdir", str(target.parent), str(source),
    ]  # fmt: skip
    environment = os.environ | {"FONTCONFIG_FILE": str(settings)}
    subprocess.run(command, check=True, timeout=120, capture_output=True, env=environment)
