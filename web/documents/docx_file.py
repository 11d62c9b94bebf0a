"""The only place that writes DOCX: a `Flow` in, a file out, set so that Word and LibreOffice show it alike."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from web.documents.flow import Block, Flow, Grid, Heading, Items, PageBreak, Signs
from web.documents.plain import plain
from web.documents.typst_pdf import png

HEADING_FONT, BODY_FONT = "黑体", "宋体"
_SIZES = {"Title": 20, "Heading 1": 18, "Heading 2": 13, "Heading 3": 11, "Normal": 10.5}
_MARGIN = Mm(15)
_LINE = Pt(18)
_TWIP = 635  # EMU
_SIGNS_A_ROW = 6


def flow_docx(document: Flow) -> bytes:
    """Return the document as DOCX: real headings and lists, repeated table heads, page numbers as fields."""
    file = Document()
    _set_styles(file)
    _set_page(file, document)
    _properties(file, document)
    if document.logo:
        _picture(file.add_paragraph(), document.logo, "企业标志", Mm(11))
    file.add_heading(plain(f"{document.post}　{document.title}"), level=1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if document.draft:
        _boxed(file, document.draft)
    _facts(file, document)
    for block in document.blocks:
        _add(file, block)
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def _add(file: DocxDocument, block: Block) -> None:
    if isinstance(block, Heading):
        file.add_heading(plain(block.text), level=block.level)
    elif isinstance(block, PageBreak):
        file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    elif isinstance(block, Grid):
        _grid(file, block)
    elif isinstance(block, Items):
        _items(file, block)
    elif isinstance(block, Signs):
        _signs(file, block)
    elif block.boxed:
        _boxed(file, block.text)
    else:
        paragraph = file.add_paragraph()
        paragraph.paragraph_format.keep_with_next = block.keep or None
        paragraph.add_run(plain(block.text)).bold = block.bold


def _items(file: DocxDocument, block: Items) -> None:
    """Add a list; numbers are written as text, so that every list begins at 1 in every program."""
    bullet = file.styles["List Bullet"].style_id
    for number, item in enumerate(block.items, start=1):
        if block.numbered:
            file.add_paragraph(f"{number}. {plain(item)}")
        else:  # by name each line would look through all styles: a third of a pack's time
            file.add_paragraph(plain(item))._p.style = bullet  # noqa: SLF001


def _signs(file: DocxDocument, block: Signs) -> None:
    """Add signs as pictures with their names below, a few in a row; each name is also the picture's description."""
    rows = -(-len(block.signs) // _SIGNS_A_ROW)
    table = file.add_table(rows=rows, cols=_SIGNS_A_ROW)
    for cell, (name, drawing) in zip(table._cells, block.signs, strict=False):  # noqa: SLF001 - as below
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if drawing:
            _picture(paragraph, drawing, name, Mm(16))
            paragraph.add_run().add_break()
        paragraph.add_run(plain(name)).font.size = Pt(9)
    file.add_paragraph()


def _picture(paragraph: Paragraph, drawing: str, name: str, height: Mm) -> None:
    """Add a drawing with its description in the middle of a paragraph."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    picture = paragraph.add_run().add_picture(io.BytesIO(png(drawing)), height=height)
    picture._inline.docPr.set("descr", plain(name))  # noqa: SLF001 - python-docx has no alternative text


def _boxed(file: DocxDocument, text: str) -> None:
    table = _table(file, 1, 1)
    table.rows[0].cells[0].paragraphs[0].add_run(plain(text)).bold = True
    file.add_paragraph()


def _facts(file: DocxDocument, document: Flow) -> None:
    pairs = document.facts
    table = _table(file, (len(pairs) + 1) // 2, 4)
    for index, (label, value) in enumerate(pairs):
        cells = table.rows[index // 2].cells
        column = index % 2 * 2
        cells[column].paragraphs[0].add_run(plain(label)).bold = True
        cells[column + 1].text = plain(value)
    _widths(table, (1, 3, 1, 3), _room(file))
    file.add_paragraph()


def _grid(file: DocxDocument, block: Grid) -> None:
    """Add a table as XML in one piece: cell by cell through python-docx takes ten times as long."""
    room, total = _room(file) // _TWIP, sum(block.widths)
    widths = [room * share // total for share in block.widths]
    height = int(_LINE) * block.lines // _TWIP if block.lines > 1 else 0
    rows = [_row(block.columns, widths, head=True), *(_row(row, widths, height) for row in block.rows)]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    table = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:type="auto" w:w="0"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )
    file.add_paragraph()._p.addprevious(table)  # noqa: SLF001 - no public place for a table made elsewhere


def _row(texts: Sequence[str], widths: Sequence[int], height: int = 0, *, head: bool = False) -> str:
    """Return a row that stays on one page, at least `height` high; a head is bold and repeated on every page."""
    rules = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    rules += "<w:tblHeader/>" if head else ""
    style = f'<w:rPr>{"<w:b/>" if head else ""}<w:sz w:val="18"/></w:rPr>'
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/></w:tcPr><w:p><w:r>{style}'
        f'<w:t xml:space="preserve">{escape(plain(text))}</w:t></w:r></w:p></w:tc>'
        for text, width in zip(texts, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{rules}</w:trPr>{cells}</w:tr>"


def _table(file: DocxDocument, rows: int, columns: int) -> Table:
    table: Table = file.add_table(rows=rows, cols=columns, style="Table Grid")
    table.autofit = False
    return table


def _room(file: DocxDocument) -> int:
    section = file.sections[0]
    return int((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0))


def _widths(table: Table, shares: tuple[int, ...], room: int) -> None:
    """Set column and cell widths: Word reads the cells', LibreOffice the columns'."""
    widths = [Emu(room * share // sum(shares)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    cells = table._cells  # noqa: SLF001
    for index, cell in enumerate(cells):
        cell.width = widths[index % len(widths)]


def _set_styles(file: DocxDocument) -> None:
    """Give every style its Chinese font by name: theme fonts would win over it and differ between programs."""
    styles = file.styles.element
    for fonts in styles.iter(qn("w:rFonts")):
        for name in [name for name in fonts.attrib if "theme" in name.lower()]:
            del fonts.attrib[name]
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for name, size in _SIZES.items():
        style = file.styles[name]
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        family = BODY_FONT if name == "Normal" else HEADING_FONT
        style.font.name = family
        style.element.rPr.rFonts.set(qn("w:eastAsia"), family)
    file.styles["Normal"].paragraph_format.space_after = Pt(4)


def _set_page(file: DocxDocument, document: Flow) -> None:
    section = file.sections[0]
    short, long = Mm(210), Mm(297)
    section.page_width, section.page_height = (long, short) if document.landscape else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if document.landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    if document.draft:
        head = section.header.paragraphs[0]
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        head.add_run("样稿，不得张贴").bold = True
    foot = section.footer.paragraphs[0]
    foot.add_run(plain(f"{document.footer}。编号 {document.number}　截至 {document.as_of}　第"))
    _field(foot, "PAGE")
    foot.add_run("页/共")
    _field(foot, "NUMPAGES")
    foot.add_run("页")
    file.styles["Footer"].font.size = Pt(9)  # of the fields too, which take no size from their runs


def _field(paragraph: Any, code: str) -> None:
    run = paragraph.add_run()
    for kind in ("begin", "instruction", "end"):
        if kind == "instruction":
            element = OxmlElement("w:instrText")
            element.text = code
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)  # noqa: SLF001 - python-docx has no fields


def _properties(file: DocxDocument, document: Flow) -> None:
    """Set title and language, and the card's day as the file's own."""
    core = file.core_properties
    core.title, core.language, core.author = plain(f"{document.title}：{document.post}"), "zh-CN", "hazardkb"
    core.created = core.modified = datetime.fromisoformat(f"{document.as_of}T00:00:00+00:00")
