"""The digest ties an entry to its row whatever toolchain printed it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.model.digest import official_digest, strip_numbering

HANZI = st.text(alphabet="煤气柜应设报警装置不得停用≥≤0.5", min_size=1, max_size=30)


def test_layout_and_width_do_not_matter() -> None:
    plain = official_digest("（1）柜位过高。", ["（1）柜位应≤90%。", "（2）应停气。"])
    assert plain == official_digest("(1) 柜位过高 ", ["(1)柜位应≤９０％。", "( 2 ) 应停气"])


def test_numbers_and_symbols_matter() -> None:
    assert official_digest("柜位", ["应≤90%"]) != official_digest("柜位", ["应≥90%"])
    assert official_digest("柜位", ["应≤90%"]) != official_digest("柜位", ["应≤80%"])


def test_hazard_and_measures_do_not_run_together() -> None:
    assert official_digest("柜位过高", ["应停气"]) != official_digest("柜位", ["过高应停气"])


@given(HANZI, st.lists(HANZI, min_size=1, max_size=4))
def test_numbering_is_not_part_of_the_text(hazard: str, measures: list[str]) -> None:
    numbered = [f"（{i}）{text}" for i, text in enumerate(measures, 1)]
    assert official_digest(hazard, measures) == official_digest(f"(1){hazard}", numbered)


def test_only_leading_numbering_goes() -> None:
    assert strip_numbering("（12）见（3）") == "见（3）"
    assert strip_numbering("见（3）") == "见（3）"
