"""Our search beside stock Whoosh, tantivy, bm25s and SQLite FTS5: 56,409 law articles, 1,235 judged questions, one run.

`HAZARDKB_BENCH=… python bench/search.py [--articles N] [--whoosh-questions N] [--engines ours,tantivy]`. Every engine
gets the same tokens (characters and pairs of neighbours) and runs in a process of its own, so that memory and start
are its own. Milliseconds of CPU for the best hundred of a whole question and of its six rarest terms: all engines
search in the calling thread, and the wall clock of a shared machine measures its neighbours. Stock Whoosh takes seconds
a question and gets a sample. Last, the shipped corpus through the whole of `search`, with highlights and facets.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))

import itertools

from bench.search_engines import ENGINES, Search
from index.folding import Folding, traditional_table
from index.tokens import GAP, runs

TOP = 100
KEYWORDS = 6


@dataclass(frozen=True)
class Result:
    """What was measured of one engine; times in milliseconds, CPU in seconds, sizes in MB."""

    engine: str
    build_cpu: float
    size: float
    memory: float
    open_and_first: float
    questions: tuple[float, float, float]
    keywords: tuple[float, float, float]
    recall_10: float
    recall_100: float
    reciprocal_rank: float
    asked: int


@dataclass(frozen=True)
class Inputs:
    """The pre-cut texts: tokens of each article and question, and which articles answer each question."""

    articles: list[list[str]]
    raw: list[dict[str, str]]
    questions: list[tuple[str, list[str]]]
    answers: list[set[int]]


def terms_of(folding: Folding, text: str) -> list[str]:
    """Return the characters and the pairs of neighbours of `text`: the tokens every engine gets."""
    tokens = runs(folding.fold(text))
    pairs = (a + b for a, b in itertools.pairwise(tokens) if GAP not in (a, b))
    return [token for token in tokens if token != GAP] + list(pairs)


def read_inputs(folder: Path, articles: int) -> Inputs:
    """Read and cut the benchmark; with fewer articles, questions without an answer among them are left out."""
    folding = Folding(traditional_table())
    with gzip.open(folder / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        raw = [json.loads(line) for line in file][:articles]
    cut = [terms_of(folding, "。".join((a["law"], a["article"], a["chapter"], a["text"]))) for a in raw]
    judged: dict[int, set[int]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        question, article, _ = line.split()
        if int(article) < len(raw):
            judged.setdefault(int(question), set()).add(int(article))
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [q for q in map(json.loads, lines) if q["qid"] in judged]
    questions = [(q["text"], terms_of(folding, q["text"])) for q in asked]
    return Inputs(cut, raw, questions, [judged[q["qid"]] for q in asked])


def keywords_of(inputs: Inputs) -> list[list[str]]:
    """Return each question's six rarest terms that occur at all: what a practised user would type."""
    held = Counter(term for article in inputs.articles for term in set(article))
    return [
        sorted({t for t in terms if held[t]}, key=lambda term: (held[term], term))[:KEYWORDS]
        for _, terms in inputs.questions
    ]


