"""Each rule of the checker finds the fault it is for, and lets a faithful line pass."""

from __future__ import annotations

import pytest

from kb.check.rules import check_entry
from kb.model.base import CodeName, Review
from kb.model.digest import official_digest
from kb.model.entry import Chapter, HazardEntry, Measure
from kb.model.official import OfficialRow

OFFICIAL = "进入柜内前应先通风，氧含量不应低于19.5%，合格后方可进入；严禁单人作业。"
FAITHFUL = "进柜前应先通风，柜里的氧含量不应低于 19.5%，合格了方可进去；严禁一个人干。"


def _row(*measures: str) -> OfficialRow:
    return OfficialRow(
        id="metallurgy-06-001-1", industry="冶金", chapter="六、煤气", location="煤气柜", hazard="柜内缺氧。",
        control_measures=measures,
    )  # fmt: skip


def _entry(row: OfficialRow, *lines: tuple[str, str]) -> HazardEntry:
    measures = tuple(
        Measure(renders=(1,), strength=strength, text=text, actor="operator", control="management")  # type: ignore[arg-type]
        for strength, text in lines
    )
    return HazardEntry(
        id=row.id, industry=CodeName("metallurgy", "冶金"), place="metallurgy-06-001", location=row.location,
        chapter=Chapter(industry="metallurgy", number=6, title="六、煤气"), location_kind="equipment",
        hazards=("柜里氧气不够。",), measures=measures, review=Review(who="测试", when="2026-11-23"),
        official_digest=official_digest(row.hazard, row.control_measures),
    )  # fmt: skip


def _broken(official: str, *lines: tuple[str, str]) -> set[str]:
    row = _row(official)
    return {problem.rule for problem in check_entry(_entry(row, *lines), row)}


def test_a_faithful_rendering_passes() -> None:
    assert _broken(OFFICIAL, ("must", FAITHFUL)) == set()


CASES = [
    ("strength", OFFICIAL, "must", FAITHFUL.replace("严禁一个人干", "要两个人干")),
    ("strength", "应注意风向。", "must", "注意看风向。"),
    ("strength", "操作室宜设双出口。", "must", "操作室应设两个出口。"),
    ("conditions", OFFICIAL, "must", FAITHFUL.replace("合格了方可进去", "然后进去")),
    ("numbers", OFFICIAL, "must", FAITHFUL.replace("19.5%", "18%")),
    ("numbers", OFFICIAL, "must", FAITHFUL.replace("不应低于", "不应超过")),
    ("numbers", "距离应大于5m。", "must", "距离应有 5 m。"),
    ("sequence", OFFICIAL, "must", FAITHFUL.replace("先通风", "通风")),
    ("sequence", "应站在上风侧操作。", "must", "操作时应站好位置。"),
    ("lists", "应检查阀门、仪表、管道。", "must", "应查阀门、仪表等。"),
    ("acts", "法兰漏气应紧固。", "must", "法兰漏气应焊牢。"),
    ("acts", "着火应报警。", "must", "着火应报警并用水灭火。"),
    ("masks", "应佩戴空气呼吸器。", "must", "应戴好防毒面具。"),
    ("slang", "作业点周围应清理。", "must", "作业点附近应清理。"),
    ("runs", "煤气柜周围应设置醒目的安全警示标志和消防设施", "must", "煤气柜周围应设置醒目的安全警示标志和消防设施。"),
]


@pytest.mark.parametrize(("rule", "official", "strength", "line"), CASES, ids=[f"{c[0]}-{c[3][:8]}" for c in CASES])
def test_a_fault_is_found(rule: str, official: str, strength: str, line: str) -> None:
    assert rule in _broken(official, (strength, line))


def test_an_unrendered_measure_is_found() -> None:
    row = _row(OFFICIAL, "应定期检验。")
    assert "renders" in {p.rule for p in check_entry(_entry(row, ("must", FAITHFUL)), row)}


def test_a_changed_row_is_found() -> None:
    row = _row(OFFICIAL)
    moved = _row(OFFICIAL + "应记录。")
    assert "digest" in {p.rule for p in check_entry(_entry(row, ("must", FAITHFUL)), moved)}


def test_an_exception_with_a_reason_is_honoured() -> None:
    import msgspec

    from kb.model.entry import RuleException

    row = _row("作业点周围应清理。")
    entry = _entry(row, ("must", "作业点附近应清理。"))
    excepted = msgspec.structs.replace(entry, exceptions=(RuleException(rule="slang", reason="测试"),))
    assert check_entry(excepted, row) == []
