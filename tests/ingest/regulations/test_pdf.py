"""Laws as PDF: typeset by three toolchains and read back, clause by clause what the Markdown gives."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pikepdf
import pytest

import hazardkb
from ingest.errors import IngestError
from ingest.glyphs import normal
from ingest.regulations.clauses import clauses
from ingest.regulations.parse import parse
from ingest.regulations.pdf import may_hold_hazards, part_pdfs, read_pdf
from kb.store.library import Library
from kb.store.texts import TextLibrary
from tests.ingest.conftest import Printed
from tests.ingest.prints import ToolMissingError, law_print

LAWS = ("安全生产法(2021-06-10)", "北京市消防条例", "应急管理部令第6号")
ORDER = [
    "工贸企业重大事故隐患判定标准",
    "（2023年4月14日应急管理部令第10号公布　自2023年5月15日起施行）",
    *(
        f"第{number}条　为了试验，这是编造的第{number}句，{'排版要占满几行，' * 12}以便跨页。"
        for number in "一二三四五六七八九十"
    ),
    "第十一条　有下列情形之一的：",
    *(f"（{number}）编造的{number}项；" for number in "一二三"),
    "第十二条　本标准自2023年5月15日起施行。",
]


def printed_law(tool: str, paragraphs: list[str], target: Path) -> Path:
    try:
        law_print.TOOLS[tool](paragraphs, target)
    except ToolMissingError as reason:
        pytest.skip(f"{reason}，跳过")
    return target


def compared(text: str) -> dict[str, tuple[str, list[str]]]:
    """Clauses by number: their words without blanks, and the numbers of their 款 and 项."""
    return {
        c.number: (re.sub(r"\s", "", "".join(map(normal, c.text))), [p.number for p in c.parts])
        for c in clauses(parse(text), "x", "y")
    }


@pytest.mark.parametrize("tool", law_print.TOOLS)
def test_a_printed_law_reads_as_its_markdown(tool: str, tmp_path: Path) -> None:
    folder = os.environ.get("HAZARDKB_LAWS")
    if not folder or not Path(folder).is_dir():
        pytest.skip("HAZARDKB_LAWS 未设置：没有法规文本，跳过")
    for name in LAWS if tool == "typst" else LAWS[:1]:
        (source,) = Path(folder).rglob(f"{name}*.md")
        text = source.read_text(encoding="utf-8")
        plain = re.sub(r"<!--.*?-->|\*\*|^#+", "", text, flags=re.MULTILINE)
        target = printed_law(tool, [line.strip() for line in plain.splitlines() if line.strip()], tmp_path / "x.pdf")
        read = read_pdf(target)
        found, true = compared(read.text), compared(text)
        assert {number: words for number, (words, _) in found.items()} == {n: words for n, (words, _) in true.items()}
        # Where a page ends with a full line and a full stop, print without indents does not show that a 款 ends too.
        wrong = [number for number, (_, parts) in found.items() if parts != true[number][1]]
        assert len(wrong) <= (tool == "chromium"), wrong
        assert (read.furniture.get("页码", 0) > 5) == (tool != "office")
        assert tool == "chromium" or read.furniture[law_print.HEAD] > 3


@pytest.mark.parametrize("tool", ["typst", "office"])
def test_the_command_tells_a_law_from_the_manual_by_its_content(
    tool: str, tmp_path: Path, printed: Printed, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    printed_law(tool, ORDER, tmp_path / "x.pdf").rename(folder / "冶金行业.pdf")
    (folder / "某某法.pdf").write_bytes(printed("typst").read_bytes())
    assert hazardkb.main(["ingest", str(folder), "--data", str(tmp_path / "data")]) == 0
    said = capsys.readouterr().err
    assert "✓ 冶金行业.pdf 已读入：《工贸企业重大事故隐患判定标准》2023-04-14，12 条" in said
    assert "未作正文：" in said
    assert "✓ 某某法.pdf（机械）已读入" in said
    (head,) = TextLibrary(tmp_path / "data" / "texts").heads()
    assert (head.document, head.known, head.count) == ("mem-order-10-major-danger", True, 12)
    numbers = [[p.number for p in c.parts] for c in TextLibrary(tmp_path / "data" / "texts").clauses(head.sha)]
    assert numbers[10] == ["11.1", "11.1.1", "11.1.2", "11.1.3"]


def test_a_pdf_that_is_neither_is_refused_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = printed_law("typst", ["今天开会。"], tmp_path / "便条.pdf")
    assert not may_hold_hazards(path)
    assert hazardkb.main(["ingest", str(path), "--data", str(tmp_path / "data")]) == 1
    assert "“便条.pdf”里既没有带“较大危险因素”等表头的表格，也没有条款" in capsys.readouterr().err


def test_a_damaged_or_textless_pdf_says_so(tmp_path: Path) -> None:
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF\n")
    assert part_pdfs([tmp_path / "坏.pdf"], Library(tmp_path / "library")).manuals == [tmp_path / "坏.pdf"]
    with pytest.raises(IngestError, match="损坏"):
        read_pdf(tmp_path / "坏.pdf")
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "空白.pdf")
    assert read_pdf(tmp_path / "空白.pdf").text == ""
