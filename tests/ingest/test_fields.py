"""Stitched rows into fields, doubts into flags, rows that cannot be entries into rejects."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest

import ingest
from ingest.diagnostics import numbering_flags, why_rejected
from ingest.extract import printed_record
from ingest.fields import split_accidents, split_citations, split_measures
from kb.model.digest import official_digest
from kb.model.official import FLAG_TEXTS, OfficialRow
from tests.ingest.conftest import Read
from tests.ingest.drawing import line

SCHEMA = json.loads((Path(ingest.__path__[0]) / "extract_row.schema.json").read_text(encoding="utf-8"))


def test_measures_part_at_their_numbers() -> None:
    lines = [line("（1）先停机，"), line("后挂牌。"), line("( 2 ) 上锁。")]
    assert split_measures(lines) == ["（1）先停机，后挂牌。", "（2）上锁。"]


def test_a_lead_in_is_kept_before_the_numbers() -> None:
    assert split_measures([line("点火前必须："), line("（1）吹扫。")]) == ["点火前必须：", "（1）吹扫。"]


def test_unnumbered_measures_are_one() -> None:
    assert split_measures([line("定期检查，"), line("及时更换。")]) == ["定期检查，及时更换。"]
    assert split_measures([]) == []


def test_citations_part_where_a_title_opens_a_line() -> None:
    lines = [line("《甲规程》（AQ"), line("2002）第3条"), line("《乙规程》")]
    assert split_citations(lines) == "《甲规程》（AQ 2002）第3条\n《乙规程》"
    assert split_citations([*lines, *lines]) == split_citations(lines)


def test_accident_types_are_lines() -> None:
    assert split_accidents([line("火灾"), line("其他爆炸"), line("火灾")]) == ["火灾", "其他爆炸"]


@pytest.mark.parametrize(
    ("found", "flags"),
    [
        ([], []),
        ([1, 2, 3], []),
        ([2, 3], ["numbering_late_start"]),
        ([1, 3], ["numbering_jump"]),
        ([1, 2, 2], ["numbering_restart"]),
        ([1, 2, 1, 2], ["numbering_restart"]),
        ([3, 5, 4], ["numbering_late_start", "numbering_jump", "numbering_restart"]),
    ],
)
def test_numbering_doubts(found: list[int], flags: list[str]) -> None:
    assert list(numbering_flags(found)) == flags


def test_a_row_without_hazard_or_with_nothing_else_is_a_reject() -> None:
    row = OfficialRow(id="x", industry="", chapter="", location="炉台", hazard="", control_measures=("清扫。",))
    assert why_rejected(row) == "hazard_missing"
    assert why_rejected(OfficialRow(id="x", industry="", chapter="", location="", hazard="积水")) == "only_hazard"


@pytest.mark.parametrize("name", ["typst", "reportlab"])
def test_printed_records_follow_their_schema(read: Read, name: str) -> None:
    validator = jsonschema_rs.validator_for(SCHEMA)
    for entry in read(name).entries:
        validator.validate(json.loads(json.dumps(printed_record(entry))))


def test_the_schema_refuses_other_records() -> None:
    validator = jsonschema_rs.validator_for(SCHEMA)
    good = {
        "id": "textile-01-001-1",
        "industry": "纺织",
        "chapter": "一、甲",
        "section": [],
        "row_no": "1",
        "location": "乙",
    }
    good |= {"hazard": "丙", "accident_types": [], "control_measures": [], "legal_basis": "", "pages": [1], "flags": []}
    assert validator.is_valid(good)
    assert not validator.is_valid(good | {"id": "textile-1-1-1"})
    assert not validator.is_valid(good | {"pages": []})
    assert not validator.is_valid(good | {"control_measures": "丁"})


def test_every_flag_has_a_text_and_every_entry_its_digest(read: Read) -> None:
    for entry in read("reportlab").entries:
        assert set(entry.flags) <= set(FLAG_TEXTS)
        assert entry.digest == official_digest(entry.hazard, entry.control_measures)
