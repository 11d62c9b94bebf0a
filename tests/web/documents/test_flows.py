"""Documents that are flows of blocks, as DOCX and PDF: the same content, real headings and heads, nothing lost."""

from __future__ import annotations

import html
import io
import re
import shutil
import struct
import subprocess
import zipfile
import zlib

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from kb.model.card import OwnLine
from kb.services.cards import build_card
from tests.card_samples import HOSTILE, Records, entry, filled, long_card, marked_entry, measure, post, short_card
from tests.web.documents.reading import pdf_pages, pdf_tags, smallest_type, squeezed
from web.documents import DOCUMENTS, render

FIRST = "metallurgy-01-001-1"
FLOWS = ("list", "checklist", "procedure", "signoff")
PAGES = tuple(code for code, document in DOCUMENTS.items() if document.page)
WORDS = ("notice", "emergency", *FLOWS)


def docx_text(content: bytes) -> str:
    file = docx.Document(io.BytesIO(content))
    return squeezed("".join(node.text or "" for node in file.element.body.iter(qn("w:t"))))


def wanted_lines(card, document):
    if document in {"notice", "slides"}:
        return [line.text for e in card.chosen for line in e.worker_lines]
    if document == "procedure":
        return [line.text for e in card.entries for line in e.worker_lines]
    if document == "emergency":
        return [line.text for s in card.scenarios for line in (*s.signs, *s.steps, *s.never, *s.first_aid)]
    return [line.text for e in card.entries for line in e.lines] if document not in {"signoff", "quiz"} else []


@pytest.mark.parametrize("document", WORDS)
@pytest.mark.parametrize("card", [short_card(), long_card()], ids=["short", "long"])
def test_every_line_is_in_both_formats(document, card):
    text = docx_text(render(card, document, "docx"))
    printed = "".join(pdf_pages(render(card, document, "pdf")))
    for line in wanted_lines(card, document):
        assert squeezed(line) in text
        assert squeezed(line) in printed
    assert "〓" not in text + printed


@pytest.mark.parametrize("document", FLOWS)
def test_the_pdf_is_tagged_numbered_and_legible(document):
    content = render(short_card(), document, "pdf")
    pages = pdf_pages(content)
    assert {"H1", "H2", "Table", "TH"} <= set(pdf_tags(content))
    for number, text in enumerate(pages, start=1):
        assert f"第{number}页/共{len(pages)}页" in text
        assert "参考资料，须结合本单位实际审核" in text
    assert smallest_type(content) >= 9


@pytest.mark.parametrize("document", WORDS)
def test_the_docx_has_headings_repeated_heads_whole_rows_and_chinese_fonts(document):
    file = docx.Document(io.BytesIO(render(long_card(), document, "docx")))
    styles = [p.style.name for p in file.paragraphs]
    assert styles[0] == "Heading 1"
    assert "Heading 2" in styles
    xml = file.element.xml
    assert "w:tblHeader" in xml
    assert "w:cantSplit" in xml
    assert file.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "宋体"
    assert "asciiTheme" not in file.styles.element.xml
    footer = file.sections[0].footer._element.xml
    assert "NUMPAGES" in footer
    assert "未经注册安全工程师审核" in footer


@pytest.mark.parametrize("document", WORDS)
def test_hostile_text_stays_text(document):
    card = build_card(
        post(title=f"工{HOSTILE}"),
        Records((marked_entry(),)),
        filled(enterprise=HOSTILE, own_lines=(OwnLine(entry=FIRST, text=HOSTILE),)),
    )
    visible = squeezed("<b>{{ 7*7 }}</b> #strong[x] $y$ =1+1 +2 @cmd ‹› \\ `c` *粗*")
    assert visible in docx_text(render(card, document, "docx"))
    assert visible in "".join(pdf_pages(render(card, document, "pdf")))


def test_the_procedure_keeps_bans_advice_and_helpers_apart():
    text = docx_text(render(short_card(), "procedure", "docx"))
    assert "八、禁止事项〔样例场所1〕（所有人）不得单人进入。①" in text
    assert "〔样例场所1〕【建议】宜备空气呼吸器。②（《样例现行规定》第三十二条，已读到文本）" in text
    assert "〔样例场所1〕进料斗前应测一氧化碳。（须办：有限空间）①【手册勘误】手册单位印错" in text
    assert "平台应设固定报警器" not in text


def test_the_notice_says_the_same_as_docx():
    text = docx_text(render(short_card(), "notice", "docx"))
    for words in (
        "风险等级：未评估",
        "须设警示标志，种类由企业确定",
        "火警119",
        "急救120",
        "第五十五条",
        "有1条因含通用做法",
    ):
        assert words in text


def html_text(content: bytes) -> str:
    body = content.decode().split("<body>")[1]
    return squeezed(html.unescape(re.sub(r"<[^>]*>", "", body)))


@pytest.mark.parametrize("document", PAGES)
@pytest.mark.parametrize("card", [short_card(), long_card()], ids=["short", "long"])
def test_every_document_reads_as_a_page_of_its_own(document, card):
    content = render(card, document, "html")
    text = html_text(content)
    for line in wanted_lines(card, document):
        assert squeezed(line) in text
    for words in ("参考资料，须结合本单位实际审核", "未经注册安全工程师审核", "样稿，不得张贴", "样例工"):
        assert words in text
    assert not re.search(rb"<script|src=|href=|url\(", content)


@pytest.mark.parametrize("document", PAGES)
def test_hostile_text_stays_text_on_pages(document):
    own = (OwnLine(entry=FIRST, text=HOSTILE),)
    card = build_card(post(title=f"工{HOSTILE}"), Records((marked_entry(),)), filled(enterprise=HOSTILE, own_lines=own))
    content = render(card, document, "html")
    assert b"<b>{{" not in content
    assert squeezed("<b>{{ 7*7 }}</b> #strong[x] $y$ =1+1 +2 @cmd") in html_text(content)


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_and_renders_every_office_file(tmp_path):
    files = []
    for document in DOCUMENTS.values():
        for form in document.renderers.keys() & {"docx", "xlsx", "pptx"}:
            path = tmp_path / f"{document.code}-{form}.{form}"
            path.write_bytes(render(long_card(), document.code, form))
            assert zipfile.is_zipfile(path)
            files.append(path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path / "out", *files]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    for path in files:
        rendered = (tmp_path / "out" / path.name).with_suffix(".pdf").read_bytes()
        pages = pdf_pages(rendered)
        assert "样例工" in "".join(pages), path.name
        assert len(pypdfium2.PdfDocument(rendered)) >= 1


def test_what_several_entries_say_alike_is_said_once():
    twice = tuple(entry(place, 1, location="行车", measures=(measure("先试闸。"),)) for place in (1, 2))
    card = build_card(post(), Records(twice), filled())
    assert docx_text(render(card, "procedure", "docx")).count("先试闸。") == 1
    assert f"（{twice[0].id}、{twice[1].id}）" in docx_text(render(card, "signoff", "docx"))


def test_the_logo_stands_on_the_notice_for_editing():
    pixel = zlib.compress(b"\x00\x0a\x4a\x94\xff")

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0)
    logo = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")
    file = docx.Document(io.BytesIO(render(short_card(logo=logo), "notice", "docx")))
    (first, *_) = file.inline_shapes
    assert first._inline.docPr.get("descr") == "企业标志"
    assert not docx.Document(io.BytesIO(render(short_card(), "notice", "docx"))).inline_shapes
