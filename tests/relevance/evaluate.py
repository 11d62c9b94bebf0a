"""`make eval`: prints success@1/3/5, MRR and nDCG of the judged queries by class, and changes since the last release.

`python -m tests.relevance.evaluate [--failures] [--release]`; `--release` writes the ranks later runs compare with.
Failures are listed for the queries open to tuning only.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.relevance.corpus_index import corpus_index
from tests.relevance.judged import Outcome, by_class, figures, load_judged, measure

RELEASE = Path(__file__).with_name("release.json")


def main() -> None:
    """Build the index of the corpus, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--failures", action="store_true", help="list the open queries not answered in the first three")
    parser.add_argument("--release", action="store_true", help="keep these ranks as the last release's")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        documents, backend = corpus_index(Path(folder))
        outcomes = measure(backend, load_judged(documents))
    _print_table(outcomes)
    if options.failures:
        _print_failures(outcomes)
    ranks = {_name(outcome): outcome.rank for outcome in outcomes}
    _print_changes(ranks)
    if options.release:
        RELEASE.write_text(json.dumps(ranks, ensure_ascii=False, indent=0), encoding="utf-8")


def _name(outcome: Outcome) -> str:
    query = outcome.judged.query
    return " ".join(filter(None, (query.text, query.industry, query.kind)))


def _print_table(outcomes: Sequence[Outcome]) -> None:
    rows: list[tuple[str, list[Outcome]]] = list(by_class(outcomes).items())
    rows.append(("open", [o for o in outcomes if not o.judged.held_back]))
    rows.append(("held back", [o for o in outcomes if o.judged.held_back]))
    rows.append(("all", list(outcomes)))
    _say(f"{'class':12}{'n':>5}{'s@1':>8}{'s@3':>8}{'s@5':>8}{'MRR':>8}{'nDCG':>8}")
    for name, some in rows:
        f = figures(some)
        means = (f.success_1, f.success_3, f.success_5, f.reciprocal_rank, f.ndcg)
        _say(f"{name:12}{f.count:5}" + "".join(f"{value:8.3f}" for value in means))


def _print_failures(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        if not outcome.judged.held_back and not 0 < outcome.rank <= 3:
            _say(f"{outcome.judged.kind}: {_name(outcome)} → {outcome.rank or '-'}")


def _print_changes(ranks: dict[str, int]) -> None:
    before = json.loads(RELEASE.read_text(encoding="utf-8")) if RELEASE.exists() else {}
    for name, rank in ranks.items():
        old = before.get(name, rank)
        if old != rank:
            word = "gain" if (rank or 99) < (old or 99) else "loss"
            _say(f"{word}: {name}: {old or '-'} → {rank or '-'}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
