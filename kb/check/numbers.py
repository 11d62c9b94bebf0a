"""Numbers with comparator and unit, as a row or a line states them, for comparing the two (rule 4)."""

from __future__ import annotations

import re
from typing import NamedTuple

from kb.model.text import fold

_NUMBER = re.compile(r"(?<![a-z0-9.])(\d+(?:\.\d+)?)")
_DOCUMENT = re.compile(
    r"《[^》]*》|(?:gb|aq|jb|hg|sh|yb|tsg|ys|fz|qb|ls|cecs|jc|jgj|cj|sy|db|dl|bb|wb)\s*/?\s*[tz]?\s*\d[\d.\-—]*"
    r"|第\s*\d+\s*号令?"
)
_LIST_NUMBER = re.compile(r"见本场所第\s*\d+\s*条|[(（]\s*\d{1,2}\s*[)）]|[①-⑳]")

_CLASSES = {
    "ge": ("≥", "不低于", "不小于", "不少于", "以上", "至少", "大于等于", "大于或等于", "不短于", "≧", "起码"),
    "le": ("≤", "不高于", "不大于", "不超过", "以下", "以内", "至多", "不多于", "小于等于", "小于或等于", "不得超过",
           "不应超过", "不能超过", "不准超过", "之内", "不得大于", "不应大于", "不准大于", "不得高于", "不应高于"),
    "gt": (">", "大于", "高于", "超过", "多于"),
    "lt": ("<", "小于", "低于", "少于", "不足", "不到"),
}  # fmt: skip
_NEGATED_GE = (
    "不得低于",
    "不应低于",
    "不得小于",
    "不应小于",
    "不得少于",
    "不应少于",
    "不准低于",
    "不准小于",
    "不准少于",
)
_TRAILING = ("以上", "以下", "以内", "之内")
_NEAR_BEFORE = 9
_NEAR_AFTER = 7


class Quantity(NamedTuple):
    """A number as text (1.0 and 1 are one) and the class of its comparator: ge, le, gt, lt or empty."""

    value: str
    comparator: str


def quantities(text: str) -> list[Quantity]:
    """Return the quantities of `text`; numbers of documents and of lists do not count."""
    plain = _LIST_NUMBER.sub(" ", text)
    plain = _DOCUMENT.sub(" ", fold(plain)).replace(" ", "")
    return [
        Quantity(_canonical(match.group(1)), _comparator(plain, match.start(), match.end()))
        for match in _NUMBER.finditer(plain)
    ]


def _canonical(number: str) -> str:
    return f"{float(number):g}" if len(number) < 12 else number


def _comparator(text: str, start: int, end: int) -> str:
    before = re.split(r"[,;。、:]|\d", text[max(0, start - _NEAR_BEFORE) : start])[-1]
    after = re.split(r"[,;。、:]|\d", text[end : end + _NEAR_AFTER])[0]
    if any(word in before for word in _NEGATED_GE):
        return "ge"
    for name in ("ge", "le"):
        if any(word in before for word in _CLASSES[name]) or any(
            w in after for w in ("以上", "以下", "以内", "之内") if w in _CLASSES[name]
        ):
            return name
    for name in ("gt", "lt"):
        if any(word in before for word in _CLASSES[name]):
            return name
    return ""
