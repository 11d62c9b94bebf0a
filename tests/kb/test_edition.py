"""An edition is whole or not there: built twice it is the same, killed at any moment the old one serves."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from index.backend import WhooshBackend
from kb.edition import EditionInputs, attach_official, build_edition, current_edition, input_digest
from kb.errors import CorpusError, EditionError
from kb.holder import EditionHolder
from kb.model.official import OfficialRow
from kb.model.search import SearchQuery
from kb.store.corpus import Corpus
from tests.own.small import copied
from tests.thorough import KILLS
from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def inputs(small: EditionInputs, tmp_path: Path) -> EditionInputs:
    """The small corpus to change at will, in a data folder where it is compiled."""
    shutil.copytree(small.corpus, tmp_path / "corpus")
    return replace(copied(small, tmp_path / "data"), corpus=tmp_path / "corpus")


def _section(inputs: EditionInputs) -> Path:
    """A file of the corpus's entries."""
    return next((inputs.corpus / "entries").rglob("*.yaml"))


def _change(inputs: EditionInputs) -> None:
    """Change a line of the corpus that nobody sees."""
    section = _section(inputs)
    section.write_text(section.read_text("utf-8") + "# 改动\n", encoding="utf-8")


def test_building_again_changes_nothing(inputs: EditionInputs) -> None:
    _change(inputs)
    first = build_edition(inputs)
    stamp = (first / "knowledge.sqlite3").stat().st_mtime_ns
    assert build_edition(inputs) == first
    assert (first / "knowledge.sqlite3").stat().st_mtime_ns == stamp


def test_a_changed_line_makes_a_new_edition(inputs: EditionInputs) -> None:
    before = input_digest(inputs)
    _change(inputs)
    assert input_digest(inputs) != before


def test_a_faulty_corpus_leaves_the_old_edition_serving(inputs: EditionInputs) -> None:
    old = build_edition(inputs)
    _section(inputs).write_text("industry: 冶金\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="不合规格"):
        build_edition(inputs)
    assert current_edition(inputs.editions) == old
    assert not list(inputs.editions.glob(".building-*"))


def test_a_server_moves_to_the_new_edition_and_keeps_the_old_open(inputs: EditionInputs) -> None:
    holder = EditionHolder(inputs.editions, WhooshBackend.open, interval=0.0)
    held = holder.current()
    _change(inputs)
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
def test_killing_the_build_at_any_moment_leaves_a_working_edition(inputs: EditionInputs) -> None:
    """Kills spread evenly over the time a build takes: few of them still reach its beginning, middle and end."""
    old = build_edition(inputs)
    length = _timed_build(inputs, None)
    for number in range(KILLS):
        _timed_build(inputs, length * (number + 0.5) / KILLS)
        folder = current_edition(inputs.editions)
        assert folder is not None
        assert WhooshBackend.open(folder / "index").search(SearchQuery(text="煤气")).total > 0
    assert build_edition(inputs) != old


def _timed_build(inputs: EditionInputs, kill_after: float | None) -> float:
    """Change the corpus and build it in another process, killed after that many seconds; return how long it ran."""
    _change(inputs)
    program = (
        "import sys; from pathlib import Path; from kb.edition import EditionInputs, build_edition;"
        "from index.builder import WhooshIndexBuilder;"
        "build_edition(EditionInputs(Path(sys.argv[1]), Path(sys.argv[2]), WhooshIndexBuilder()))"
    )
    start = time.monotonic()
    command = [sys.executable, "-c", program, str(inputs.corpus), str(inputs.data)]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    try:
        process.wait(kill_after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
    return time.monotonic() - start
