"""An edition is whole or not there: built twice it is the same, killed at any moment the old one serves."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.backend import WhooshBackend
from index.builder import WhooshIndexBuilder
from kb.edition import EditionInputs, attach_official, build_edition, current_edition, input_digest
from kb.errors import CorpusError, EditionError
from kb.holder import EditionHolder
from kb.model.official import OfficialRow
from kb.model.search import SearchQuery
from kb.paths import corpus_folder
from kb.store.corpus import Corpus
from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def small_corpus(tmp_path: Path) -> Path:
    """A corpus with one section of entries and everything they refer to: quick to build."""
    folder = tmp_path / "corpus"
    shutil.copytree(corpus_folder(), folder, ignore=shutil.ignore_patterns("entries", "posts", "lexicon"))
    section = min((corpus_folder() / "entries" / "metallurgy").rglob("*.yaml"))
    target = folder / section.relative_to(corpus_folder())
    target.parent.mkdir(parents=True)
    shutil.copy(section, target)
    return folder


def _inputs(corpus: Path, data: Path) -> EditionInputs:
    return EditionInputs(corpus, data, WhooshIndexBuilder())


def test_building_again_changes_nothing(small_corpus: Path, tmp_path: Path) -> None:
    inputs = _inputs(small_corpus, tmp_path / "data")
    first = build_edition(inputs)
    stamp = (first / "knowledge.sqlite3").stat().st_mtime_ns
    assert build_edition(inputs) == first
    assert (first / "knowledge.sqlite3").stat().st_mtime_ns == stamp


def test_a_changed_line_makes_a_new_edition(small_corpus: Path, tmp_path: Path) -> None:
    inputs = _inputs(small_corpus, tmp_path / "data")
    before = input_digest(inputs)
    section = next((small_corpus / "entries").rglob("*.yaml"))
    section.write_text(section.read_text("utf-8") + "# 改动\n", encoding="utf-8")
    assert input_digest(inputs) != before


def test_a_faulty_corpus_leaves_the_old_edition_serving(small_corpus: Path, tmp_path: Path) -> None:
    inputs = _inputs(small_corpus, tmp_path / "data")
    old = build_edition(inputs)
    section = next((small_corpus / "entries").rglob("*.yaml"))
    section.write_text("industry: 冶金\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="不合规格"):
        build_edition(inputs)
    assert current_edition(inputs.editions) == old
    assert not list(inputs.editions.glob(".building-*"))


def test_a_server_moves_to_the_new_edition_and_keeps_the_old_open(small_corpus: Path, tmp_path: Path) -> None:
    inputs = _inputs(small_corpus, tmp_path / "data")
    build_edition(inputs)
    holder = EditionHolder(inputs.editions, WhooshBackend.open, interval=0.0)
    held = holder.current()
    section = next((small_corpus / "entries").rglob("*.yaml"))
    section.write_text(section.read_text("utf-8") + "# 改动\n", encoding="utf-8")
    build_edition(inputs)
    wait_until(lambda: holder.current().folder != held.folder)
    assert (
        held.backend.search(SearchQuery(text="煤气")).total
        == holder.current().backend.search(SearchQuery(text="煤气")).total
    )
    assert held.knowledge.counts() == holder.current().knowledge.counts()


def test_no_edition_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(EditionError, match="hazardkb build"):
        EditionHolder(tmp_path, WhooshBackend.open).current()


def test_official_rows_attach_by_text_not_by_position(corpus: Corpus) -> None:
    entry, other = corpus.entries[0], corpus.entries[1]
    moved = OfficialRow(
        id=other.id, industry="冶金", chapter="一", location="x", hazard="y", digest=entry.official_digest
    )
    changed = OfficialRow(id=entry.id, industry="冶金", chapter="一", location="x", hazard="y", digest="0" * 16)
    attached = attach_official([entry], [changed, moved])
    assert attached == {entry.id: moved}


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killing_the_build_at_random_moments_leaves_a_working_edition(small_corpus: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    inputs = _inputs(small_corpus, data)
    section = next((small_corpus / "entries").rglob("*.yaml"))
    old = build_edition(inputs)
    length = _timed_build(small_corpus, data, section, None)
    moments = random.Random(20)  # noqa: S311 - moments to kill at, not secrets
    for _ in range(20):
        _timed_build(small_corpus, data, section, moments.uniform(0.0, length))
        folder = current_edition(inputs.editions)
        assert folder is not None
        assert WhooshBackend.open(folder / "index").search(SearchQuery(text="煤气")).total > 0
    assert build_edition(inputs) != old


def _timed_build(corpus: Path, data: Path, section: Path, kill_after: float | None) -> float:
    """Change the corpus and build it in another process, killed after that many seconds; return how long it ran."""
    section.write_text(section.read_text("utf-8") + "# 改动\n", encoding="utf-8")
    program = (
        "import sys; from pathlib import Path; from kb.edition import EditionInputs, build_edition;"
        "from index.builder import WhooshIndexBuilder;"
        "build_edition(EditionInputs(Path(sys.argv[1]), Path(sys.argv[2]), WhooshIndexBuilder()))"
    )
    start = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(corpus), str(data)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    try:
        process.wait(kill_after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
    return time.monotonic() - start
