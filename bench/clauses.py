"""Many clauses: ingest, build and serve three times $HAZARDKB_BENCH (about 169,000 articles), with time and memory.

Run: python bench/clauses.py [--copies N] [--keep DIR]. Each step is a process of its own; its peak is the largest
resident memory seen while it ran (ten looks a second, children included). Prints a table; nothing is asserted.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

import psutil

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = [sys.executable, str(ROOT / "hazardkb.py")]
SERVING = """import sys; from pathlib import Path
sys.path.insert(0, sys.argv[1])
from index.builder import WhooshIndexBuilder
from kb.edition import EditionInputs
from kb.paths import corpus_folder
from web.server import serve
serve(EditionInputs(corpus_folder(), Path(sys.argv[2]), WhooshIndexBuilder()), "127.0.0.1", int(sys.argv[3]))
"""
"""Serves the edition that is there; `hazardkb serve` would compile anew should the corpus have changed meanwhile."""
MEGABYTE = 1024 * 1024
QUESTIONS = 200


def main() -> int:
    """Write the texts, run the three steps, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=3, help="how many times each law is taken (default 3)")
    parser.add_argument("--keep", type=Path, help="work in this folder and leave it there")
    parser.add_argument("--serve-only", action="store_true", help="only serve what an earlier run left in --keep")
    options = parser.parse_args()
    bench = Path(os.environ.get("HAZARDKB_BENCH", ""))
    if not (bench / "articles.jsonl.gz").is_file():
        print("HAZARDKB_BENCH 未设置或没有 articles.jsonl.gz。", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        if options.serve_only:
            serve(folder / "data", list(questions(bench)))
            return 0
        files, articles = write_texts(bench, folder / "texts", options.copies)
        print(f"{files} documents, {articles:,} articles")
        data = ["--data", str(folder / "data")]
        measured("ingest", [*PROGRAM, "ingest", str(folder / "texts"), *data])
        measured("ingest again", [*PROGRAM, "ingest", str(folder / "texts"), *data])
        measured("build", [*PROGRAM, "build", *data])
        serve(folder / "data", list(questions(bench)))
    return 0


def write_texts(bench: Path, folder: Path, copies: int) -> tuple[int, int]:
    """Write each law as a text file, `copies` times under titles of their own; return files and articles."""
    laws: dict[str, list[dict[str, str]]] = defaultdict(list)
    with gzip.open(bench / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            laws[article["law"]].append(article)
    folder.mkdir(parents=True, exist_ok=True)
    for copy in range(copies):
        for number, (title, articles) in enumerate(laws.items()):
            body = "".join(f"{a['article']}　{a['text']}\n\n" for a in articles)
            head = f"# 试验{copy}号文本 {title}\n\n（2020年1月{copy + 1}日公布）\n\n"
            (folder / f"{copy}-{number:05}.md").write_text(head + body, encoding="utf-8")
    return copies * len(laws), copies * sum(map(len, laws.values()))


def questions(bench: Path) -> Iterator[str]:
    """Yield the words of the first questions."""
    with (bench / "questions.jsonl").open(encoding="utf-8") as lines:
        for _, line in zip(range(QUESTIONS), lines, strict=False):
            record = json.loads(line)
            yield next(value for value in record.values() if isinstance(value, str) and len(value) > 4)[:100]


class Peak:
    """Watches a process and its children."""

    def __init__(self, pid: int) -> None:
        self.bytes = 0
        self._process = psutil.Process(pid)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._stop.wait(0.1):
            try:
                family = [self._process, *self._process.children(recursive=True)]
                self.bytes = max(self.bytes, sum(p.memory_info().rss for p in family))
            except psutil.Error:
                continue

    def close(self) -> str:
        """Stop watching; return the peak for printing."""
        self._stop.set()
        self._thread.join()
        return f"{self.bytes / MEGABYTE:7.0f} MB"


def measured(name: str, command: Sequence[str]) -> None:
    """Run a command and print how long it took and its peak."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        peak = Peak(process.pid)
        last = ""
        for line in process.stderr or ():
            last = line.strip() or last
    print(f"{name:14}{time.perf_counter() - start:8.1f} s {peak.close()}  exit {process.returncode}  {last[:80]}")


@contextmanager
def server(data: Path) -> Iterator[tuple[str, Peak]]:
    """Serve on a free port; yield its address and watcher once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = [sys.executable, "-c", SERVING, str(ROOT), str(data), str(port)]
    with subprocess.Popen(program, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        peak, address = Peak(process.pid), f"http://127.0.0.1:{port}"
        try:
            while not _answers(address):
                time.sleep(0.1)
            yield address, peak
        finally:
            process.terminate()


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/healthz") as answer:  # noqa: S310 - our own server
            return answer.status == 200
    except URLError:
        return False


def serve(data: Path, words: Sequence[str]) -> None:
    """Ask every question, a clause by number and the catalogue of a running server; print times and peak."""
    start = time.perf_counter()
    with server(data) as (address, peak):
        print(f"{'start':14}{time.perf_counter() - start:8.1f} s")
        paths = {
            "search": [f"/api/v1/search?{urlencode({'q': w})}" for w in words],
            "search page": [f"/search?{urlencode({'q': w, 'kind': 'clause'})}" for w in words],
            "by number": [f"/search?{urlencode({'q': f'安全生产法第{n}条'})}" for n in range(1, 60)],
            "catalogue": ["/regulations"] * 3,
        }
        for name, asked in paths.items():
            times = sorted(_asked(address + path) for path in asked)
            middle, late = statistics.median(times), times[int(len(times) * 0.95)]
            print(f"{name:14}{middle * 1000:8.1f} ms median, {late * 1000:.1f} ms p95, {times[-1] * 1000:.0f} ms worst")
        print(f"{'serve':14}{'':10} {peak.close()}")


def _asked(url: str) -> float:
    start = time.perf_counter()
    with urlopen(url) as answer:  # noqa: S310 - our own server
        answer.read()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
