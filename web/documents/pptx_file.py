"""The only place that writes PPTX: a `Deck` in, a file out, with titles as titles and sources in the notes."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from web.documents.plain import plain
from web.documents.slides import Deck, Slide
from web.documents.typst_pdf import png

FONT = "微软雅黑"
_WIDE, _HIGH = Inches(13.333), Inches(7.5)
_EDGE = Inches(0.6)
_SIGN_TOP, _SIGN_ROOM = Inches(5.7), Inches(1.5)
_TITLE_ONLY = 5


def deck_pptx(deck: Deck) -> bytes:
    """Return the deck as 16:9 PPTX."""
    file = Presentation()
    file.slide_width, file.slide_height = _WIDE, _HIGH
    for number, slide in enumerate(deck.slides, start=1):
        _add(file, slide, f"{deck.footer}　{number}/{len(deck.slides)}")
    core = file.core_properties
    core.title, core.language, core.author = plain(deck.title), "zh-CN", "hazardkb"
    core.created = core.modified = datetime.fromisoformat(f"{deck.as_of}T00:00:00+00:00")
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def _add(file: Any, slide: Slide, footer: str) -> None:
    page = file.slides.add_slide(file.slide_layouts[_TITLE_ONLY])
    title = page.shapes.title
    title.left, title.top, title.width, title.height = _EDGE, Inches(0.35), _WIDE - 2 * _EDGE, Inches(0.9)
    _write(title.text_frame.paragraphs[0], slide.title, 30, bold=True)
    body = page.shapes.add_textbox(_EDGE, Inches(1.35), _WIDE - 2 * _EDGE, Inches(5.3)).text_frame
    body.word_wrap = True
    for index, line in enumerate(slide.lines):
        paragraph = body.paragraphs[0] if index == 0 else body.add_paragraph()
        paragraph.space_after = Pt(4)
        _write(paragraph, line.removeprefix("●"), 20, bold=line.startswith("●"))
    _add_signs(page, slide)
    foot = page.shapes.add_textbox(_EDGE, Inches(6.9), _WIDE - 2 * _EDGE, Inches(0.4)).text_frame
    _write(foot.paragraphs[0], footer, 11)
    if slide.notes:
        page.notes_slide.notes_text_frame.text = plain(slide.notes)


def _add_signs(page: Any, slide: Slide) -> None:
    """Add the slide's signs in a row above the foot, named below; the name is also the picture's description."""
    for index, (name, drawing) in enumerate(slide.signs):
        left = _EDGE + index * _SIGN_ROOM
        picture = page.shapes.add_picture(io.BytesIO(png(drawing)), left, _SIGN_TOP, height=Inches(0.8))
        picture.left = left + (_SIGN_ROOM - picture.width) // 2
        picture._element.nvPicPr.cNvPr.set("descr", plain(name))  # noqa: SLF001 - no public way
        label = page.shapes.add_textbox(left, _SIGN_TOP + Inches(0.78), _SIGN_ROOM, Inches(0.3)).text_frame
        label.paragraphs[0].alignment = PP_ALIGN.CENTER
        _write(label.paragraphs[0], name, 12)


def _write(paragraph: Any, text: str, size: int, *, bold: bool = False) -> None:
    run = paragraph.add_run()
    run.text = plain(text)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
    properties = run._r.get_or_add_rPr()  # noqa: SLF001 - python-pptx has no East Asian font
    east_asian = properties.makeelement(qn("a:ea"), {"typeface": FONT})
    properties.append(east_asian)
    properties.set("lang", "zh-CN")
