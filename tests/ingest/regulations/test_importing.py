"""A user's file recognised in the catalogue, with its edition and clauses; what is no regulation is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.errors import IngestError
from ingest.regulations.importing import import_regulation
from kb.services.resolve import Catalogue
from kb.store.corpus import Corpus


@pytest.fixture(scope="module")
def catalogue(corpus: Corpus) -> Catalogue:
    return Catalogue(corpus.regulations)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


ORDER = """工贸企业重大事故隐患判定标准
（2023年4月14日应急管理部令第10号公布 自2023年5月15日起施行）

第一条　为了试验。
第二条　本标准自2023年5月15日起施行。
"""


def test_an_order_without_shipped_text_is_taken_when_a_user_brings_it(tmp_path: Path, catalogue: Catalogue) -> None:
    found = import_regulation(written(tmp_path, "任意名字.txt", ORDER), catalogue)
    assert (found.document, found.edition, found.known_edition) == ("mem-order-10-major-danger", "2023-04-14", True)
    assert found.header.in_force == "2023-05-15"
    assert [c.id for c in found.clauses] == [
        "mem-order-10-major-danger@2023-04-14:1",
        "mem-order-10-major-danger@2023-04-14:2",
    ]


def test_an_unknown_document_is_kept_under_its_own_name(tmp_path: Path, catalogue: Catalogue) -> None:
    found = import_regulation(written(tmp_path, "厂规.txt", "某厂安全规定\n\n第一条　试验。\n"), catalogue)
    assert (found.document, found.known_edition) == ("", False)
    assert found.clauses[0].id.startswith(f"doc-{found.digest[:8]}@")


def test_a_text_without_clauses_is_refused(tmp_path: Path, catalogue: Catalogue) -> None:
    with pytest.raises(IngestError, match="没有找到条款"):
        import_regulation(written(tmp_path, "便条.txt", "今天开会。\n"), catalogue)


def test_the_real_texts_are_recognised_with_their_editions(catalogue: Catalogue) -> None:
    folder = os.environ.get("HAZARDKB_LAWS")
    if not folder or not Path(folder).is_dir():
        pytest.skip("HAZARDKB_LAWS 未设置：没有法规文本，跳过")
    named = {e.text: (r.id, e.id) for r in catalogue.documents.values() for e in r.editions if e.text}
    found = {p.name: import_regulation(p, catalogue) for p in sorted(Path(folder).rglob("*.md"))}
    assert {name: imported.document for name, imported in found.items()} == {n: named[n][0] for n in found}
    other = {name: i.edition for name, i in found.items() if i.edition != named[name][1]}
    assert other == {}
