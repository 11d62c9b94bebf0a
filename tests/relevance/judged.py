"""Reads the judged queries and measures a backend by them: success@k, reciprocal rank, nDCG@10."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from kb.model.search import SearchBackend, SearchDocument, SearchQuery

QUERIES = Path(__file__).with_name("queries.txt")
DEPTH = 10
_LINE = re.compile(r"(?:\{(?P<filters>[^}]*)\} )?(?P<text>.*?) = (?P<targets>.+)")


@dataclass(frozen=True)
class Judged:
    """A query, its class, and the documents that answer it; `held_back` ones are never looked at when tuning."""

    kind: str
    query: SearchQuery
    relevant: frozenset[str]
    held_back: bool


@dataclass(frozen=True)
class Outcome:
    """Where the first answer to a judged query stood (0: not among the first ten) and its nDCG@10."""

    judged: Judged
    rank: int
    ndcg: float


def load_judged(documents: Sequence[SearchDocument]) -> list[Judged]:
    """Return the judged queries of queries.txt; raises ValueError for a target that names no document."""
    judged: list[Judged] = []
    kind, place = "", 0
    for line in QUERIES.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind, place = line.strip("[]"), 0
        elif not line.startswith("#") and (match := _LINE.fullmatch(line.strip())):
            judged.append(_judged(kind, match, documents, held_back=place % 2 == 1))
            place += 1
    return judged


def _judged(kind: str, match: re.Match[str], documents: Sequence[SearchDocument], *, held_back: bool) -> Judged:
    pairs = (part.split(": ") for part in (match["filters"] or "").split(", ") if part)
    filters = dict(pairs)
    relevant = frozenset(d.id for d in documents if any(_answers(d, target) for target in match["targets"].split()))
    if not relevant:
        raise ValueError(f"{match['text']}：没有文档符合 {match['targets']}")
    return Judged(kind, SearchQuery(text=match["text"], **filters), relevant, held_back)  # type: ignore[arg-type]


def _answers(document: SearchDocument, target: str) -> bool:
    return target[1:] in document.title if target.startswith("@") else document.id.startswith(target)


def measure(backend: SearchBackend, judged: Iterable[Judged]) -> list[Outcome]:
    """Return the outcome of every judged query."""
    return [_outcome(backend, item) for item in judged]


def _outcome(backend: SearchBackend, judged: Judged) -> Outcome:
    page = backend.search(judged.query)
    gains = [bool(judged.relevant & {hit.id, *hit.same}) for hit in page.hits[:DEPTH]]
    found = sum(1 / math.log2(place + 2) for place, gain in enumerate(gains) if gain)
    best = sum(1 / math.log2(place + 2) for place in range(min(len(judged.relevant), DEPTH)))
    return Outcome(judged, gains.index(True) + 1 if True in gains else 0, found / best)


@dataclass(frozen=True)
class Figures:
    """Means over a set of outcomes."""

    count: int
    success_1: float
    success_3: float
    success_5: float
    reciprocal_rank: float
    ndcg: float


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Return the means over `outcomes`, which must not be empty."""
    ranks = [outcome.rank for outcome in outcomes]
    within = {k: mean(0 < rank <= k for rank in ranks) for k in (1, 3, 5)}
    return Figures(
        len(ranks), within[1], within[3], within[5], mean(1 / r if r else 0.0 for r in ranks),
        mean(outcome.ndcg for outcome in outcomes),
    )  # fmt: skip


def by_class(outcomes: Iterable[Outcome]) -> Mapping[str, list[Outcome]]:
    """Return the outcomes by class, in the file's order."""
    classes: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        classes.setdefault(outcome.judged.kind, []).append(outcome)
    return classes
