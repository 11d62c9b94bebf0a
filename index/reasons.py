"""为何命中: why a hit was found, in a few Chinese words each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from index.fields import LABELS
from kb.model.search import Highlight


def reasons(exact: bool, highlights: Sequence[Highlight], others: Iterable[str]) -> tuple[str, ...]:
    """Return the reasons of one hit: where the words stand, then what else led to it (synonyms, corrections)."""
    where = _where(exact, tuple([highlight.field for highlight in highlights])) if highlights else ()
    return (*where, *dict.fromkeys(others))


@lru_cache(maxsize=4096)  # fields come in few combinations
def _where(exact: bool, fields: tuple[str, ...]) -> tuple[str]:
    labels = "、".join(dict.fromkeys(LABELS[field] for field in fields))
    return (f"{'原词' if exact else '部分词'}：{labels}",)
