"""How long documents take and how much memory: 500 notice cards in one PDF against bare typst, one card, one pack.

Run: python bench/documents.py [--cards N]. Prints a table; nothing is asserted. The large PDFs are timed by the
processor (all threads), each in a process of its own; the rest by the wall's clock.
"""

from __future__ import annotations

import argparse
import io
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psutil
import typst

from index.backend import WhooshBackend
from index.builder import WhooshIndexBuilder
from kb.edition import EditionInputs, build_edition
from kb.holder import open_edition
from kb.model.card import Card, CardOptions
from kb.paths import corpus_folder
from kb.services.cards import build_card
from kb.store.knowledge import Knowledge
from web.documents import questions_for, render
from web.documents.notice import notice_data, write_notices
from web.documents.plain import printable_data

DOCUMENTS = Path(__file__).resolve().parent.parent / "web" / "documents"
FONTS, TEMPLATES = DOCUMENTS / "fonts", DOCUMENTS / "templates"
PLAIN = """#set text(font: "Hazardkb Sans SC", size: 9.5pt, lang: "zh")
#for text in json(bytes(sys.inputs.data)) { par(text) }
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=500, help="cards in the large PDF (default 500)")
    wanted = parser.parse_args().cards
    with tempfile.TemporaryDirectory() as folder:
        edition = open_edition(
            build_edition(EditionInputs(corpus_folder(), Path(folder), WhooshIndexBuilder())), WhooshBackend.open
        )
        knowledge = edition.knowledge
        cards = tuple(islice(cycle(cards_of(knowledge)), wanted))
        report(knowledge, cards)
        knowledge.close()


def cards_of(knowledge: Knowledge) -> list[Card]:
    """Return a card of every post."""
    options = CardOptions(as_of=date.today().isoformat())  # noqa: DTZ011 - any day does
    return [build_card(post, knowledge, options) for post in knowledge.posts()]


def report(knowledge: Knowledge, cards: tuple[Card, ...]) -> None:
    """Print every measurement."""
    texts = [text for card in cards for text in strings(notice_data(card))]
    print(f"{len(cards)} cards of {len(knowledge.posts())} posts, {sum(map(len, texts)):,} characters")
    longest = max(cards, key=lambda card: sum(len(e.lines) for e in card.entries))
    options = CardOptions(as_of=longest.options.as_of)
    post = knowledge.post(longest.post.code)
    singles = [timed(lambda: render(build_card(post, knowledge, options), "notice", "pdf"))[0] for _ in range(20)]
    median, worst = statistics.median(singles) * 1e3, max(singles) * 1e3
    print(f"longest post, one card    {median:7.1f} ms median, {worst:.1f} ms worst of {len(singles)}")
    options = CardOptions(as_of=options.as_of, questions=questions_for("pack"))
    pack = build_card(post, knowledge, options)
    for name, clock in (("wall", time.perf_counter), ("CPU", time.process_time)):
        packs = [timed(lambda: render(pack, "pack", "zip"), clock)[0] for _ in range(3)]
        print(f"longest post, one pack    {statistics.median(packs):7.2f} s {name}, median of 3")
    large(cards, texts)


def large(cards: tuple[Card, ...], texts: list[str]) -> None:
    """Print what the large PDFs cost, each made in a process of its own."""
    plain = alone(plain_pdf, texts)
    bare = alone(bare_pdf, cards)
    ours = alone(our_pdf, cards)
    named = (("plain paragraphs", plain), ("typst alone, our layout", bare), ("notice cards in one PDF", ours))
    for name, (seconds, size, peak) in named:
        print(f"{name:<25} {seconds:7.2f} s CPU  {size / 1e6:6.2f} MB, peak {peak:.0f} MiB")
    print(f"  = {ours[0] / bare[0]:.2f} x typst alone, {ours[0] / plain[0]:.2f} x plain paragraphs")


def alone(work: Callable[[Any], bytes], data: Any) -> tuple[float, int, float]:
    """Return CPU seconds, size in bytes and peak memory in MiB of `work(data)` in a new process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measured, work, data).result()


def measured(work: Callable[[Any], bytes], data: Any) -> tuple[float, int, float]:
    """Return CPU seconds, size in bytes and peak memory in MiB of `work(data)` here."""
    seconds, content = timed(lambda: work(data), time.process_time)
    return seconds, len(content), peak_mib()


def plain_pdf(texts: list[str]) -> bytes:
    """Return the texts as plain paragraphs: what typst costs without layout, tables or tags."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plain.typ"
        path.write_text(PLAIN, encoding="utf-8")
        return compiled(path, printable_data(texts), pdf_tags=False)


def our_pdf(cards: tuple[Card, ...]) -> bytes:
    """Return the cards as we make a large file: compiled a few at a time and merged with their tags."""
    target = io.BytesIO()
    write_notices(cards, target)
    return target.getvalue()


def bare_pdf(cards: tuple[Card, ...]) -> bytes:
    """Return the cards through our template by typst itself: no check of the text, no second save."""
    data = {"title": "bench", "paper": "a4", "cards": [notice_data(card) for card in cards]}
    return compiled(TEMPLATES / "notice.typ", data, pdf_standards="ua-1")


def compiled(path: Path, data: Any, **options: Any) -> bytes:
    """Return the PDF of one typst file with `data` as its only input."""
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    content = typst.compile(
        str(path),
        root=str(path.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs=inputs,
        **options,
    )
    if not isinstance(content, bytes):
        raise TypeError(type(content))
    return content


def strings(value: Any) -> Iterator[str]:
    """Yield every text a template would print; drawings are not text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in {"svg", "full"}:
                yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def timed(work: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> tuple[float, Any]:
    """Return the seconds `work` took, on the wall's clock or the processor's, and its result."""
    start = clock()
    result = work()
    return clock() - start, result


def peak_mib() -> float:
    """Return the process's highest resident memory so far in MiB."""
    if sys.platform == "win32":
        return psutil.Process().memory_info().peak_wset / 2**20
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
