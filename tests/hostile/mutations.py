"""A small good PDF cut off at every byte, and thousands of seeded mutations of it: only clean results or clean errors.

Usage: python -m tests.hostile.mutations [--truncations EVERY] [--mutations N] [--seed S]. One child process reads many
inputs under its limits; one that dies is replaced. An input that kills a child is then read the way a user's file is,
and must end in a sentence there.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from select import select
from typing import IO

from ingest import worker
from ingest.errors import ERRORS, IngestError
from ingest.extract import Extraction, check_file, extract_file, gather
from ingest.limits import Limits, allow_cpu, limit_this_process
from ingest.messages import Failed, PageDone, PageLost, ReadPages
from ingest.pdfium import OpenError
from tests.hostile.small import small_pdf

LIMITS = Limits(memory_mb=1024, cpu_seconds=20, page_seconds=10, wall_seconds=30, lost_pages=1)
TOKENS = (
    b"0", b"-1", b"65536", b"2147483648", b"99999999999999999999", b"obj", b"endobj", b"stream", b"endstream", b"xref",
    b"trailer", b"<<", b">>", b"[", b"]", b"/Kids", b"/Parent", b"/Length", b"/Count", b"R", b"\xff", b"\x00", b"(",
)  # fmt: skip


def truncations(good: bytes, every: int = 1) -> Iterator[tuple[str, bytes]]:
    """The file cut off after each byte, or after every so many; each a second time with an end put on."""
    for length in range(0, len(good), every):
        yield f"cut-{length}", good[:length]
        yield f"cut-{length}-ended", good[:length] + b"\n%%EOF\n"


def mutations(good: bytes, count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """The file with one to eight bytes changed, runs removed, doubled or moved, or tokens of the format put in."""
    for number in range(count):
        chance = random.Random(f"{seed}-{number}")  # noqa: S311 - to be repeated, not secret
        data = bytearray(good)
        for _ in range(chance.randint(1, 8)):
            _mutate(data, chance)
        yield f"mutation-{seed}-{number}", bytes(data)


def _mutate(data: bytearray, chance: random.Random) -> None:
    at, length = chance.randrange(len(data)), chance.choice((1, 2, 4, 16, 64))
    match chance.randrange(6):
        case 0:
            data[at] = chance.randrange(256)
        case 1:
            data[at] ^= 1 << chance.randrange(8)
        case 2:
            del data[at : min(at + length, len(data) - 1)]
        case 3:
            data[at:at] = data[at : at + length]
        case 4:
            token = chance.choice(TOKENS)
            data[at : at + len(token)] = token
        case 5:
            other = chance.randrange(len(data))
            data[at : at + length] = data[other : other + length]


def outcome(path: Path) -> str:
    """What reading a file comes to, in this process: rows and lost pages, or the code of its error.

    Any other exception leaves, as it would leave the child.
    """
    try:
        found = _read(path)
    except IngestError as error:
        return error.code
    rows, lost = found.report.rows, sum(note.lost for note in found.report.notes)
    assert rows == found.report.entries + len(found.report.rejects)
    return f"{rows} rows" + (f", {lost} pages lost" if lost else "")


def _read(path: Path) -> Extraction:
    sha = check_file(path, LIMITS)
    pages: list[PageDone | PageLost] = []
    try:
        for reply in worker.read_pages(ReadPages(bytes(path), LIMITS)):
            if isinstance(reply, Failed):
                raise ERRORS[reply.code](path.name, limit=LIMITS.pages)
            if isinstance(reply, PageDone | PageLost):
                pages.append(reply)
    except OpenError as error:
        raise ERRORS[error.code](path.name) from error
    return gather(path.name, sha, pages)


def serve() -> None:
    """The child: a path a line in, an outcome a line out, until one kills it."""
    limit_this_process(LIMITS)
    for line in sys.stdin:
        allow_cpu(LIMITS.cpu_seconds)
        print(json.dumps(outcome(Path(line.strip()))), flush=True)


@dataclass
class Tally:
    """Outcomes with how often they came, and the inputs that killed a child with how they ended for a user."""

    outcomes: Counter[str] = field(default_factory=Counter)
    killers: dict[str, str] = field(default_factory=dict)
    slowest: float = 0.0

    @property
    def inputs(self) -> int:
        """How many inputs were read."""
        return self.outcomes.total()


class Reader:
    """A child process that reads file after file."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def ask(self, path: Path) -> str:
        """The outcome of one file; empty when it killed the child or kept it too long."""
        process = self._process or self._start()
        source, sink = _pipes(process)
        sink.write(f"{path}\n")
        sink.flush()
        ready, _, _ = select([source], [], [], LIMITS.page_seconds)
        line = source.readline() if ready else ""
        if not line:
            self._stop()
            return ""
        return str(json.loads(line))

    def _start(self) -> subprocess.Popen[str]:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.mutations", "--serve"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        return self._process

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        self._process = None


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdout is not None
    assert process.stdin is not None
    return process.stdout, process.stdin


def run(inputs: Iterator[tuple[str, bytes]], folder: Path) -> Tally:
    """Reads every input; those that kill a child are read once more as a user's file is."""
    tally = Tally()
    with Reader() as reader:
        for name, data in inputs:
            path = folder / f"{name}.pdf"
            path.write_bytes(data)
            started = time.monotonic()
            found = reader.ask(path)
            if not found:
                found = tally.killers[name] = f"child died, then: {as_for_a_user(path)}"
            tally.slowest = max(tally.slowest, time.monotonic() - started)
            tally.outcomes[found] += 1
            path.unlink()
    return tally


def as_for_a_user(path: Path) -> str:
    """The outcome through the real child with its parent; raises what is not a clean end."""
    try:
        report = extract_file(path, LIMITS).report
    except IngestError as error:
        return error.code if path.name in str(error) else f"a sentence without the name: {error}"
    return f"{report.rows} rows, {sum(note.lost for note in report.notes)} pages lost"


def main() -> int:
    """Runs all and prints the tally."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--truncations", type=int, default=1)
    parser.add_argument("--mutations", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=8)
    options = parser.parse_args()
    if options.serve:
        serve()
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        good = small_pdf(folder / "good.pdf")
        kinds = {
            f"{len(good)} bytes cut": truncations(good, options.truncations),
            "mutations": mutations(good, options.mutations, options.seed),
        }
        for kind, inputs in kinds.items():
            tally = run(inputs, folder)
            print(f"{kind}: {tally.inputs} inputs, {len(tally.killers)} killed a child, slowest {tally.slowest:.2f} s")
            for found, count in tally.outcomes.most_common():
                print(f"  {count:>6} {found}")
            for killer in list(tally.killers)[:10]:
                print(f"    {killer}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
