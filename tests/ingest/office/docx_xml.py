"""Word files of raw XML: quick to make, and with what no library writes (revisions, numbering, text boxes)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
<Override PartName="/word/numbering.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>"""
_TARGET = (
    '<Relationship Id="{id}" Target="{target}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
)
STYLES = f"""<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="Hazardkb Sans SC" w:eastAsia="Hazardkb Sans SC" w:hAnsi="Hazardkb Sans SC"/><w:sz w:val="18"/>
</w:rPr></w:rPrDefault></w:docDefaults></w:styles>"""
SECTION = (
    '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="800" w:bottom="800" w:left="700" w:right="700" w:header="300" w:footer="300" w:gutter="0"/>'
    "</w:sectPr>"
)


def run(text: str, properties: str = "") -> str:
    """A run; `properties` are what stands in its w:rPr."""
    style = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{style}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """A paragraph of runs, or of a text where `content` is no XML; `properties` are what stands in its w:pPr."""
    inside = content if content.startswith("<") or not content else run(content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"


def numbered(number: int, level: int = 0) -> str:
    """Paragraph properties: an item of a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def cell(*paragraphs: str, span: int = 1, merge: str = "", width: int = 0) -> str:
    """A cell of paragraphs (texts are made into some); `merge` is restart or continue."""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>' if width else ""
    properties += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += {"restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}.get(merge, "")
    inside = [text if text.startswith(("<w:p>", "<w:tbl>")) else paragraph(text) for text in paragraphs or ("",)]
    inside += [paragraph("")] if inside[-1].startswith("<w:tbl>") else []
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(inside)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row of cells."""
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def table(*rows: str, widths: Iterable[int] = ()) -> str:
    """A ruled table."""
    sides = "".join(
        f'<w:{s} w:val="single" w:sz="4"/>' for s in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    layout = '<w:tblLayout w:type="fixed"/>' if grid else ""
    return (
        f"<w:tbl><w:tblPr><w:tblBorders>{sides}</w:tblBorders>{layout}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"{''.join(rows)}</w:tbl>"
    )


def numbering(levels: dict[int, str], lists: dict[int, int], restarted: Iterable[int] = ()) -> str:
    """numbering.xml: abstract list → style:pattern of its only level, list → abstract list, lists that start anew."""
    abstract = ""
    for number, level in levels.items():
        style, _, pattern = level.partition(":")
        abstract += (
            f'<w:abstractNum w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{style}"/><w:suff w:val="nothing"/><w:lvlText w:val="{pattern}"/></w:lvl>'
            "</w:abstractNum>"
        )
    anew = set(restarted)
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    named = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{a}"/>{override if n in anew else ""}</w:num>'
        for n, a in lists.items()
    )
    return f'<w:numbering xmlns:w="{W}">{abstract}{named}</w:numbering>'


def document(*blocks: str) -> str:
    """document.xml of blocks."""
    head = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}">'
    return f"{head}<w:body>{''.join(blocks)}{SECTION}</w:body></w:document>"


def docx(*blocks: str, lists: str = "", styles: str = STYLES) -> bytes:
    """A whole Word file."""
    return docx_of(document(*blocks), lists=lists, styles=styles)


def docx_of(body: str, *, lists: str = "", styles: str = STYLES) -> bytes:
    """A whole Word file with this document.xml."""
    kinds = {"styles": styles, "numbering": lists}
    parts = [_TARGET.format(id=f"r{kind}", target=f"{kind}.xml", kind=kind) for kind, text in kinds.items() if text]
    files = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(_TARGET.format(id="r1", target="word/document.xml", kind="officeDocument")),
        "word/_rels/document.xml.rels": _RELATIONS.format("".join(parts)),
        "word/document.xml": body,
    } | {f"word/{kind}.xml": text for kind, text in kinds.items() if text}
    return zipped(files)


def zipped(files: dict[str, str | bytes]) -> bytes:
    """A ZIP of these files, the same each time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
