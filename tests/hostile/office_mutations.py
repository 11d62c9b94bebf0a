"""A small good Word file and workbook cut at every byte and changed at random: only clean rows or clean errors.

Usage: python -m tests.hostile.office_mutations [--changes N] [--seed S]. Read in this process, so that anything but an
IngestError shows; what is raised is printed with its number and ends the run with 1.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator

from ingest.errors import IngestError
from ingest.office.document import WordDocument
from ingest.office.extract import gather
from ingest.office.messages import Tables
from ingest.office.register import read_register
from ingest.office.word import read_word
from ingest.office.workbook import read_workbook
from tests.ingest.office.books import register_book, saved
from tests.ingest.office.docx_xml import cell, docx, row, table, zipped

NAME = "变.docx"

TAGS = (
    b"<w:tc>",
    b"</w:tc>",
    b"<w:tr>",
    b"<w:vMerge/>",
    b'<w:gridSpan w:val="9"/>',
    b"</w:p>",
    b"&#0;",
    b"&x;",
    b"<!--",
)


def small_docx() -> bytes:
    """A good Word file of one hazard."""
    header = row(*map(cell, ("序号", "场所", "较大危险因素", "事故类型", "防范措施", "依据")))
    return docx(table(header, row(*map(cell, ("1", "泵房", "漏气。", "火灾", "关阀。", "")))))


def read_docx(data: bytes) -> Tables:
    """What the child makes of a Word file."""
    return read_word(WordDocument(data, NAME))


def read_xlsx(data: bytes) -> Tables:
    """What the child makes of a workbook."""
    return read_register(read_workbook(data, NAME), ())


def cuts(data: bytes, step: int) -> Iterator[tuple[int, bytes]]:
    """The file's first n bytes for every n, or every `step`-th."""
    yield from ((size, data[:size]) for size in range(1, len(data), step))


def changes(data: bytes, count: int, chance: random.Random) -> Iterator[bytes]:
    """So many altered files: half have bytes of the package changed, half the XML inside a sound package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        files: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    for number in range(count):
        if number % 2:
            yield _changed(data, chance)
        else:
            name = chance.choice([name for name in files if name.endswith((".xml", ".rels"))])
            raw = files[name]
            yield zipped(files | {name: _changed(raw if isinstance(raw, bytes) else raw.encode(), chance)})


def _changed(data: bytes, chance: random.Random) -> bytes:
    """One to four bytes set, runs removed or doubled, or tags put in."""
    body = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at, kind = chance.randrange(len(body)), chance.randrange(4)
        if kind == 0:
            body[at] = chance.randrange(256)
        elif kind == 1:
            del body[at : at + chance.randint(1, 40)]
        elif kind == 2:
            body[at:at] = body[at : at + chance.randint(1, 80)]
        else:
            body[at:at] = chance.choice(TAGS)
    return bytes(body)


def outcome(data: bytes, read: Callable[[bytes], Tables] = read_docx) -> str:
    """rows, no table or error; anything else is raised. Rows must add up and every row say where it stands."""
    try:
        tables = read(data)
    except IngestError as error:
        sentence = str(error)
        assert f"“{NAME}”" in sentence
        assert sentence.endswith("。")
        return "error"
    if not tables.pages:
        return "no table"
    found = gather(tables, name=NAME, sha="0" * 64, kind="word")
    assert found.report.rows == found.report.entries + len(found.report.rejects)
    assert all(entry.hazard and entry.places for entry in found.entries)
    return "rows"


def main() -> int:
    """Runs everything and prints how often each outcome came."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--changes", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=8)
    asked = parser.parse_args()
    harm = 0
    for label, good, read in (("docx", small_docx(), read_docx), ("xlsx", saved(register_book()), read_xlsx)):
        chance, found, begun = random.Random(asked.seed), Counter[str](), time.monotonic()  # noqa: S311 - to be repeated
        inputs = [("cut", data) for _, data in cuts(good, 1)]
        inputs += [("change", data) for data in changes(good, asked.changes, chance)]
        for number, (kind, data) in enumerate(inputs):
            try:
                found[f"{kind}: {outcome(data, read)}"] += 1
            except BaseException as error:  # noqa: BLE001 - panics of calamine are no Exception
                harm += 1
                print(f"{label} {number} {kind}: {error!r}")
        print(f"{label}, {len(good)} bytes, {time.monotonic() - begun:.0f} s: {dict(found)}")
    return int(harm > 0)


if __name__ == "__main__":
    sys.exit(main())
