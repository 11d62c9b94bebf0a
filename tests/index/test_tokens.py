"""Tokens: ordinal positions, offsets in the raw text, nothing dropped; folding keeps the length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.folding import Folding, traditional_table
from index.tokenizer import Engine, Segmenter
from index.tokens import GAP, runs, tokenize

FOLDING = Folding(traditional_table())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第3条A区", "第 3 条 a 区"),
        ("ＣＯ、H₂S", "co | h2s"),
        ("CO₂", "co2"),
        ("煤氣櫃", "煤 气 柜"),
        ("GB/T 33000—2025", "gbt 33000 | 2025"),
        ("gb50348", "gb 50348"),
        ("0.1MPa", "0.1 mpa"),
        ("30m³/h", "30 m3 | h"),
        ("25℃ 60°C", "25 ℃ 60 ℃"),
        ("㎡ ㎪", "m2 kpa"),
        ("先通风、再检测。", "先 通 风 | 再 检 测"),
        ("“有限空间”作业", "有 限 空 间 作 业"),
        ("19.5%", "19.5 %"),
        ("，。！", ""),
    ],
)
def test_every_writing_of_a_thing_gives_the_same_tokens(text: str, expected: str) -> None:
    assert " ".join("|" if t == GAP else t for t in runs(FOLDING.fold(text))) == expected


@given(st.text(max_size=80))
def test_folding_keeps_the_length_and_tokens_stand_where_they_say(text: str) -> None:
    folded = FOLDING.fold(text)
    assert len(folded) == len(text)
    last_end, last_position = 0, -1
    for token in tokenize(folded):
        assert last_end <= token.start < token.end <= len(text)
        assert last_position < token.position
        last_end, last_position = token.end, token.position


@pytest.mark.parametrize("engine", ["rjieba", "jieba"])
def test_both_engines_keep_domain_words_whole_and_count_positions_in_tokens(engine: Engine) -> None:
    segmenter = Segmenter(("转炉兑铁",), engine)
    words = {token.term: token for token in segmenter.words("转炉兑铁前，检查3号煤气柜")}
    assert (words["转炉兑铁"].position, words["转炉兑铁"].start, words["转炉兑铁"].end) == (0, 0, 4)
    assert words["煤气"].position == 10  # four characters and 前, a gap, 检 查 3 号


def test_both_engines_cut_alike() -> None:
    text = "".join("更换除尘滤袋前应关闭煤气进出口盲板阀，并用氮气置换；检测合格后方可进入有限空间作业。")
    one, other = (list(Segmenter(("盲板阀",), engine).words(text)) for engine in ("rjieba", "jieba"))
    assert one == other
    assert one
