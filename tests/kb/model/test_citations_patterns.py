"""The pattern table and its examples, both ways: each matches its own, none its counter-examples."""

from __future__ import annotations

import pytest

from kb.model.citations_patterns import BY_NAME, PATTERNS, Pattern
from kb.model.citations_types import level

SHARED = {("article", "第64条"): "clause"}
"""What two patterns match on purpose: an Arabic article number may be a standard's clause; articles go first."""


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: p.name)
def test_a_pattern_matches_its_examples_and_not_its_counter_examples(pattern: Pattern) -> None:
    assert pattern.yes
    assert pattern.no
    assert [e for e in pattern.yes if not pattern.regex.fullmatch(level(e))] == []
    assert [e for e in pattern.no if pattern.regex.fullmatch(level(e))] == []


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: p.name)
def test_no_other_pattern_matches_the_examples(pattern: Pattern) -> None:
    others = [p for p in PATTERNS if p.name != pattern.name]
    claimed = {(e, p.name) for e in pattern.yes for p in others if p.regex.fullmatch(level(e))}
    assert claimed == {(e, other) for (name, e), other in SHARED.items() if name == pattern.name}


def test_names_are_unique() -> None:
    assert len(BY_NAME) == len(PATTERNS)
