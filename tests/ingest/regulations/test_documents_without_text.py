"""Rules we hold no text of, brought by a user in any format: attached to their catalogue document, clause by clause.

The sentences are made up; only title, number and dates are the documents' own.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from ingest.regulations.importing import import_regulation
from kb.services.resolve import Catalogue
from kb.store.corpus import Corpus
from tests.ingest.prints.law_print import by_typst

HEADS = {
    "mem-order-10-major-danger": "（2023年4月14日应急管理部令第10号公布　自2023年5月15日起施行）",
    "mem-order-13-confined-space": "（2023年11月29日应急管理部令第13号公布　自2024年1月1日起施行）",
    "order-16-hidden-danger": "（2007年12月28日国家安全生产监督管理总局令第16号公布　自2008年2月1日起施行）",
    "order-3-training": "（2006年1月17日国家安全生产监督管理总局令第3号公布　自2006年3月1日起施行）",
    "beijing-order-266": "（2016年4月5日北京市人民政府令第266号公布　自2016年7月1日起施行）",
}
BODY = (
    "第一章　总　则", "第一条　为了试验导入，编写这一条。", "第二条　单位应当做到：", "（一）编造的甲项；",
    "（二）编造的乙项。",
    "编造的第二款，接在各项之后。", "第二章　附　则", "第三条　编造的末条。",
)  # fmt: skip
PARTS = [["1.1"], ["2.1", "2.1.1", "2.1.2", "2.2"], ["3.1"]]


def _word(lines: list[str], target: Path) -> None:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    target.write_bytes(stream.getvalue())


def _html(lines: list[str], target: Path) -> None:
    body = "".join(f"<p>{line}</p>" for line in lines)
    target.write_text(f"<!doctype html><html><body>{body}</body></html>", encoding="utf-8")


FORMATS: dict[str, Callable[[list[str], Path], None]] = {
    "文件.md": lambda lines, target: target.write_text("# " + "\n\n".join(lines), "utf-8") and None,
    "文件.txt": lambda lines, target: target.write_text("\n".join(lines), "utf-8") and None,
    "国标码.txt": lambda lines, target: target.write_bytes("\r\n".join(lines).encode("gb18030")) and None,
    "文件.docx": _word,
    "文件.html": _html,
    "文件.pdf": by_typst,
}


@pytest.fixture(scope="module")
def catalogue(corpus: Corpus) -> Catalogue:
    return Catalogue(corpus.regulations)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("document", HEADS)
def test_the_text_attaches_to_its_document(document: str, name: str, tmp_path: Path, catalogue: Catalogue) -> None:
    title = catalogue.documents[document].title
    FORMATS[name]([title, HEADS[document], *BODY], tmp_path / name)
    found = import_regulation(tmp_path / name, catalogue)
    assert found.document == document
    assert found.header.in_force
    assert [clause.number for clause in found.clauses] == ["1", "2", "3"]
    assert [[part.number for part in clause.parts] for clause in found.clauses] == PARTS
    assert [clause.path for clause in found.clauses] == [("第一章 总 则",)] * 2 + [("第二章 附 则",)]
    assert found.flags == ()
