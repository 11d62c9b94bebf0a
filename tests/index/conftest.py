"""A small index of made-up documents, built once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from index.backend import WhooshBackend
from index.builder import WhooshIndexBuilder
from kb.model.base import CodeName
from kb.model.industry import INDUSTRIES
from kb.model.search import Lexicon, SearchDocument

DATA = Path(__file__).with_name("data")
TYPES = {
    "gas_poisoning": "中毒和窒息", "scald": "灼烫", "fire": "火灾", "lifting": "起重伤害", "machine": "机械伤害",
    "explosion": "其他爆炸", "collapse": "坍塌",
}  # fmt: skip
LEXICON = Lexicon(
    words=("煤气柜", "有限空间", "热风炉", "桥式起重机", "除尘滤袋", "滤袋", "冲压", "盲板阀", "腌渍池", "空气呼吸器"),
    synonyms=(("桥式起重机", "行车", "天车"), ("有限空间", "密闭空间", "受限空间"), ("冲压", "冲床"), ("佩戴", "戴好")),
    readings={"行车": "hang che"},
)
_FIELDS = ("location", "also_called", "hazards", "asked_as", "measures", "basis", "emergency", "title", "text")


def sample_documents() -> list[SearchDocument]:
    """Return the documents of data/documents.yaml."""
    return [_document(record) for record in yaml.safe_load((DATA / "documents.yaml").read_text(encoding="utf-8"))]


def _document(record: dict[str, Any]) -> SearchDocument:
    industries = {i.code: i for i in INDUSTRIES}
    values = {name: record[name] for name in _FIELDS if record.get(name)}
    chapter = record.get("chapter")
    return SearchDocument(
        id=record["id"],
        kind=record["kind"],
        title=record.get("title") or record["location"],
        fields={name: tuple(v) if isinstance(v, list) else (v,) for name, v in values.items()},
        industry=tuple(industries[record[k]] for k in ("industry",) if k in record),
        chapter=CodeName(f"{record['industry']}-{chapter:02}", f"第{chapter}章") if chapter else None,
        accident_types=tuple(CodeName(code, TYPES[code]) for code in record["types"]),
        posts=tuple(CodeName(post, post) for post in record["posts"]),
        documents=tuple(CodeName(d, d) for d in record.get("documents", ())),
        group=record.get("group", ""),
    )


@pytest.fixture(scope="session")
def documents() -> list[SearchDocument]:
    return sample_documents()


@pytest.fixture(scope="session")
def folder(documents: list[SearchDocument], tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("index")
    WhooshIndexBuilder().build(documents, LEXICON, built)
    return built


@pytest.fixture(scope="session")
def backend(folder: Path) -> WhooshBackend:
    return WhooshBackend.open(folder)
