"""Single characters: what is folded, what stays, what has no meaning."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.glyphs import is_unknown, lowered, normal, radicals, raised


@given(st.characters())
def test_folding_twice_changes_nothing_more(character: str) -> None:
    once = normal(character)
    assert "".join(normal(part) for part in once) == once


@given(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF))
def test_ideographs_stay(character: str) -> None:
    assert normal(character) == character


@pytest.mark.parametrize("character", list("，。、；：！？（）《》“”〔〕～—…①⑳³²₂⁻℃Ω≥㎡"))
def test_chinese_punctuation_and_signs_stay(character: str) -> None:
    assert normal(character) == character


@pytest.mark.parametrize(
    "pair",
    [
        "ＡA",
        "ｚz",
        "０0",
        "９9",
        "％%",
        "／/",
        "－-",
        "＜<",
        "．.",
        "〜～",
        "―—",
        "\U001001b0.",
        "⻛风",
        "⼤大",
        "⽓气",
        "⻋车",
    ],
)
def test_what_is_folded(pair: str) -> None:
    printed, stored = pair
    assert normal(printed) == stored


def test_ligatures_come_apart() -> None:
    assert normal("ﬁ") == "fi"


def test_every_assigned_radical_stands_for_an_ideograph() -> None:
    table = radicals()
    assigned = {chr(c) for c in range(0x2E80, 0x2FD6) if unicodedata.name(chr(c), "")}
    assert assigned - set(table) == {"⺀"}  # CJK RADICAL REPEAT has no ideograph in the Unicode Character Database
    assert all(
        unicodedata.name(ideograph).startswith("CJK UNIFIED")
        for ideograph in table.values()
        if ord(ideograph) < 0x2A6E0
    )
    assert all(unicodedata.normalize("NFKC", r) in (i, r) for r, i in table.items())


def test_private_use_without_a_meaning_is_unknown() -> None:
    assert is_unknown("\ue000")
    assert is_unknown("\U000f1234")
    assert is_unknown("\ufffd")
    assert not is_unknown("\U001001b0")
    assert not is_unknown("气")


def test_raised_and_lowered() -> None:
    assert [raised("3"), raised("-"), raised("气")] == ["³", "⁻", "气"]
    assert [lowered("2"), lowered("气")] == ["₂", "气"]
