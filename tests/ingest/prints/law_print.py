"""A law printed by three toolchains: paragraphs in, a PDF with running heads, feet and page numbers out."""

from __future__ import annotations

import html
import json
import os
import shutil
import subprocess
from pathlib import Path

import typst
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.ingest.fonts import REGULAR
from tests.ingest.prints import ToolMissingError

FAMILY = "Hazardkb Sans SC"
HEAD = "样例法规汇编"
_TYPST = """
#set page(paper: "a4", margin: (inside: 3.2cm, outside: 2.4cm, y: 3cm), numbering: "— 1 —", header: context {
  if calc.odd(here().page()) { align(right, text(9pt)[样例法规汇编]) } else { align(left, text(9pt)[安全生产卷]) } })
#set text(font: "Hazardkb Sans SC", size: 12pt, lang: "zh", fallback: false)
#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 0.8em, spacing: 0.8em)
#for p in json(bytes(sys.inputs.text)) {
  if p.starts-with(regex("第[一二三四五六七八九十]+[章节]")) { align(center, text(14pt, p)) } else { par(p) }
}
"""
_STYLE = """
@font-face {{ font-family: Print; src: url("{font}") }}
@page {{ size: a5; margin: 40pt 36pt; @bottom-center {{ content: counter(page) " / " counter(pages) }} }}
body {{ font: 10.5pt/16pt Print; margin: 0; text-align: left }}
p {{ margin: 0 0 9pt }}
"""
_FONT_CONFIG = '<?xml version="1.0"?><fontconfig><dir>{folder}</dir><cachedir>{cache}</cachedir></fontconfig>'


def by_typst(paragraphs: list[str], target: Path) -> None:
    """Indented and justified, chapters centred, another head on even pages than on odd ones."""
    typst.compile(
        _TYPST.encode(),
        output=str(target),
        font_paths=[str(REGULAR.parent)],
        ignore_system_fonts=True,
        sys_inputs={"text": json.dumps(paragraphs, ensure_ascii=False)},
    )


def by_chromium(paragraphs: list[str], target: Path) -> None:
    """Ragged and parted by gaps, “1 / 9” at the foot."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise ToolMissingError("没有安装 Chromium")
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    page = target.with_suffix(".html")
    style = _STYLE.format(font=REGULAR.as_uri())
    page.write_text(f'<!doctype html><meta charset="utf-8"><style>{style}</style>{body}', encoding="utf-8")
    command = [
        program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
        "--allow-file-access-from-files", f"--user-data-dir={target.with_suffix('.profile')}",
        f"--print-to-pdf={target}", page.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, timeout=90, capture_output=True)


def by_office(paragraphs: list[str], target: Path) -> None:
    """A Word document with first lines indented and a head, through LibreOffice."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ToolMissingError("没有安装 LibreOffice")
    document = Document()
    document.sections[0].header.paragraphs[0].text = HEAD
    foot = document.sections[0].footer.paragraphs[0].add_run()._element
    foot.append(OxmlElement("w:pgNum"))
    for paragraph in paragraphs:
        added = document.add_paragraph()
        added.paragraph_format.first_line_indent, added.paragraph_format.space_after = Pt(24), Pt(0)
        run = added.add_run(paragraph)
        run.font.size, run.font.name = Pt(12), FAMILY
        run._element.rPr.rFonts.set(qn("w:eastAsia"), FAMILY)
    source = target.with_suffix(".docx")
    document.save(str(source))
    settings = target.with_suffix(".conf")
    settings.write_text(_FONT_CONFIG.format(folder=REGULAR.parent, cache=target.with_suffix(".cache")), "utf-8")
    command = [
        program, "--headless", f"-env:UserInstallation={target.with_suffix('.profile').as_uri()}",
        "--convert-to", "pdf", "--outdir", str(target.parent), str(source),
    ]  # fmt: skip
    subprocess.run(
        command, check=True, timeout=120, capture_output=True, env=os.environ | {"FONTCONFIG_FILE": str(settings)}
    )


TOOLS = {"typst": by_typst, "chromium": by_chromium, "office": by_office}
