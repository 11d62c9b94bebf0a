"""What rows cite: bases from the 依据 column, and the manual's whole coverage when it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.extract import extract_file
from kb.services.resolve import Catalogue, basis_of, coverage
from kb.store.corpus import Corpus


@pytest.fixture(scope="module")
def catalogue(corpus: Corpus) -> Catalogue:
    return Catalogue(corpus.regulations)


def test_bases_keep_order_clause_and_words(catalogue: Catalogue) -> None:
    bases = basis_of("《粉尘防爆安全规程》（GB 15577）第6.3条，《缺氧危险作业安全\n规程》（GB 9958）", catalogue)
    assert [(b.document, b.clause) for b in bases] == [("gb-15577", "6.3"), ("gb-8958", "")]
    assert bases[1].as_printed == "《缺氧危险作业安全规程》（GB 9958）"


def test_remarks_name_no_document(catalogue: Catalogue) -> None:
    assert basis_of("  ", catalogue) == ()
    (remark,) = basis_of("事故多发，正在制定相应标准", catalogue)
    assert (remark.document, remark.as_printed) == ("", "事故多发，正在制定相应标准")
    (long,) = basis_of("近年某某行业此类伤亡事故频发，参照国外某某协会的标准", catalogue)
    assert (long.document, long.as_printed) == ("", "事故频发")


@pytest.mark.parametrize(
    ("asked", "document", "clause"),
    [
        ("安全生产法28条", "work-safety-law", "28"),
        ("安法第二十八条", "work-safety-law", "28"),
        ("令91 第二十条", "order-91-metallurgy", "20"),
        ("GB 6222 煤气柜", "gb-6222", ""),
        ("GB45067", "gb-45067", ""),
        ("特设法第四十条", "special-equipment-safety-law", "40"),
    ],
)
def test_what_people_type_goes_to_the_clause(asked: str, document: str, clause: str, catalogue: Catalogue) -> None:
    (result,) = catalogue.cite(asked)
    assert (result.document, "、".join(result.clauses)) == (document, clause)


def test_gb_and_gb_t_are_different_documents(catalogue: Catalogue) -> None:
    assert catalogue.cite("GB/T 45067")[0].outcome == "unknown"


def test_coverage_counts_every_word(catalogue: Catalogue) -> None:
    found = coverage(
        ["《粉尘防爆安全规程》（GB 15577）及其他文件", "", "事故多发", "《没有的规程》（GB 99999）"], catalogue
    )
    assert (found.rows, found.empty, found.remarks, found.citations, found.resolved) == (4, 1, 1, 2, 1)
    assert found.unparsed == (("及其他文件", 1),)
    assert found.unresolved == (("《没有的规程》（GB 99999）", 1),)
    assert found.resolved_share == 0.5


@pytest.mark.manual
def test_the_manuals_citations_parse_and_resolve(manual_folder: Path, catalogue: Catalogue) -> None:
    rows = [row for pdf in sorted(manual_folder.glob("*.pdf")) for row in extract_file(pdf, check=False).entries]
    found = coverage([row.legal_basis for row in rows], catalogue)
    assert (found.rows, found.citations, found.remarks) == (1126, 1367, 35)
    assert found.parsed_share >= 0.98, found.unparsed
    assert found.resolved_share >= 0.95, found.unresolved
    cited = {r.id for r in catalogue.documents.values() if r.cited_by_manual}
    assert set(found.documents) == cited
