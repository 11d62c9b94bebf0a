"""The catalogue of documents: every statement with its certainty, nothing dangling, the misprints corrected."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from kb.model.regulation import Edition, Regulation
from kb.services.resolve import Catalogue
from kb.services.validity import CERTAINTY
from kb.store.corpus import Corpus

DAY = re.compile(r"(19|20)\d{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
NEEDED = (
    "work-safety-law", "mem-order-6-dust", "mem-order-10-major-danger", "mem-order-13-confined-space",
    "mem-order-14-fines", "order-16-hidden-danger", "order-88-emergency-plans", "order-91-metallurgy",
    "special-equipment-safety-law", "fire-protection-law", "hazardous-chemicals-safety-law",
    "accident-emergency-regulation", "beijing-work-safety-regulation", "beijing-order-266", "beijing-order-285",
    "order-3-training", "gb-39800.1", "gb-2894", "gb-6441", "gb-46768",
)  # fmt: skip
CORRECTED = {
    "GB 60630": "gb-50630", "GB 38009": "gb-28009", "GB 9958": "gb-8958", "GB/T 7780.1": "gb-t-17780.1",
    "Q7002": "aq-7002", "国家安全生产监督管理总局令令第59号": "order-59-confined-space",
}  # fmt: skip


@pytest.fixture(scope="module")
def regulations(corpus: Corpus) -> tuple[Regulation, ...]:
    return corpus.regulations


def test_the_documents_a_user_needs_are_there(regulations: tuple[Regulation, ...]) -> None:
    ids = {r.id for r in regulations}
    assert [i for i in NEEDED if i not in ids] == []
    assert sum(r.cited_by_manual for r in regulations) == 189


def test_no_two_documents_share_title_and_number(regulations: tuple[Regulation, ...]) -> None:
    keys = [(r.title, r.number) for r in regulations]
    assert len(set(keys)) == len(keys)


def dates(edition: Edition) -> list[str]:
    return [f.value for f in (edition.adopted, edition.in_force, edition.until) if f]


def test_dates_are_dates_and_editions_stand_oldest_first(regulations: tuple[Regulation, ...]) -> None:
    for regulation in regulations:
        found = [d for e in regulation.editions for d in dates(e)] + [s.in_force for s in regulation.replaced_by]
        assert [d for d in found if d and not DAY.fullmatch(d)] == [], regulation.id
        ids = [e.id for e in regulation.editions]
        assert ids == sorted(set(ids)), regulation.id
        starts = [e.in_force.value for e in regulation.editions if e.in_force]
        assert starts == sorted(starts), regulation.id


def test_what_was_read_or_told_names_its_source(regulations: tuple[Regulation, ...]) -> None:
    told = {"read_in_text", "third_party"}
    for r in regulations:
        assert r.known.how in CERTAINTY
        assert r.known.source or r.known.how not in told, r.id
        for e in r.editions:
            assert e.source or e.text or e.how not in told or (r.known.source and e.how == r.known.how), (r.id, e.id)
        assert [s.document for s in r.replaced_by if s.how in told and not s.source] == [], r.id


def test_the_manuals_misprints_are_corrected(regulations: tuple[Regulation, ...]) -> None:
    catalogue = Catalogue(regulations)
    assert {printed: catalogue.cite(printed)[0].document for printed in CORRECTED} == CORRECTED


def test_the_texts_named_are_the_texts_there(regulations: tuple[Regulation, ...]) -> None:
    folder = os.environ.get("HAZARDKB_LAWS")
    if not folder or not Path(folder).is_dir():
        pytest.skip("HAZARDKB_LAWS 未设置：没有法规文本，跳过")
    there = {p.name for p in Path(folder).rglob("*.md")}
    named = {e.text for r in regulations for e in r.editions if e.text}
    assert named - there == set()
    assert there - named == set()
