"""The figures of a penalty as data: “罚5万元以上20万元以下” to its bounds in yuan and the sentence they stand in."""

from __future__ import annotations

import re
from typing import Literal

from kb.model.base import Record
from kb.model.numerals import to_int

FineUnit = Literal["yuan", "percent", "times"]
"""percent and times are of `Fine.of`: a year's income, the unlawful gains, the value of the goods."""

_PAYERS = (
    "主要负责人和责任人员", "主要负责人、个人投资者", "主管和直接责任人", "主要负责人", "个人投资者", "责任人", "机构",
    "单位",
)  # fmt: skip
_MONEY = r"\d+万?元"
_LEVEL = r"\d+%（[^）]+）"
_RANGE = (
    rf"{_MONEY}以上{_MONEY}以下|{_MONEY}以下|\d+倍以上\d+倍以下|\d+%(?:至|以上)\d+%(?:以下)?|{_LEVEL}(?:、{_LEVEL})+"
)
_FINE = re.compile(
    rf"(?P<who>{'|'.join(_PAYERS)})?各?罚款?(?P<of>上一年年收入|货值|其)?(?P<range>{_RANGE})"
    rf"|并处(?P<up_to>{_MONEY}以下)罚款"
)
_FIGURE = re.compile(r"(\d+)(万?)(元|倍|%)")
_UNITS: dict[str, FineUnit] = {"元": "yuan", "倍": "times", "%": "percent"}
_SENTENCE = re.compile(r"[^；。]+")


class Fine(Record, frozen=True, kw_only=True):
    """One range of a penalty: `low` is None where the law names none, both ends are the same where it is fixed.

    `who` pays it, '' for the one the penalty is about; `said` is the sentence it stands in, with when it is due.
    """

    who: str
    low: int | None
    high: int
    unit: FineUnit
    of: str
    said: str


def fines(text: str) -> tuple[Fine, ...]:
    """Return the fines the text of a penalty names, in its order; a threshold (违法所得10万元以上) is none."""
    return tuple(
        fine
        for sentence in _SENTENCE.finditer(text)
        for found in _FINE.finditer(sentence[0])
        for fine in _read(found, sentence[0])
    )


def _read(found: re.Match[str], said: str) -> list[Fine]:
    figures = _FIGURE.findall(found["range"] or found["up_to"])
    values = [(to_int(number) or 0) * (10_000 if ten_thousand else 1) for number, ten_thousand, _ in figures]
    unit = _UNITS[figures[0][2]]
    of = "违法所得" if unit == "times" and found["of"] != "货值" else found["of"] or ""
    return [
        Fine(who=found["who"] or "", low=low, high=high, unit=unit, of=of, said=said)
        for low, high in _bounds(found[0], values)
    ]


def _bounds(range_text: str, values: list[int]) -> list[tuple[int | None, int]]:
    if "（" in range_text:
        return [(value, value) for value in values]
    return [(values[0], values[1])] if len(values) > 1 else [(None, values[0])]
