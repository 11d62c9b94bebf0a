"""Fines as data: every form the digests write them in, and never a threshold for a fine."""

from __future__ import annotations

import re

import pytest

from kb.model.fines import Fine, fines
from kb.store.corpus import Corpus

_FIGURE = re.compile(r"\d+(?:万?元|倍|%)")
_THRESHOLD = re.compile(r"(?:违法所得|货值不足|没有或不足|，)\d+万?元(?:以上)?(?:的|，)")
"""What decides which fine is due and is none: 违法所得10万元以上的, 没有或不足5000元的, 货值不足10万元的."""


def bounds(text: str) -> list[tuple[str, int | None, int, str, str]]:
    return [(f.who, f.low, f.high, f.unit, f.of) for f in fines(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "限期改正，罚款5万元以下；逾期不改，罚5万元以上20万元以下，责任人罚1万元以上2万元以下；情节严重，停产停业整顿",
            [("", None, 50_000, "yuan", ""), ("", 50_000, 200_000, "yuan", ""), ("责任人", 10_000, 20_000, "yuan", "")],
        ),
        (
            "没收违法所得；违法所得10万元以上，罚2倍以上5倍以下；没有或不足10万元，罚10万元以上20万元以下",
            [("", 2, 5, "times", "违法所得"), ("", 100_000, 200_000, "yuan", "")],
        ),
        (
            "货值不足10万元的罚30万元以上50万元以下，10万元以上的罚货值5倍以上10倍以下",
            [("", 300_000, 500_000, "yuan", ""), ("", 5, 10, "times", "货值")],
        ),
        (
            "单位罚款100万元以上500万元以下；主要负责人和责任人员罚上一年年收入60%至100%",
            [("单位", 1_000_000, 5_000_000, "yuan", ""), ("主要负责人和责任人员", 60, 100, "percent", "上一年年收入")],
        ),
        (
            "按事故等级罚上一年年收入40%（一般）、60%（较大）",
            [("", 40, 40, "percent", "上一年年收入"), ("", 60, 60, "percent", "上一年年收入")],
        ),
        ("警告，可以并处1万元以下罚款", [("", None, 10_000, "yuan", "")]),
        ("人员密集场所使用的，罚款500元以上2000元以下", [("", 500, 2000, "yuan", "")]),
        ("拘留10日以上15日以下；违反第21条第2款的，5年内禁入", []),
    ],
)
def test_a_penalty_is_read(text: str, expected: list[tuple[str, int | None, int, str, str]]) -> None:
    assert bounds(text) == expected


def test_a_fine_keeps_the_sentence_that_says_when_it_is_due() -> None:
    first, second = fines("不设标志的：限期改正，罚款5万元以下；逾期不改，罚5万元以上20万元以下")
    assert (first.said, second.said) == ("不设标志的：限期改正，罚款5万元以下", "逾期不改，罚5万元以上20万元以下")


def figures(fine: Fine) -> list[int]:
    return [fine.high] if fine.low in (None, fine.high) else [fine.low or 0, fine.high]


def test_every_figure_of_every_penalty_is_a_fine_or_a_threshold(corpus: Corpus) -> None:
    read = 0
    for text in {p.text for group in corpus.digests for d in group.digests for p in d.penalties}:
        found = fines(text)
        left = _FIGURE.findall(_THRESHOLD.sub("", text))
        assert len(left) == sum(len(figures(fine)) for fine in found), text
        assert all(fine.low is None or 0 < fine.low <= fine.high for fine in found), text
        read += len(found)
    assert read > 300
