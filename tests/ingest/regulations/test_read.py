"""Files into text: every taken format gives the same articles; the damaged and hostile are refused in one sentence."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import IngestError
from ingest.office import package as office_package
from ingest.regulations.docx import docx_text
from ingest.regulations.html import html_text
from ingest.regulations.parse import parse
from ingest.regulations.read import read_document

LINES = (
    "样例规定",
    "第一章　总则",
    "第一条　为了试验。",
    "第二条　单位应当：",
    "（一）甲；",
    "（二）乙。",
    "第三条　自公布之日起施行。",
)
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NUMBERED = f"""<w:numbering {SPACE}><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1条"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>
<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""


def package(body: str, **parts: str) -> bytes:
    """A DOCX of raw XML: what Word never writes and attackers do."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return stream.getvalue()


def paragraph(text: str, level: int | None = None) -> str:
    number = (
        f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr></w:pPr>' if level is not None else ""
    )
    return f"<w:p>{number}<w:r><w:t>{text}</w:t></w:r></w:p>"


def body(*paragraphs: str) -> str:
    return f"<w:document {SPACE}><w:body>{''.join(paragraphs)}</w:body></w:document>"


def word_file() -> bytes:
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "甲", "乙"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


FILES = {
    "a.md": "\n\n".join(LINES).encode(), "b.txt": "\r\n".join(LINES).encode("gb18030"),
    "c.txt": "\n".join(LINES).encode("utf-8-sig"), "d.txt": "\n".join(LINES).encode("utf-16"), "e.docx": word_file(),
    "f.html": ("<html><style>第九条 x</style><body>" + "".join(f"<p>{line}</p>" for line in LINES)).encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_articles(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    parsed = parse(read_document(tmp_path / name).text)
    found = [(u.kind, u.number, u.text) for u in parsed.units if u.kind in {"article", "item", "chapter"}]
    assert found[:5] == [
        ("chapter", "1", "总则"), ("article", "1", "为了试验。"), ("article", "2", "单位应当："),
        ("item", "2.1.1", "甲；"), ("item", "2.1.2", "乙。"),
    ]  # fmt: skip
    assert parsed.count("article") == 3
    assert parsed.flags == ()


def test_words_automatic_numbers_are_written_out() -> None:
    content = body(
        paragraph("甲。", 0), paragraph("子。", 1), paragraph("丑。", 1), paragraph("乙。", 0), paragraph("寅。", 1)
    )
    assert docx_text(package(content, numbering=NUMBERED), "x.docx").splitlines() == [
        "第一条\u3000甲。", "（一）\u3000子。", "（二）\u3000丑。", "第二条\u3000乙。", "（一）\u3000寅。",
    ]  # fmt: skip


def test_tables_and_revisions_are_read_as_printed() -> None:
    row = f"<w:tbl><w:tr><w:tc>{paragraph('甲')}</w:tc><w:tc>{paragraph('乙')}</w:tc></w:tr></w:tbl>"
    runs = (
        "<w:r><w:t>留</w:t></w:r>",
        "<w:del><w:r><w:t>删</w:t></w:r></w:del>",
        "<w:ins><w:r><w:t>增</w:t></w:r></w:ins>",
    )
    revised = f"<w:p>{''.join(runs)}</w:p>"
    assert docx_text(package(body(row, revised)), "x.docx") == "甲\t乙\n留增\n"


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + body(paragraph("&b;"))
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + body(paragraph("第一条 &a; 后文"))
DEEP = body("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000)
REFUSED = {
    "laughs.docx": (package(LAUGHS), "实体"), "xxe.docx": (package(XXE), "实体"), "deep.docx": (package(DEEP), "损坏"),
    "broken.docx": (package("<w:document"), "损坏"),
    "cut.docx": (word_file()[:900], "损坏"), "empty.txt": (b"", "空文件"),
    "not-word.docx": (b"PK\x03\x04 nothing", "损坏"), "page.pdf": (b"%PDF-1.4", "不完整"),
    "picture.md": (b"\x89PNG 1", "格式"),
    "bytes.txt": (b"\x00\x01\xff\xfe\x80", "文字"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    content, reason = REFUSED[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(IngestError) as caught:
        read_document(tmp_path / name)
    message = str(caught.value)
    assert name in message
    assert reason in message
    assert message.count("。") == 1


def test_a_bomb_is_refused_by_its_unpacked_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_package, "LARGEST_PART", 2 * office_package.MEGABYTE)
    with pytest.raises(IngestError, match="超过 2 MB"):
        docx_text(package(body(paragraph("字" * 800_000))), "large.docx")
    with pytest.raises(IngestError, match="压缩得不合常理"):
        docx_text(package(body(paragraph("字" * 3_000_000))), "bomb.docx")


def test_old_word_files_without_libreoffice_say_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600)
    with pytest.raises(IngestError, match=r"另存为 \.docx"):
        read_document(tmp_path / "old.doc")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match=r"没有的\.txt"):
        read_document(tmp_path / "没有的.txt")


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<", "&amp;", "<br", "<!--", "-->", "第一条", "<td", "&#", "<script>", "字"])
    )
)
@settings(max_examples=200, deadline=None)
def test_broken_html_never_raises(pieces: list[str]) -> None:
    assert isinstance(html_text("".join(pieces)), str)


def test_html_keeps_the_words_of_nested_blocks() -> None:
    page = "<div>第一条<b>　甲</b>乙<p>第二条　丙<br>丁</div><script>var 第三条=1</script>戊"
    assert html_text(page) == "第一条　甲乙\n第二条　丙\n丁\n戊\n"
