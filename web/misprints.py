"""Tells a mere misprint of the manual (缷 for 卸) from a fault that misleads, so that the one does not drown the other.

Both stay marked wherever they belong; only this decides how loudly. When in doubt a note is loud: a note is a misprint
only if it says nothing but “printed this, should be that” and every difference is in a list read by people.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_SWAPS = (
    "牌排 延沿 阀法 效校 溶熔 缷卸 档挡 钩沟 爆暴 嗮晒 人入 配佩 带戴 在再 露漏 防放 冲充 焦集 简筒 线限 置制 消清 "
    "治止 灭熄 于与 场象 制指 是时 只支 封风 事时 件间 蓝篮 称秤 适使 撒撤"
)
_LONGER = (("递交", "地脚"), ("铁火", "铁水"), ("网管", "管网"), ("灼灼", "灼"), ("时时", "时"), ("构建", "构件"))
_MISSING = frozenset("即业作")
SLIPS = frozenset((pair[0], pair[1]) for pair in _SWAPS.split()) | frozenset(_LONGER)
"""Printed and right signs whose exchange changes no substance, no direction, no figure and no command."""

_NOTE = re.compile(
    r"手册(?:第 ?\d+ ?条|危险因素)?(?:印作|印|写)(“[^”]+”、?)+，(?:漏印?“.”字?，|按(?:上下文|措施|危险因素))?"
    r"(?:应|为)为?(“[^”]+”、?)+(?:之误)?(?:（[^（）]{1,15}）)?。"
)
_ABOUT_ONE_SIGN = re.compile(r"手册印作“([^”]+)”，“([^”]+)”应为“([^”]+)”。")
_ABOUT_LABELS = re.compile(r"手册(?:事故类型|危险因素写“[^”]*”，事故类型只印|所引|依据写|依据列|把 GB [^ ]+ 写作)")
"""Notes on what the row is filed under or cites: pages already show those corrected."""


def mere_misprint(text: str) -> bool:
    """Whether this note on a fault of the manual concerns only its spelling, its accident types or its citations."""
    if _ABOUT_LABELS.match(text):
        return True
    if one := _ABOUT_ONE_SIGN.fullmatch(text):
        return one[2] in one[1] and (one[2], one[3]) in SLIPS
    if not _NOTE.fullmatch(text):
        return False
    said = re.findall(r"“([^”]+)”", re.sub(r"漏印?“.”字?，", "", text))
    half = len(said) // 2
    return len(said) == 2 * half and all(map(_slipped, said[:half], said[half:]))


def _slipped(printed: str, right: str) -> bool:
    """Whether `printed` differs from `right` in listed slips only."""
    if any(a in printed and printed.replace(a, b) == right for a, b in _LONGER):
        return True
    changes = [c for c in SequenceMatcher(None, printed, right, autojunk=False).get_opcodes() if c[0] != "equal"]
    return bool(changes) and all(_listed(printed[c[1] : c[2]], right[c[3] : c[4]]) for c in changes)


def _listed(printed: str, right: str) -> bool:
    if not printed:
        return right in _MISSING
    return len(printed) == len(right) and all(pair in SLIPS for pair in zip(printed, right, strict=True))
