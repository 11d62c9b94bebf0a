"""The booklet through Chromium's print."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from pathlib import Path

from tests.ingest.fonts import awkward
from tests.ingest.golden import COLUMNS, WIDTHS, Booklet, Chapter, Place
from tests.ingest.prints import ToolMissingError

_SMALL = {"²": "<sup>2</sup>", "³": "<sup>3</sup>", "⁻": "<sup>-</sup>", "₂": "<sub>2</sub>"}
_STYLE = """
@font-face {{ font-family: Print; src: url("{font}") }}
@page {{ size: 672pt 461pt; margin: 30pt 18pt }}
body {{ font: 8.8pt/13pt Print; margin: 0 }}
h1 {{ font-size: 17pt; font-weight: normal; text-align: center }}
h2 {{ font-size: 11.8pt; font-weight: normal }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed }}
th, td {{ border: 0.6pt solid black; padding: 3pt; vertical-align: middle; text-align: justify }}
sup, sub {{ font-size: 58%; line-height: 0 }}
"""


def _text(text: str) -> str:
    escaped = html.escape(text).replace("\n", "<br>")
    return re.sub("[²³⁻₂]", lambda found: _SMALL[found[0]], escaped)


def _cell(text: str, rowspan: int = 1) -> str:
    return f'<td rowspan="{rowspan}">{_text(text)}</td>'


def _place(place: Place) -> str:
    rows = []
    for index, (hazard, span) in enumerate(zip(place.hazards, place.basis_spans(), strict=True)):
        cells = [_cell(place.no, len(place.hazards)), _cell(place.name, len(place.hazards))] if not index else []
        cells += [_cell(hazard.text), _cell("\n".join(hazard.accidents)), _cell("\n".join(hazard.measures))]
        cells += [_cell(hazard.basis or "", span)] if span else []
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return "".join(rows)


def _chapter(chapter: Chapter) -> str:
    head = "".join(f"<th>{column}</th>" for column in COLUMNS)
    widths = "".join(f'<col style="width:{width}pt">' for width in WIDTHS)
    rows = []
    for block in chapter.blocks:
        rows += [f'<tr><td colspan="6">{_text(section)}</td></tr>' for section in block.new_sections]
        rows += [_place(place) for place in block.places]
    body = "".join(rows)
    return f"<h2>{chapter.title}</h2><table>{widths}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def render(book: Booklet, target: Path, font: tuple[Path, str]) -> None:
    """Prints the booklet in awkward spelling, in the font file."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise ToolMissingError("没有安装 Chromium")
    page = target.with_suffix(".html")
    style = _STYLE.format(font=font[0].as_uri())
    body = f"<h1>{book.title}</h1>" + "".join(_chapter(chapter) for chapter in book.chapters)
    page.write_text(f'<!doctype html><meta charset="utf-8"><style>{style}</style>{awkward(body)}', encoding="utf-8")
    profile = target.with_suffix(".profile")
    command = [
        program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
        "--allow-file-access-from-files", f"--user-data-dir={profile}", f"--print-to-pdf={target}", page.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, timeout=90, capture_output=True)
