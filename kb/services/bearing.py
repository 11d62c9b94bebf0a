"""Where a clause bears: the entries of the manual that its words or a citation lead to, and how."""

from __future__ import annotations

from collections.abc import Iterable

from kb.model.base import Record
from kb.model.clause import ClauseDigest, ClauseDigests
from kb.model.entry import HazardEntry

GENERAL = frozenset(
    {
        "管道", "检查", "检修", "使用", "制度", "审批", "容器", "停电", "失效", "清扫", "厂房", "检验", "附件",
        "关闭", "异常", "运输", "故障", "人数", "培训", "报告", "变更", "体检", "签字", "备案", "报废", "考核",
        "积水", "器材", "保险", "铸造", "作业人员", "停用", "改造", "整改", "进口", "定义", "处罚", "中毒",
        "国家标准", "监护", "操作规程", "电工", "演练", "撤离",
    }
)  # fmt: skip
"""Words said everywhere in the manual: one of them alone ties no clause to a place, two of a digest's words do."""


class Bearing(Record, frozen=True, kw_only=True):
    """That a clause bears on an entry: because the entry cites it, or by the words both have."""

    entry: str
    cited: bool = False
    words: tuple[str, ...] = ()


def bearing(group: ClauseDigests, digest: ClauseDigest, entries: Iterable[HazardEntry]) -> tuple[Bearing, ...]:
    """Return the entries a digested clause bears on: those that cite it, then by the number of words shared.

    A list to look through, not a verdict.
    """
    found = []
    for entry in entries:
        if cites(entry, group.document, digest.clause):
            found.append(Bearing(entry=entry.id, cited=True))
        elif not group.industries or entry.industry.code in group.industries:
            words = _shared(group.about, digest.words, entry)
            if words:
                found.append(Bearing(entry=entry.id, words=words))
    return tuple(sorted(found, key=lambda b: (not b.cited, -len(b.words))))


def cites(entry: HazardEntry, document: str, clause: str) -> bool:
    """Tell whether the entry's legal basis names the clause (or the article it is part of)."""
    named = (c for basis in entry.legal_basis if basis.document == document for c in basis.clause.split("、"))
    return any(c == clause or c.split(".")[0] == clause or c.startswith(f"{clause}.") for c in named)


def _shared(about: tuple[str, ...], words: tuple[str, ...], entry: HazardEntry) -> tuple[str, ...]:
    """Return the digest's words the entry says, () when they are too general to mean anything."""
    texts = [entry.location, *entry.also_called, *entry.hazards, *(measure.text for measure in entry.measures)]
    shared = tuple(word for word in words if any(word in text for text in texts))
    if not shared or (len(shared) == 1 and shared[0] in GENERAL):
        return ()
    if about and not any(word in text for word in about for text in texts):
        return ()
    return shared