def measure(engine: str, inputs: Inputs, folder: Path, sample: int) -> Result:
    """Build, open and ask one engine."""
    build, open_engine = ENGINES[engine]
    began = time.process_time()
    build(inputs.articles, inputs.raw, folder)
    build_cpu = time.process_time() - began
    before = psutil.Process().memory_info().rss
    began_wall = time.perf_counter()
    search = open_engine(folder)
    step = max(1, len(inputs.questions) // sample)
    chosen = range(0, len(inputs.questions), step)
    search(*inputs.questions[0], TOP)
    first = (time.perf_counter() - began_wall) * 1000
    found, spent = _timed(search, [inputs.questions[i] for i in chosen])
    keywords = keywords_of(inputs)
    _, spent_keywords = _timed(search, [("", keywords[i]) for i in chosen])
    memory = psutil.Process().memory_info().rss - before
    quality = _quality(found, [inputs.answers[i] for i in chosen])
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    return Result(engine, build_cpu, size, memory / 1e6, first, spent, spent_keywords, *quality, len(chosen))


def _timed(
    search: Search, queries: Sequence[tuple[str, list[str]]]
) -> tuple[list[list[int]], tuple[float, float, float]]:
    """Return what was found and the 50th, 95th and 99th percentile of the milliseconds taken."""
    found, spent = [], []
    for text, terms in queries:
        began = time.thread_time()
        found.append(search(text, terms, TOP))
        spent.append((time.thread_time() - began) * 1000)
    p50, p95, p99 = np.percentile(spent, [50, 95, 99])
    return found, (float(p50), float(p95), float(p99))


def _quality(found: Sequence[list[int]], answers: Sequence[set[int]]) -> tuple[float, float, float]:
    """Return recall at 10 and at 100 and the mean reciprocal rank in the first ten."""
    pairs = list(zip(found, answers, strict=True))
    recall = [float(np.mean([len(right & set(rows[:k])) / len(right) for rows, right in pairs])) for k in (10, 100)]
    ranks = [next((1 / n for n, row in enumerate(rows[:10], start=1) if row in right), 0.0) for rows, right in pairs]
    return recall[0], recall[1], float(np.mean(ranks))


def corpus_times(folder: Path) -> dict[str, tuple[float, float, float]]:
    """Return the percentiles of searching the shipped corpus with highlights and facets, and of suggesting."""
    from kb.model.search import MAX_PER_PAGE, SearchQuery
    from tests.relevance.corpus_index import corpus_index
    from tests.relevance.judged import load_judged

    documents, backend = corpus_index(folder)
    for page in range(1, backend.size // MAX_PER_PAGE + 2):  # as a server does before the first reader
        backend.search(SearchQuery(page=page, per_page=MAX_PER_PAGE))
    queries = [item.query for item in load_judged(documents)]
    prefixes = sorted({query.text[:n] for query in queries for n in (1, 2, 3)})
    runs_of: dict[str, list[Callable[[], object]]] = {
        "search": [lambda q=q: backend.search(q) for q in queries],
        "search, hostile": [lambda q=q: backend.search(SearchQuery(text=q)) for q in _HOSTILE],
        "suggest": [lambda p=p: backend.suggest(p) for p in prefixes],
    }
    return {name: _percentiles(calls) for name, calls in runs_of.items()}


_HOSTILE = ("煤" * 10000, "煤*气*柜*" * 30, "(" * 5000, '“"' * 200, "a" * 10000, "\U0001f525" * 90, "炉 " * 50)


def _percentiles(calls: Sequence[Callable[[], object]]) -> tuple[float, float, float]:
    spent = []
    for call in (*calls[:5], *calls):
        began = time.thread_time()
        call()
        spent.append((time.thread_time() - began) * 1000)
    p50, p99, worst = np.percentile(spent[5:], [50, 99, 100])
    return float(p50), float(p99), float(worst)


def _report(results: Sequence[Result]) -> None:
    print(
        f"{'engine':8}{'build s':>9}{'MB':>7}{'RAM MB':>8}{'open+1st':>10}"
        f"{'q p50':>9}{'p95':>9}{'p99':>9}{'kw p50':>9}{'p95':>9}{'p99':>9}{'R@10':>7}{'R@100':>7}{'MRR@10':>8}{'n':>6}"
    )
    for r in results:
        times = "".join(f"{value:9.2f}" for value in (*r.questions, *r.keywords))
        print(
            f"{r.engine:8}{r.build_cpu:9.1f}{r.size:7.0f}{r.memory:8.0f}{r.open_and_first:10.1f}{times}"
            f"{r.recall_10:7.3f}{r.recall_100:7.3f}{r.reciprocal_rank:8.3f}{r.asked:6}"
        )


def _child(engine: str, options: argparse.Namespace, bench: Path) -> Result:
    """Measure one engine in a process of its own."""
    command = [sys.executable, __file__, "--child", engine, "--articles", str(options.articles)]
    command += ["--whoosh-questions", str(options.whoosh_questions)]
    environment = {**os.environ, "HAZARDKB_BENCH": str(bench)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603  # ourselves
    if done.returncode:
        raise SystemExit(f"{engine}：{done.stderr.strip().splitlines()[-1]}")
    return Result(**json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Measure the engines asked for and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10**9)
    parser.add_argument("--whoosh-questions", type=int, default=40)
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--child", choices=ENGINES)
    options = parser.parse_args()
    folder = os.environ.get("HAZARDKB_BENCH")
    with tempfile.TemporaryDirectory() as place:
        if options.child:
            inputs = read_inputs(Path(folder or ""), options.articles)
            sample = options.whoosh_questions if options.child == "whoosh" else len(inputs.questions)
            print(json.dumps(asdict(measure(options.child, inputs, Path(place), sample))))
            return
        if folder:
            _report([_child(engine, options, Path(folder)) for engine in options.engines.split(",")])
        else:
            print("HAZARDKB_BENCH is not set: the comparison with other engines is left out")
        for name, (p50, p99, worst) in corpus_times(Path(place)).items():
            print(f"corpus, {name}: p50 {p50:.2f} ms, p99 {p99:.2f} ms, worst {worst:.2f} ms")


if __name__ == "__main__":
    main()
