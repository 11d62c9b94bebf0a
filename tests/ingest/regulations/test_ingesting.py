"""Laws and standards into the library by the command line: reported, idempotent, a bad file costs only itself."""

from __future__ import annotations

from pathlib import Path

import pytest

import hazardkb
from ingest.regulations.ingesting import ingest_texts
from kb.services.resolve import Catalogue
from kb.store.corpus import Corpus
from kb.store.texts import TextLibrary

ORDER = """工贸企业重大事故隐患判定标准
（2023年4月14日应急管理部令第10号公布 自2023年5月15日起施行）

第一条　为了试验。
第二条　本标准自2023年5月15日起施行。
"""


@pytest.fixture(scope="module")
def catalogue(corpus: Corpus) -> Catalogue:
    return Catalogue(corpus.regulations)


def test_a_text_is_stored_once_and_read_back(tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / "令10.txt").write_text(ORDER, encoding="gb18030")
    library = TextLibrary(tmp_path / "texts")
    files = {tmp_path / "令10.txt": True}
    (first,) = ingest_texts(files, library, catalogue)
    before = library.digest()
    (second,) = ingest_texts(files, library, catalogue)
    assert (first.status, second.status, library.digest()) == ("added", "unchanged", before)
    (head,) = library.heads()
    assert (head.document, head.edition, head.count, head.known) == ("mem-order-10-major-danger", "2023-04-14", 2, True)
    assert [c.number for c in library.clauses(head.sha)] == ["1", "2"]


def test_a_bad_file_is_told_and_the_others_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "令10.txt").write_text(ORDER, encoding="utf-8")
    (folder / "便条.txt").write_text("今天开会。\n", encoding="utf-8")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    assert hazardkb.main(["ingest", str(folder), "--data", str(tmp_path / "data")]) == 1
    said = capsys.readouterr().err
    assert "✓ 令10.txt 已读入：《工贸企业重大事故隐患判定标准》2023-04-14，2 条" in said
    assert "✗ “坏.docx”已损坏" in said
    assert "○ 便条.txt 不是法规标准，跳过" in said
    assert "法规标准合计：1 份，2 条；失败 0 份" in said
    assert said.rstrip().endswith("失败 1 份")
    assert hazardkb.main(["ingest", str(folder / "便条.txt"), "--data", str(tmp_path / "data")]) == 1
    assert hazardkb.main(["ingest", str(folder / "令10.txt"), "--data", str(tmp_path / "data")]) == 0


def test_a_damaged_library_is_said_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / f"{'a' * 64}.jsonl").write_text("{broken", encoding="utf-8")
    assert hazardkb.main(["build", "--data", str(tmp_path)]) == 1
    assert "已损坏" in capsys.readouterr().err.splitlines()[-1]
