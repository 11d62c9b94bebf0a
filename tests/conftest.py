"""Shared fixtures: the real corpus compiled once a session, the real manual when it is there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.backend import WhooshBackend
from index.builder import WhooshIndexBuilder
from kb.edition import EditionInputs, build_edition
from kb.holder import OpenEdition, open_edition
from kb.model.official import OfficialRow
from kb.model.search import SearchBackend
from kb.paths import corpus_folder
from kb.store.corpus import Corpus, load_corpus
from kb.store.knowledge import Knowledge
from tests.own.small import small_inputs


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The shipped corpus, loaded and cross-checked."""
    return load_corpus(corpus_folder())


@pytest.fixture(scope="session")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> EditionInputs:
    """An empty data folder beside the shipped corpus."""
    return EditionInputs(corpus_folder(), tmp_path_factory.mktemp("data"), WhooshIndexBuilder())


@pytest.fixture(scope="session")
def opened(inputs: EditionInputs) -> Iterator[OpenEdition[SearchBackend]]:
    """The shipped corpus compiled and open: real SQLite, real Whoosh."""
    edition: OpenEdition[SearchBackend] = open_edition(build_edition(inputs), WhooshBackend.open)
    yield edition
    edition.knowledge.close()


@pytest.fixture(scope="session")
def knowledge(opened: OpenEdition[SearchBackend]) -> Knowledge:
    """The knowledge of the compiled corpus."""
    return opened.knowledge


@pytest.fixture(scope="session")
def backend(opened: OpenEdition[SearchBackend]) -> SearchBackend:
    """The search over the compiled corpus."""
    return opened.backend


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> EditionInputs:
    """The small corpus compiled, and an empty library; tests that change anything take a copy (`tests.own.small`)."""
    made = small_inputs(tmp_path_factory.mktemp("small"))
    build_edition(made)
    return made


@pytest.fixture(scope="session")
def manual_folder() -> Path:
    """The folder of the six booklets; tests that need it are skipped with a reason where it is not set."""
    folder = os.environ.get("HAZARDKB_MANUAL")
    if not folder or not Path(folder).is_dir():
        pytest.skip("HAZARDKB_MANUAL 未设置：没有手册 PDF，跳过")
    return Path(folder)


@pytest.fixture(scope="session")
def official_rows(manual_folder: Path) -> dict[str, OfficialRow]:
    """Every row of the six booklets by its id, read once a session."""
    from ingest.extract import extract_file

    extractions = (extract_file(path, check=False) for path in sorted(manual_folder.glob("*.pdf")))
    return {row.id: row for extraction in extractions for row in extraction.entries}


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords with little memory: what is tested is who may log in, not how long guessing takes."""
    from argon2 import PasswordHasher

    from kb.records import passwords

    monkeypatch.setattr(passwords, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
