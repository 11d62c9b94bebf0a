"""Numerals: every article number goes out and comes back, and nonsense is no number."""

from __future__ import annotations

import pytest

from kb.model.numerals import to_chinese, to_int


def test_every_number_survives_the_way_there_and_back() -> None:
    wrong = [n for n in range(1, 10_000) if to_int(to_chinese(n)) != n]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一百一十四", 114),
        ("一百〇四", 104),
        ("一百○四", 104),
        ("二〇一四", 2014),
        ("１４", 14),
        ("十", 10),
        ("两千", 2000),
        ("九千九百九十九", 9999),
        ("〇", 0),
    ],
)
def test_every_writing_is_read(text: str, value: int) -> None:
    assert to_int(text) == value


@pytest.mark.parametrize("text", ["", "条", "十百", "一一百", "二十十", "1.2", "-3", "一百条", "百"])
def test_nonsense_is_no_number(text: str) -> None:
    assert to_int(text) is None


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_numbers_outside_the_range_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="1 到 9999"):
        to_chinese(number)
