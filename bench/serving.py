"""Searches over HTTP: requests a second, p50 and p99 at 16 connections, and the first search beside the tenth.

`python bench/serving.py [--workers 1,2] [--seconds 5]` compiles the corpus, serves it here and asks in three ways:
what the server has never been asked (some 5,000 different questions and names: the judged queries of tests/relevance,
how people ask after each entry, places, posts, playbooks; in turn as page and as JSON), the same as often as questions
come again where people search, and the judged queries again and again, which are sent from memory. Every way begins
with a fresh server. The load comes from wrk on the same cores; without wrk from the client below, which costs more
than the server does. CPU is the server's own, in ms a request: on a machine with other work it is the figure to
compare. The first search is compared with the tenth over ten fresh servers, each asked the same ten questions, every
question once in every place.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psutil

from kb.paths import corpus_folder
from kb.store.corpus import load_corpus

ROOT = Path(__file__).parents[1]
QUERIES = ROOT / "tests" / "relevance" / "queries.txt"
CONNECTIONS = 16
SEED = 7
PLACES = 10
_LINE = re.compile(r"(?:\{(?P<filters>[^}]*)\} )?(?P<text>.*?) = .+")


@dataclass(frozen=True)
class Load:
    """What a round of load measured: requests, seconds, milliseconds of p50 and p99, failures."""

    requests: int
    seconds: float
    p50: float
    p99: float
    failed: int


def addresses() -> list[str]:
    """Return the judged queries as addresses, JSON and page in turn."""
    found = []
    for line in QUERIES.read_text(encoding="utf-8").splitlines():
        match = _LINE.fullmatch(line.strip())
        if match and not line.startswith("#"):
            filters = dict(part.split(": ") for part in (match["filters"] or "").split(", ") if part)
            found += _both({"q": match["text"], **filters})
    return found


def unasked() -> list[str]:
    """Return addresses of different questions, in turn JSON and page; then each question in its other form."""
    corpus = load_corpus(corpus_folder())
    texts = [text for entry in corpus.entries for text in (entry.location, *entry.asked_as)]
    texts += [text for post in corpus.posts for text in (post.title, *post.aliases, *post.colloquial)]
    texts += [text for playbook in corpus.playbooks for text in (playbook.title, *playbook.aliases)]
    judged = addresses()
    pairs = [*zip(judged[::2], judged[1::2], strict=True), *(_both({"q": text}) for text in dict.fromkeys(texts))]
    random.Random(SEED).shuffle(pairs)  # noqa: S311 - an order that stays the same
    forms = [pair if number % 2 else pair[::-1] for number, pair in enumerate(pairs)]
    return [form for place in (0, 1) for form in (pair[place] for pair in forms)]


def _both(query: dict[str, str]) -> tuple[str, str]:
    return f"/api/v1/search?{urlencode(query)}", f"/search?{urlencode(query)}"


@contextmanager
def server(data: Path, workers: int) -> Iterator[tuple[int, psutil.Process]]:
    """Serve `data` on a free port until the block ends; yields port and process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = [sys.executable, str(ROOT / "hazardkb.py"), "serve", "--data", str(data)]
    with subprocess.Popen(  # noqa: S603 - our own program
        [*program, "--port", str(port), "--workers", str(workers)], stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait_for(port, process, workers)
            yield port, psutil.Process(process.pid)
        finally:
            process.terminate()


def _wait_for(port: int, process: subprocess.Popen[bytes], workers: int) -> None:
    while process.poll() is None:
        if _listening(process.pid, port) >= workers:  # before, connections would all go to those that are there
            ask(port, ["/healthz"] * 20)
            return
        time.sleep(0.05)
    raise RuntimeError("the server ended at once")


def _listening(pid: int, port: int) -> int:
    """Return how many processes of the server's listen."""
    listening = 0
    with suppress(psutil.Error):
        for process in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
            found = process.net_connections("tcp")
            listening += any(c.status == psutil.CONN_LISTEN and c.laddr[1] == port for c in found)
    return listening


def cpu_seconds(process: psutil.Process) -> float:
    """Return the CPU time of `process` and its children so far."""
    return sum(sum(p.cpu_times()[:2]) for p in (process, *process.children(recursive=True)))


def ask(port: int, paths: Sequence[str], pause: float = 0.0) -> list[float]:
    """Return the milliseconds of each address, asked one after another on one connection, `pause` seconds between."""
    connection, times = http.client.HTTPConnection("127.0.0.1", port), []
    for path in paths:
        time.sleep(pause)
        began = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, path  # noqa: S101 - a figure of failed requests would mean nothing
        times.append((time.perf_counter() - began) * 1000)
    return times


def load(port: int, file: Path, seconds: int) -> Load:
    """Put the addresses of `file` in turn on the server for `seconds` and return what was measured."""
    wrk = shutil.which("wrk")
    if wrk is None:
        return asyncio.run(_own_load(port, file.read_text("utf-8").splitlines(), seconds))
    command = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", "-s", str(ROOT / "bench" / "serving.lua")]
    command += [f"http://127.0.0.1:{port}", "--", str(file)]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - wrk
    requests, duration, p50, p99, failed = next(r for r in out.splitlines() if r.startswith("RESULT")).split()[1:]
    return Load(int(requests), int(duration) / 1e6, float(p50), float(p99), int(failed))


async def _own_load(port: int, paths: Sequence[str], seconds: int) -> Load:
    times: list[float] = []
    failed, end = 0, time.perf_counter() + seconds
    numbers = iter(range(10**9))

    async def connection() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < end:
            path = paths[next(numbers) % len(paths)]
            began = time.perf_counter()
            writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(int(re.search(rb"content-length: (\d+)", head)[1]))  # type: ignore[index]
            failed += not head.startswith(b"HTTP/1.1 200")
            times.append((time.perf_counter() - began) * 1000)
        writer.close()

    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    times.sort()
    return Load(len(times), seconds, times[len(times) // 2], times[int(len(times) * 0.99)], failed)


def first_and_tenth(data: Path, kind: str) -> str:
    """Return the mean of the first and of the tenth search of fresh servers, over the same questions each.

    Asked one every fifth of a second, as a person does at most: right after one another each finds the processor's
    caches as the one before left them.
    """
    paths = [path for path in addresses() if path.startswith(kind)]
    paths = paths[:: len(paths) // PLACES][:PLACES]
    times = []
    for number in range(PLACES):
        with server(data, 1) as (port, _):
            times.append(ask(port, ["/healthz", *paths[number:], *paths[:number]], pause=0.2)[1:])
    first, tenth = ([row[place] for row in times] for place in (0, PLACES - 1))
    return f"first {statistics.mean(first):.1f} ms, tenth {statistics.mean(tenth):.1f}"


def as_people_ask(paths: Sequence[str]) -> list[str]:
    """Return addresses drawn as questions come: the n-th most frequent in proportion to n^-0.8.

    The exponent is an assumption, of the size that studies of web searches are known for; there is no log of ours yet.
    """
    weights = [rank**-0.8 for rank in range(1, len(paths) + 1)]
    return random.Random(SEED).choices(paths, weights, k=200_000)  # noqa: S311 - draws that stay the same


def measure(data: Path, workers: int, seconds: int) -> None:
    """Print the figures of servers of `workers` processes, each way of asking on a fresh one."""
    new = unasked()
    half = len(new) // 2
    ways = {
        "never asked": new,
        "never asked, JSON": [path for path in new if path.startswith("/api")],
        "never asked, page": [path for path in new if not path.startswith("/api")],
        "as people ask": as_people_ask(new[:half]),
        "asked before": addresses(),
    }
    print(f"\n{workers} worker(s)")
    for name, paths in ways.items():
        with server(data, workers) as (port, process):
            file = data.parent / "addresses.txt"
            file.write_text("\n".join(paths), encoding="utf-8")
            if name == "asked before":
                load(port, file, 5 * workers)  # each process keeps its own answers
            before = cpu_seconds(process)
            seen = load(port, file, seconds)
            cpu = (cpu_seconds(process) - before) * 1000 / max(seen.requests, 1)
            print(
                f"  {name:18} {seen.requests / seen.seconds:7.0f} req/s  p50 {seen.p50:6.1f} ms  p99 {seen.p99:6.1f} ms"
                f"  CPU {cpu:.2f} ms a request  failed {seen.failed}"
                f"  new {len(set(paths[: seen.requests])) / seen.requests:.0%}"
            )


def main() -> None:
    """Compile the corpus and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--seconds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        subprocess.run([sys.executable, str(ROOT / "hazardkb.py"), "build", "--data", str(data)], check=True)  # noqa: S603
        print(f"load on this machine before: {psutil.getloadavg()[0]:.1f}; {psutil.cpu_count()} cores")
        for kind in ("/api", "/search"):
            print(f"{kind}: {first_and_tenth(data, kind)}")
        for workers in map(int, options.workers.split(",")):
            measure(data, workers, options.seconds)


if __name__ == "__main__":
    main()
