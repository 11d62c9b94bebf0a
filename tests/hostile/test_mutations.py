"""A seeded sample of what `python -m tests.hostile.mutations` tries whole: no truncation or mutation does harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import ERRORS
from tests.hostile.mutations import Tally, mutations, run, truncations
from tests.hostile.small import small_pdf


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The small good PDF."""
    return small_pdf(tmp_path_factory.mktemp("small") / "good.pdf")


def _is_clean(tally: Tally) -> bool:
    return not tally.killers and all(found in ERRORS or " rows" in found for found in tally.outcomes)


def test_a_file_cut_off_anywhere_ends_cleanly(good: bytes, tmp_path: Path) -> None:
    tally = run(truncations(good, every=29), tmp_path)
    assert _is_clean(tally), tally
    assert tally.outcomes["truncated"] > 80


def test_a_mutated_file_ends_cleanly(good: bytes, tmp_path: Path) -> None:
    tally = run(mutations(good, 120, seed=8), tmp_path)
    assert _is_clean(tally), tally
    assert tally.outcomes["2 rows"] > 10
