"""The vocabularies: accident types old and new, chapters, topics, glossary; each complete and pointing somewhere."""

from __future__ import annotations

import importlib
import re
from typing import Any

import pytest

from kb.model.industry import INDUSTRIES
from kb.paths import corpus_folder
from kb.store.corpus import Corpus
from kb.store.yaml_files import read_yaml

TYPES_IN_USE = ("物体打击", "机械伤害", "火灾", "其他爆炸", "中毒和窒息", "灼烫")


def vocabulary(name: str) -> dict[str, Any]:
    content: dict[str, Any] = read_yaml(corpus_folder() / "vocab" / f"{name}.yaml")
    return content


def test_the_old_types_are_the_twenty_and_each_spelling_has_one_meaning() -> None:
    content = vocabulary("accident_types")
    types = content["accident_types"]
    assert [t["code"] for t in types] == [f"{n:02}" for n in range(1, 21)]
    spellings = [s for t in types for s in t.get("printed", ())] + [c["printed"] for c in content["compounds"]]
    assert len(spellings) == len(set(spellings)) == 34
    names = {t["name"] for t in types}
    assert set(TYPES_IN_USE) <= names
    assert {n for c in content["compounds"] for n in c["names"]} <= names


def test_every_old_type_leads_to_new_ones_and_splits_name_candidates() -> None:
    content = vocabulary("accident_crosswalk")
    codes = [t["code"] for t in content["new_types"]]
    assert codes == [f"WSA1{n:04}" for n in (*range(1, 27), 99)]
    assert [c["old"] for c in content["crosswalk"]] == [f"{n:02}" for n in range(1, 21)]
    for line in content["crosswalk"]:
        assert set(line["new"]) <= set(codes)
        assert (len(line["new"]) == 1) == (line["relation"] == "one")
        assert line["relation"] == "one" or line["note"]


def test_the_chapters_are_57_and_numbered_without_gaps() -> None:
    chapters = vocabulary("chapters")["chapters"]
    assert len(chapters) == 57
    for industry in INDUSTRIES:
        own = [c for c in chapters if c["industry"] == industry.code]
        assert [c["number"] for c in own] == list(range(1, len(own) + 1))
    slugs = [c["slug"] for c in chapters]
    assert len(set(slugs)) == 57
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", s) for s in slugs)


def test_industries_are_those_of_the_code() -> None:
    industries = vocabulary("industries")["industries"]
    assert [(i["code"], i["name"]) for i in industries] == [(i.code, i.name) for i in INDUSTRIES]
    assert all(re.fullmatch(r"[A-T]\d{2,4}", c) for i in industries for c in i["gb4754"])


def test_topics_name_documents_of_the_catalogue(corpus: Corpus) -> None:
    known = {r.id for r in corpus.regulations}
    topics = vocabulary("topics")["topics"]
    assert {"粉尘涉爆", "有限空间", "液氨制冷", "煤气", "高温熔融金属", "白酒储存勾兑", "使用危险化学品"} <= {
        t["name"] for t in topics
    }
    assert [d for t in topics for d in t["documents"] if d not in known] == []


def test_the_glossary_has_one_identifier_a_term() -> None:
    terms = vocabulary("glossary")["terms"]
    for key in ("term", "identifier"):
        values = [t[key] for t in terms]
        assert len(set(values)) == len(values)
    names = {t["term"] for t in terms}
    assert [d for t in terms for d in t.get("different_from", ()) if d not in names] == []


RECORDS = {
    "HazardEntry": "kb.model.entry", "Basis": "kb.model.entry", "Erratum": "kb.model.entry",
    "StricterNow": "kb.model.entry", "Playbook": "kb.model.playbook", "Post": "kb.model.post", "Card": "kb.model.card",
    "Regulation": "kb.model.regulation", "Edition": "kb.model.regulation", "Clause": "kb.model.clause",
    "Citation": "kb.model.citations", "SafetySign": "kb.model.sign", "Validity": "kb.services.validity",
}  # fmt: skip


@pytest.mark.parametrize(
    "term", [t for t in vocabulary("glossary")["terms"] if "record" in t], ids=lambda t: t["record"]
)
def test_the_records_of_the_glossary_exist(term: dict[str, str]) -> None:
    assert hasattr(importlib.import_module(RECORDS[term["record"]]), term["record"])
