"""为何命中: why a hit was found, in a few Chinese words each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.fields import LABELS
from kb.model.search import Highlight


def reasons(exact: bool, highlights: Sequence[Highlight], others: Iterable[str]) -> tuple[str, ...]:
    """Return the reasons of one hit: where the words stand, then what else led to it (synonyms, corrections)."""
    fields = "、".join(dict.fromkeys(LABELS[highlight.field] for highlight in highlights))
    where = (f"{'原词' if exact else '部分词'}：{fields}",) if fields else ()
    return (*where, *dict.fromkeys(others))
